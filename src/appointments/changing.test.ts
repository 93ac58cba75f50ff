import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { attendee, bookAt, cancel, move, offerToMove, visitOf } from '../../test/changes/change-house.ts'
import { checkChanges, checkRows } from '../../test/changes/check-changes.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import type { Plan } from '../../test/model/plan.ts'
import { ask, openHouse, type RealHouse } from '../../test/model/real-house.ts'
import { instantOf } from '../../test/model/reference-openings.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import type { CalendarMirror, CancelAnswer, MoveAnswer, MirrorMove } from '../calendars/mirror.ts'
import { setRules } from '../companies/set-up.ts'
import { bookAppointment } from './book.ts'
import { cancelAppointment, type CancelCommand } from './cancel.ts'
import { listAppointments } from './list-appointments.ts'
import { moveAppointment, type MoveCommand } from './move.ts'
import { readPendingChange } from './pending-changes.ts'
import { abandonMove, finishCancel, finishMove } from './settle-change.ts'
import type { BookingDeps } from './visit.ts'

let stage: { db: RealHouse['db']; owner: Client }

beforeAll(async () => {
  const database = await createTestDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  stage = { db: database.db, owner }
})
afterAll(() => stage.owner.end())

const signal = new AbortController().signal
const phone = '+494066969021'
/** Calls 0 to 4 are from one number, 5 and 6 from another, 7 from none. */
const callers = [phone, phone, phone, phone, phone, '+494066969022', '+494066969022', null]
let houses = 0

async function house(plan: Plan = twoChairs, change: Partial<BookingDeps> = {}): Promise<RealHouse> {
  const nowMs = instantOf(plan.today, plan.nowMinute, plan.zone)
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(nowMs) }
  houses += 1
  const real = await openHouse(plan, { ...stage, seed: houses, callers, clock })
  return { ...real, deps: { ...real.deps, ...change } }
}

const oneChair: Plan = {
  ...twoChairs,
  staff: twoChairs.staff.slice(0, 1),
  services: twoChairs.services.map((service) => ({ ...service, durationMinutes: 60, staff: [0] })),
}

/** The day after tomorrow. */
function at(hour: number, minute = 0): Temporal.PlainDateTime {
  return twoChairs.today.add({ days: 2 }).toPlainDateTime({ hour, minute })
}

async function booked(real: RealHouse, call: number, when: Temporal.PlainDateTime): Promise<string> {
  const id = await bookAt(real, call, when, `booking ${call} ${when.toString()}`)
  if (id === undefined) throw new Error('not free')
  return id
}

async function rowOf(real: RealHouse, id: string) {
  const { rows } = await real.owner.query(
    `select state, version, starts_at at time zone zone as start, code, call_id,
       (select coalesce(array_agg(to_char(lower(s.during) at time zone zone, 'HH24:MI') || '-'
          || to_char(upper(s.during) at time zone zone, 'HH24:MI') order by lower(s.during)), '{}')
        from segments s where s.appointment_id = a.id and s.active) as kept
     from appointments a where id = $1`,
    [id],
  )
  return rows[0] as { state: string; version: number; kept: string[]; code: string }
}

async function cancelCommand(real: RealHouse, call: number, change: Partial<CancelCommand>): Promise<CancelCommand> {
  const nothing = { appointmentId: null, date: null, time: null, name: null, code: null }
  const request = { confirm: null, heard: [], effectKey: `tool:${(requests += 1)}`, tool: 'cancel_appointment' }
  return { ...(await visitOf(real, call)), ...nothing, ...request, ...change }
}
let requests = 0

async function moveCommand(real: RealHouse, call: number, change: Partial<MoveCommand>): Promise<MoveCommand> {
  return { ...(await cancelCommand(real, call, {})), offerId: null, when: null, ...change }
}

const agreed = (id: string, said = 'Ja, bitte.') => [{ said, main: id, others: [] }]
const point = (when: Temporal.PlainDateTime) => ({ kind: 'point', at: when }) as const

/** A calendar elsewhere that says so; what it was asked is kept. */
function mirrored(answers: { move?: MoveAnswer; cancel?: CancelAnswer }) {
  const moves: MirrorMove[] = []
  const mirror: CalendarMirror = {
    ...silentMirror(),
    book: async ({ reference }) => ({ kind: 'booked', calendarReference: `there ${reference}` }),
    move: async (asked) => {
      moves.push(asked)
      return answers.move ?? { kind: 'unknown' }
    },
    cancel: async () => answers.cancel ?? { kind: 'unknown' },
  }
  return { mirror, moves }
}

async function mirroredHouse(answers: Parameters<typeof mirrored>[0], plan = oneChair) {
  const { mirror, moves } = mirrored(answers)
  const real = await house(plan)
  return { real: { ...real, deps: { ...real.deps, calendar: { ...real.deps.calendar, mirror } } }, moves }
}

const rules = async (real: RealHouse, level: Parameters<typeof setRules>[3]) =>
  await real.db.inCompany(real.companyId, (tx) => setRules(tx, { ids: real.ids }, real.companyId, level))

describe('moving', () => {
  test('to a time that overlaps the old one holds only what is not its own, and takes it whole', async () => {
    const real = await house(oneChair)
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(10, 30))
    expect(offer).toMatchObject({ movesAppointmentId: id })
    const other = await ask(real, { call: 5, service: 0, staff: null, at: at(11) })
    expect(other).toMatchObject({ kind: 'alternatives', reason: 'taken' })
    expect(await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })).toMatchObject({
      kind: 'moved',
      appointment: { id, version: 2 },
    })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept: ['10:30-11:30'] })
    expect(await ask(real, { call: 5, service: 0, staff: null, at: at(9, 30) })).toMatchObject({ kind: 'available' })
    await checkRows(real)
  })

  test('asks before it moves to a time that was not offered, and a repeat of the asking is no second time', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const request = await moveCommand(real, 1, {
      appointmentId: id,
      name: attendee,
      when: point(at(12)),
      confirm: true,
    })
    const asked = await moveAppointment(real.deps, request, signal)
    expect(asked).toMatchObject({ kind: 'needs_confirmation', why: 'not_asked' })
    expect(await moveAppointment(real.deps, request, signal)).toMatchObject({ kind: 'needs_confirmation' })
    const again = { ...request, effectKey: 'tool:another' }
    expect(await moveAppointment(real.deps, again, signal)).toMatchObject({ kind: 'moved' })
    const { rows } = await real.owner.query(`select who, why from appointment_history where appointment_id = $1`, [id])
    expect(rows.at(-1)).toMatchObject({
      why: expect.stringMatching(/^moved from 2030-06-05T10:00.*confirmed by agent$/),
    })
  })

  test('is not vouched for by a repeat in the same words before anybody can have answered', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const asking = { appointmentId: id, name: attendee, confirm: true, effectKey: 'args:asking' }
    const moving = await moveCommand(real, 1, { ...asking, when: point(at(12)) })
    const cancelling = await cancelCommand(real, 1, { ...asking, effectKey: 'args:cancelling' })
    for (let delivery = 1; delivery <= 3; delivery++) {
      expect(await moveAppointment(real.deps, moving, signal)).toMatchObject({ kind: 'needs_confirmation' })
      expect(await cancelAppointment(real.deps, cancelling, signal)).toMatchObject({ kind: 'needs_confirmation' })
    }
    const later = { ...real.deps, clock: { now: () => real.deps.clock.now().add({ seconds: 6 }) } }
    expect(await moveAppointment(later, moving, signal)).toMatchObject({ kind: 'moved' })
    expect(await cancelAppointment(later, cancelling, signal)).toMatchObject({ kind: 'cancelled' })
  })

  test('by a yes to the offer of a check needs no second question', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    const command = await moveCommand(real, 1, {
      appointmentId: id,
      when: point(at(12)),
      heard: agreed(offer?.id ?? ''),
    })
    expect(await moveAppointment(real.deps, command, signal)).toMatchObject({ kind: 'moved' })
    const later = await moveCommand(real, 1, { appointmentId: id, when: point(at(12)) })
    expect(await moveAppointment(real.deps, later, signal)).toMatchObject({ kind: 'already_there' })
  })

  test('goes to the day the caller said yes to, also when the agent still names another', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    const dayAfter = point(at(12).add({ days: 1 }))
    const said = async (words: string, key: string) => {
      const turns = { heard: agreed(offer?.id ?? '', words), effectKey: key }
      return await moveAppointment(
        real.deps,
        await moveCommand(real, 1, { appointmentId: id, when: dayAfter, ...turns }),
        signal,
      )
    }
    const other = await said('Nein, am Tag darauf.', 'tool:no')
    expect(other).toMatchObject({ kind: 'needs_confirmation', why: 'not_asked' })
    expect(other.kind === 'needs_confirmation' && other.offer.id).not.toBe(offer?.id)
    await real.owner.query('delete from offers where call_id = $1 and id <> $2', [real.calls[1]?.id, offer?.id])
    expect(await said('Ja, gerne.', 'tool:yes')).toMatchObject({
      kind: 'moved',
      appointment: { startsAt: offer?.startsAt },
    })
  })

  test('stays with the same person when they are free, and goes to a colleague when not', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const { rows } = await real.owner.query('select staff_id from appointments where id = $1', [id])
    const staffId: string = rows[0].staff_id
    expect(await offerToMove(real, 1, id, at(12))).toMatchObject({ staffId })
    const theirs = real.staffIds.indexOf(staffId)
    expect(await ask(real, { call: 5, service: 0, staff: theirs, at: at(13) })).toMatchObject({ kind: 'available' })
    const elsewhere = await offerToMove(real, 1, id, at(13))
    expect(elsewhere?.staffId).not.toBe(staffId)
  })

  test('is refused where the same person has something else, with other times', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    await booked(real, 0, at(12))
    const offer = await offerToMove(real, 1, id, at(12))
    const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(outcome).toMatchObject({ kind: 'taken', by: 'own', alternatives: [{}, {}, {}] })
    expect(await rowOf(real, id)).toMatchObject({ kept: ['10:00-10:30'], version: 1 })
  })

  test('tells what else there is when somebody was faster', async () => {
    const real = await house(oneChair)
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    await real.owner.query(`update holds set expires_at = now() where company_id = $1`, [real.companyId])
    await booked(real, 5, at(12))
    const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(outcome).toMatchObject({ kind: 'taken', by: 'somebody', alternatives: [{}, {}, {}] })
    expect(outcome.kind === 'taken' && outcome.alternatives.every((one) => one.movesAppointmentId === id)).toBe(true)
  })

  test('an offer to move books nothing', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    const { heard, ...command } = await cancelCommand(real, 1, { heard: agreed(offer?.id ?? '') })
    const booking = { service: null, branch: null, staffId: null, phone: null, email: null, at: null }
    const request = { ...command, ...booking, heard, offerId: offer?.id ?? null, attendeeName: attendee }
    expect(await bookAppointment(real.deps, request, signal)).toMatchObject({ kind: 'not_offered' })
  })

  test('replaces everything an appointment of several parts keeps', async () => {
    const real = await house(oneChair)
    const id = await booked(real, 0, at(10))
    await real.owner.query(
      `insert into segments (id, company_id, resource_id, during, active, appointment_id)
       select gen_random_uuid(), company_id, resource_id,
         tstzrange(upper(during) + interval '1 hour', upper(during) + interval '2 hours'), true, appointment_id
       from segments where appointment_id = $1`,
      [id],
    )
    expect(await rowOf(real, id)).toMatchObject({ kept: ['10:00-11:00', '12:00-13:00'] })
    const offer = await offerToMove(real, 1, id, at(12))
    await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(await rowOf(real, id)).toMatchObject({ kept: ['12:00-13:00'] })
    await cancel(real, 1, id, 'c')
    expect(await rowOf(real, id)).toMatchObject({ state: 'cancelled', kept: [] })
  })
})

describe('the rules of the house', () => {
  test('want notice to the minute', async () => {
    const minutes = at(10)
      .since(twoChairs.today.toPlainDateTime({ minute: 5 }))
      .total('minutes')
    for (const [noticeMinutes, kind] of [
      [minutes, 'cancelled'],
      [minutes + 1, 'policy'],
    ] as const) {
      const real = await house()
      const id = await booked(real, 0, at(10))
      await rules(real, { cancellationNoticeMinutes: noticeMinutes, reschedulingNoticeMinutes: noticeMinutes })
      const offer = await offerToMove(real, 1, id, at(12))
      const moved = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
      expect(moved.kind).toBe(kind === 'policy' ? 'policy' : 'moved')
    }
    const real = await house()
    const id = await booked(real, 0, at(10))
    await rules(real, { cancellationNoticeMinutes: minutes + 1 })
    expect(await cancel(real, 1, id, 'k')).toMatchObject({ kind: 'policy', rule: 'notice' })
    await rules(real, { cancellationNoticeMinutes: minutes })
    expect(await cancel(real, 1, id, 'k')).toMatchObject({ kind: 'cancelled' })
  })

  test('count what the customer cancelled within the period, and nothing else', async () => {
    const real = await house({ ...twoChairs, maxOpenAppointments: 5 })
    await rules(real, { maxCancellations: 1, cancellationPeriodDays: 7 })
    const ids = [await booked(real, 0, at(10)), await booked(real, 0, at(11)), await booked(real, 0, at(12))]
    expect(await cancel(real, 1, ids[0] ?? '', 'a')).toMatchObject({ kind: 'cancelled' })
    expect(await cancel(real, 1, ids[1] ?? '', 'b')).toMatchObject({ kind: 'policy', rule: 'cancellations', most: 1 })
    const by = (who: string, ago: string) =>
      real.owner.query(
        `update appointments set cancelled_by = $2, cancelled_at = timestamptz '2030-06-02T22:05Z' - $3::interval where id = $1`,
        [ids[0], who, ago],
      )
    await by('house', '1 day')
    expect(await cancel(real, 1, ids[1] ?? '', 'c')).toMatchObject({ kind: 'cancelled' })
    await by('customer', '8 days')
    await real.owner.query(`update appointments set cancelled_by = 'house' where id = $1`, [ids[1]])
    expect(await cancel(real, 1, ids[2] ?? '', 'd')).toMatchObject({ kind: 'cancelled' })
  })

  test('let one appointment be moved so often', async () => {
    const real = await house()
    await rules(real, { maxMovesPerAppointment: 1 })
    const id = await booked(real, 0, at(10))
    for (const [hour, kind] of [
      [12, 'moved'],
      [13, 'policy'],
    ] as const) {
      const offer = await offerToMove(real, 1, id, at(hour))
      const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: `k${hour}` })
      expect(outcome.kind).toBe(kind)
    }
  })
})

describe('whose appointment it is', () => {
  test('is shown once in a call, and then is known', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const nameless = await cancelCommand(real, 1, { appointmentId: id })
    expect(await cancelAppointment(real.deps, nameless, signal)).toEqual({ kind: 'verify' })
    const visit = await visitOf(real, 1)
    const proof = { name: 'Frau Beispiel', date: null, code: null }
    expect(await listAppointments(real.deps, { ...visit, ...proof })).toMatchObject({ kind: 'list', total: 1 })
    expect(await cancelAppointment(real.deps, nameless, signal)).toMatchObject({ kind: 'needs_confirmation' })
    const elsewhere = await cancelCommand(real, 2, { appointmentId: id })
    expect(await cancelAppointment(real.deps, elsewhere, signal)).toEqual({ kind: 'verify' })
  })

  test('is not shown by what somebody booked just now with a number that is not theirs', async () => {
    const real = await house({ ...twoChairs, maxOpenAppointments: 5 })
    const theirs = await booked(real, 0, at(10))
    const mine = await booked(real, 1, at(12))
    await real.owner.query(`update appointments set attendee_name = 'Otto Fremd' where id = $1`, [mine])
    const visit = await visitOf(real, 1)
    for (const proof of [{ name: 'Otto Fremd' }, { date: at(12).toPlainDate() }]) {
      const listed = await listAppointments(real.deps, { ...visit, name: null, date: null, code: null, ...proof })
      const ids = listed.kind === 'list' ? listed.appointments.map((one) => one.id) : []
      // The day is that of both: whoever says it knows of both.
      expect(ids).toEqual('date' in proof ? [theirs, mine] : [mine])
    }
    const other = await visitOf(real, 2)
    const named = { name: 'Otto Fremd', date: null, code: null }
    expect(await listAppointments(real.deps, { ...other, ...named })).toMatchObject({ appointments: [{ id: mine }] })
  })

  test('cannot be tried for more than five times a day, whichever tool tries', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    for (let tries = 0; tries < 5; tries++) {
      const wrong = { name: `Falsch ${'ABCDE'.charAt(tries)}` }
      const outcome =
        tries % 2 === 0
          ? await cancelAppointment(real.deps, await cancelCommand(real, 1, wrong), signal)
          : await moveAppointment(real.deps, await moveCommand(real, 2, wrong), signal)
      expect(outcome).toEqual({ kind: 'verify' })
    }
    expect(await cancel(real, 3, id, 'k')).toEqual({ kind: 'verify' })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed' })
  })

  test('from a withheld number is shown by the name of who comes as well as of who made it', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    await real.owner.query(`update appointments set attendee_name = 'Otto Beispiel-Kind' where id = $1`, [id])
    const { code } = await rowOf(real, id)
    const list = async (name: string) =>
      await listAppointments(real.deps, { ...(await visitOf(real, 7)), name, date: at(10).toPlainDate(), code })
    expect(await list('Erika Falsch')).toEqual({ kind: 'verify' })
    for (const name of [attendee, 'Otto Beispiel-Kind']) {
      expect(await list(name)).toMatchObject({ kind: 'list', appointments: [{ id }] })
      await real.owner.query('delete from verifications where company_id = $1', [real.companyId])
    }
  })

  test('from a withheld number takes name, day and code; and then holds for the call', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const { code } = await rowOf(real, id)
    const all = { name: attendee, date: at(10).toPlainDate(), code }
    for (const missing of ['name', 'date', 'code'] as const) {
      const command = await cancelCommand(real, 7, { ...all, [missing]: null })
      expect(await cancelAppointment(real.deps, command, signal)).toEqual({ kind: 'verify' })
    }
    const asked = await cancelAppointment(real.deps, await cancelCommand(real, 7, all), signal)
    expect(asked).toMatchObject({ kind: 'needs_confirmation', appointment: { id } })
    const yes = await cancelCommand(real, 7, { appointmentId: id, heard: agreed(id) })
    expect(await cancelAppointment(real.deps, yes, signal)).toMatchObject({ kind: 'cancelled' })
    const later = await cancelCommand(real, 7, { appointmentId: id })
    expect(await cancelAppointment(real.deps, later, signal)).toMatchObject({ kind: 'already_cancelled' })
  })

  test('is the caller’s own in the call that made it', async () => {
    const real = await house()
    const id = await booked(real, 7, at(10))
    const yes = await cancelCommand(real, 7, { appointmentId: id, heard: agreed(id) })
    expect(await cancelAppointment(real.deps, yes, signal)).toMatchObject({ kind: 'cancelled' })
  })
})

describe('a caller who says no', () => {
  test('keeps the appointment', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const no = { name: attendee, appointmentId: id, confirm: true, heard: agreed(id, 'Nein, lieber doch nicht.') }
    expect(await cancelAppointment(real.deps, await cancelCommand(real, 1, no), signal)).toMatchObject({
      kind: 'needs_confirmation',
      why: 'declined',
    })
    const offer = await offerToMove(real, 1, id, at(12))
    const noMove = await moveCommand(real, 1, {
      ...no,
      heard: agreed(offer?.id ?? '', 'Nein.'),
      offerId: offer?.id ?? '',
    })
    expect(await moveAppointment(real.deps, noMove, signal)).toMatchObject({
      kind: 'needs_confirmation',
      why: 'declined',
    })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', version: 1, kept: ['10:00-10:30'] })
  })
})

describe('a calendar elsewhere', () => {
  test('that moves it is told the new time and gives a new reference', async () => {
    const { real, moves } = await mirroredHouse({ move: { kind: 'moved', calendarReference: 'new there' } })
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(10, 30))
    const moved = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(moved).toMatchObject({ kind: 'moved', appointment: { id, version: 4 } })
    expect(moves).toMatchObject([
      { calendarReference: `there ${id}`, to: { reference: id, startsAt: offer?.startsAt, endsAt: offer?.endsAt } },
    ])
    const { rows } = await real.owner.query('select calendar_reference from appointments where id = $1', [id])
    expect(rows).toEqual([{ calendar_reference: 'new there' }])
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept: ['10:30-11:30'] })
  })

  test('that chose somebody else gives it to them', async () => {
    const plan = { ...twoChairs, maxOpenAppointments: 5 }
    const { real } = await mirroredHouse({}, plan)
    const id = await booked(real, 0, at(10))
    const { rows } = await real.owner.query('select staff_id from appointments where id = $1', [id])
    const other = real.staffIds.find((one) => one !== rows[0].staff_id) ?? ''
    const { mirror } = mirrored({ move: { kind: 'moved', calendarReference: 'new', staffId: other } })
    const there = { ...real, deps: { ...real.deps, calendar: { ...real.deps.calendar, mirror } } }
    const offer = await offerToMove(there, 1, id, at(12))
    const moved = await move(there, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(moved).toMatchObject({ kind: 'moved', appointment: { staffId: other } })
    await checkChanges(there, [{ key: 'k', appointmentId: id, change: 'move', outcome: moved }])
  })

  test('that gives no answer leaves both times kept, until it is settled one way or the other', async () => {
    for (const settles of ['finish', 'abandon'] as const) {
      const { real } = await mirroredHouse({})
      const id = await booked(real, 0, at(10))
      const offer = await offerToMove(real, 1, id, at(10, 30))
      const wanted = { appointmentId: id, offerId: offer?.id ?? '', key: 'k' }
      const unsure = await move(real, 1, wanted)
      expect(unsure).toMatchObject({ kind: 'unconfirmed', why: 'no_answer', to: { startsAt: offer?.startsAt } })
      expect(await rowOf(real, id)).toMatchObject({ state: 'moving', kept: ['10:00-11:00', '11:00-11:30'] })
      expect(await move(real, 1, wanted)).toMatchObject({ kind: 'unconfirmed' })
      expect(await cancel(real, 2, id, 'c')).toMatchObject({ kind: 'unconfirmed', why: 'under_way' })
      await checkChanges(real, [{ key: 'k', appointmentId: id, change: 'move', outcome: unsure }])

      const reason = { who: 'settling', why: settles === 'finish' ? 'the calendar moved it' : 'it was not moved' }
      if (unsure.kind !== 'unconfirmed') throw new Error('settled already')
      const { appointment } = unsure
      const settled = await real.db.inCompany(real.companyId, async (tx) => {
        expect(await readPendingChange(tx, real.companyId, id)).toMatchObject({
          kind: 'move',
          to: { startsAt: offer?.startsAt },
          unknownSince: expect.anything(),
        })
        return settles === 'finish'
          ? await finishMove(tx, real.deps, real.companyId, appointment, { calendarReference: 'new' }, reason)
          : await abandonMove(tx, real.deps, real.companyId, appointment, reason)
      })
      expect(settled).toMatchObject({ state: 'confirmed' })
      const kept = settles === 'finish' ? ['10:30-11:30'] : ['10:00-11:00']
      expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept })
      const again = await move(real, 1, wanted)
      // What came to nothing is worked afresh by a repeat; what was done is told.
      expect(again.kind).toBe(settles === 'finish' ? 'moved' : 'unconfirmed')
    }
  })

  test.each([
    ['taken', { kind: 'taken' }, 'taken', 0],
    ['refused', { kind: 'refused', why: 'not_allowed' }, 'policy', 0],
    ['away', { kind: 'unavailable', mayWait: true }, 'unconfirmed', 1],
  ] as const)('that says it is %s leaves it where it was', async (_name, answer, kind, tasks) => {
    const { real } = await mirroredHouse({ move: answer })
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(10, 30))
    const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(outcome).toMatchObject({ kind, appointment: { startsAt: expect.anything(), state: 'confirmed' } })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept: ['10:00-11:00'] })
    const { rows } = await real.owner.query(`select kind from tasks where company_id = $1`, [real.companyId])
    expect(rows).toHaveLength(tasks)
    await checkChanges(real, [{ key: 'k', appointmentId: id, change: 'move', outcome }])
  })

  test('that cannot be asked to cancel leaves the appointment standing', async () => {
    const answers: { cancel?: CancelAnswer } = { cancel: { kind: 'unavailable', mayWait: false } }
    const { real } = await mirroredHouse(answers)
    const id = await booked(real, 0, at(10))
    expect(await cancel(real, 1, id, 'a')).toMatchObject({ kind: 'unconfirmed', why: 'unavailable' })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept: ['10:00-11:00'] })
    answers.cancel = { kind: 'unknown' }
    const unsure = await cancel(real, 1, id, 'b')
    expect(unsure).toMatchObject({ kind: 'unconfirmed', why: 'no_answer' })
    expect(await rowOf(real, id)).toMatchObject({ state: 'cancelling', kept: ['10:00-11:00'] })
    if (unsure.kind !== 'unconfirmed') throw new Error('settled already')
    const reason = { who: 'settling', why: 'it was gone there' }
    await real.db.inCompany(real.companyId, (tx) =>
      finishCancel(tx, real.deps, real.companyId, unsure.appointment, reason),
    )
    expect(await cancel(real, 1, id, 'b')).toMatchObject({ kind: 'cancelled' })
    await checkRows(real)
  })

  test('is not asked about what it was never told of', async () => {
    const { real, moves } = await mirroredHouse({})
    const id = await booked(real, 0, at(10))
    await real.owner.query(
      `update appointments set state = 'pending_approval', calendar_reference = null where id = $1`,
      [id],
    )
    const offer = await offerToMove(real, 1, id, at(12))
    const moved = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(moved).toMatchObject({ kind: 'moved', appointment: { state: 'pending_approval' } })
    expect(moves).toEqual([])
    expect(await cancel(real, 1, id, 'c')).toMatchObject({ kind: 'cancelled' })
  })
})
