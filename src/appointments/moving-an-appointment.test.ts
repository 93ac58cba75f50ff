import { beforeAll, describe, expect, test } from 'vitest'

import {
  agreed,
  at,
  attendee,
  booked,
  cancel,
  cancelCommand,
  createHouseOpener,
  type HouseOpener,
  move,
  moveCommand,
  offerToMove,
  rowOf,
} from '../../test/changes/change-house.ts'
import { checkRows } from '../../test/changes/check-changes.ts'
import { heardAlone } from '../../test/harness/booking.ts'
import { oneChair } from '../../test/model/fixed-plans.ts'
import { ask } from '../../test/model/real-house.ts'
import type { Clock } from '../infra/clock.ts'
import { bookAppointment } from './book.ts'
import { cancelAppointment } from './cancel.ts'
import { moveAppointment } from './move.ts'

let house: HouseOpener

beforeAll(async () => {
  house = await createHouseOpener()
})

const signal = new AbortController().signal

/** Once a question can have been heard and answered. */
function secondsLater<Deps extends { clock: Clock }>(deps: Deps): Deps {
  return { ...deps, clock: { now: () => deps.clock.now().add({ seconds: 6 }) } }
}

const point = (when: Temporal.PlainDateTime) => ({ kind: 'point', at: when }) as const

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
    // Nobody has answered in this very moment, whoever says so.
    expect(await moveAppointment(real.deps, again, signal)).toMatchObject({ kind: 'needs_confirmation' })
    const answered = { ...request, effectKey: 'tool:third' }
    expect(await moveAppointment(secondsLater(real.deps), answered, signal)).toMatchObject({ kind: 'moved' })
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
    const later = secondsLater(real.deps)
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

  test('is not overruled by the agent, though the transcript does not show what it was to', async () => {
    const real = await house()
    const id = await booked(real, 0, at(10))
    const wish = { name: attendee, appointmentId: id, confirm: true }
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const no = await cancelCommand(real, 1, { ...wish, heard: heardAlone('Nein, danke.') })
      expect(await cancelAppointment(real.deps, no, signal)).toMatchObject({ kind: 'needs_confirmation' })
    }
    const yes = await cancelCommand(real, 1, { ...wish, heard: heardAlone('Doch, gern.') })
    expect(await cancelAppointment(secondsLater(real.deps), yes, signal)).toMatchObject({ kind: 'cancelled' })
  })
})
