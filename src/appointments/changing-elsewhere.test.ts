import { beforeAll, describe, expect, test } from 'vitest'

import {
  agreed,
  at,
  attendee,
  booked,
  cancel,
  createHouseOpener,
  type HouseOpener,
  move,
  moveCommand,
  offerToMove,
  rowOf,
} from '../../test/changes/change-house.ts'
import { checkChanges, checkRows } from '../../test/changes/check-changes.ts'
import { oneChair, twoChairs } from '../../test/model/fixed-plans.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import type { CalendarMirror, CancelAnswer, MoveAnswer, MirrorMove } from '../calendars/mirror.ts'
import { moveAppointment } from './move.ts'
import { readPendingChange } from './pending-changes.ts'
import { abandonMove, finishCancel, finishMove } from './settle-change.ts'

let house: HouseOpener

beforeAll(async () => {
  house = await createHouseOpener()
})

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

  test('is told how to reach whose appointment it is, whoever calls', async () => {
    const { real, moves } = await mirroredHouse({ move: { kind: 'moved', calendarReference: 'new there' } })
    const id = await booked(real, 0, at(10))
    await real.owner.query(
      `update customers set email = 'erika@example.test'
       where id = (select customer_id from appointments where id = $1)`,
      [id],
    )
    const { rows } = await real.owner.query('select code from appointments where id = $1', [id])
    // From a withheld number: whose it is was shown by name, day and code.
    const proof = { name: attendee, date: at(10).toPlainDate(), code: String(rows[0].code) }
    const command = await moveCommand(real, 7, { ...proof, appointmentId: id, when: { kind: 'point', at: at(10, 30) } })
    const proposed = await moveAppointment(real.deps, command, new AbortController().signal)
    if (proposed.kind !== 'needs_confirmation') throw new Error(`expected an offer, got ${proposed.kind}`)
    const moved = await move(real, 7, { appointmentId: id, offerId: proposed.offer.id, key: 'k' })
    expect(moved).toMatchObject({ kind: 'moved' })
    expect(moves).toMatchObject([
      { to: { attendeePhone: '+494066969021', attendeeEmail: 'erika@example.test', attendeeName: attendee } },
    ])
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

  test.each([
    [{ kind: 'taken' }, { kind: 'taken', by: 'somebody' }],
    [
      { kind: 'refused', why: 'notice' },
      { kind: 'new_time_policy', rule: 'notice' },
    ],
    [
      { kind: 'refused', why: 'window' },
      { kind: 'new_time_policy', rule: 'horizon' },
    ],
  ] as const)('that refuses a time as %o has three others told, to which it can move', async (answer, refused) => {
    const { real } = await mirroredHouse({ move: answer })
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    const outcome = await move(real, 1, { appointmentId: id, offerId: offer?.id ?? '', key: 'k' })
    expect(outcome).toMatchObject(refused)
    const { alternatives } = outcome as Extract<typeof outcome, { kind: 'taken' | 'new_time_policy' }>
    expect(alternatives).toHaveLength(3)
    const { mirror } = mirrored({ move: { kind: 'moved', calendarReference: 'new' } })
    const agreeing = { ...real, deps: { ...real.deps, calendar: { ...real.deps.calendar, mirror } } }
    const [other] = alternatives
    const moved = await move(agreeing, 1, { appointmentId: id, offerId: other?.id ?? '', key: 'l' })
    expect(moved).toMatchObject({ kind: 'moved', appointment: { startsAt: other?.startsAt } })
  })

  test('that refuses a time when the tool has none left has that told without others', async () => {
    const { real } = await mirroredHouse({})
    const id = await booked(real, 0, at(10))
    const offer = await offerToMove(real, 1, id, at(12))
    const tool = new AbortController()
    const mirror: CalendarMirror = {
      ...silentMirror(),
      async move() {
        tool.abort()
        return { kind: 'taken' }
      },
    }
    const deps = { ...real.deps, calendar: { ...real.deps.calendar, mirror } }
    const command = await moveCommand(real, 1, {
      name: attendee,
      appointmentId: id,
      offerId: offer?.id ?? '',
      heard: agreed(offer?.id ?? ''),
    })
    expect(await moveAppointment(deps, command, tool.signal)).toMatchObject({ kind: 'taken', alternatives: [] })
    expect(await rowOf(real, id)).toMatchObject({ state: 'confirmed', kept: ['10:00-11:00'] })
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
