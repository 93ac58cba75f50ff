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
  moveCommand,
  rowOf,
  visitOf,
} from '../../test/changes/change-house.ts'
import { twoChairs } from '../../test/model/fixed-plans.ts'
import { cancelAppointment } from './cancel.ts'
import { listAppointments } from './list-appointments.ts'
import { moveAppointment } from './move.ts'

let house: HouseOpener

beforeAll(async () => {
  house = await createHouseOpener()
})

const signal = new AbortController().signal

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
