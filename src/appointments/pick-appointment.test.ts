import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { OwnAppointment } from './own-appointments.ts'
import { type Meant, pickAppointment, type Picked } from './pick-appointment.ts'

const zone = 'Europe/Berlin'

function appointment(id: string, wall: string, change: Partial<OwnAppointment> = {}): OwnAppointment {
  const startsAt = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant()
  return {
    id,
    branchId: 'mitte',
    customerId: 'clara',
    serviceId: 'cut',
    staffId: 'eva',
    attendeeName: 'Clara Berg',
    startsAt,
    endsAt: startsAt.add({ minutes: 30 }),
    state: 'confirmed',
    version: 1,
    code: `00000${id}`.slice(-6),
    priceMinor: null,
    further: [],
    callId: null,
    calendarReference: null,
    moveCount: 0,
    ...change,
  }
}

const nothing: Meant = { appointmentId: null, date: null, time: null, name: null, code: null }
const day = (text: string) => ({ ...nothing, date: Temporal.PlainDate.from(text) })
const tuesday = appointment('1', '2026-12-01T10:00')
const later = appointment('2', '2026-12-01T15:00')
const child = appointment('3', '2026-12-01T15:00', { attendeeName: 'Lena Berg' })
const wednesday = appointment('4', '2026-12-02T10:00')

/** Whether what was picked can be said of somebody's appointments. */
function isTrueOf(own: readonly OwnAppointment[], picked: Picked): boolean {
  const open = own.filter((one) => one.state === 'confirmed')
  switch (picked.kind) {
    case 'one':
      return open.includes(picked.appointment)
    case 'cancelled':
      return own.includes(picked.appointment) && picked.appointment.state === 'cancelled'
    case 'which':
      return picked.appointments.every((one) => open.includes(one)) && picked.total > (picked.isOtherDay ? 0 : 1)
    case 'none':
      return open.length === 0
  }
}

describe('which appointment is meant', () => {
  test('is the only one there is, whatever else was not said', () => {
    expect(pickAppointment([tuesday], nothing, zone)).toEqual({ kind: 'one', appointment: tuesday })
  })

  test('is told by its id or code before anything else', () => {
    const all = [tuesday, later, wednesday]
    expect(pickAppointment(all, { ...day('2026-12-02'), appointmentId: '1' }, zone)).toMatchObject({
      kind: 'one',
      appointment: { id: '1' },
    })
    expect(pickAppointment(all, { ...nothing, code: '000002' }, zone)).toMatchObject({ appointment: { id: '2' } })
    expect(pickAppointment(all, { ...day('2026-12-02'), appointmentId: 'made up' }, zone)).toMatchObject({
      appointment: { id: '4' },
    })
  })

  test('is told by the day, then the time, then who comes', () => {
    const all = [tuesday, later, child, wednesday]
    expect(pickAppointment(all, day('2026-12-02'), zone)).toMatchObject({ appointment: { id: '4' } })
    const ten = Temporal.PlainTime.from('10:00')
    expect(pickAppointment(all, { ...day('2026-12-01'), time: ten }, zone)).toMatchObject({ appointment: { id: '1' } })
    const lena = { ...day('2026-12-01'), time: Temporal.PlainTime.from('15:00'), name: 'Lena Berg' }
    expect(pickAppointment(all, lena, zone)).toMatchObject({ appointment: { id: '3' } })
    expect(pickAppointment(all, { ...day('2026-12-01'), time: Temporal.PlainTime.from('11:00') }, zone)).toMatchObject({
      kind: 'which',
      total: 3,
    })
  })

  test('is asked when several fit, three of them at most', () => {
    const five = [1, 2, 3, 4, 5].map((hour) => appointment(`${hour}`, `2026-12-0${hour}T10:00`))
    expect(pickAppointment(five, nothing, zone)).toEqual({
      kind: 'which',
      appointments: five.slice(0, 3),
      total: 5,
      isOtherDay: false,
    })
  })

  test('is asked when there is none on the day that was named', () => {
    expect(pickAppointment([tuesday], day('2026-12-05'), zone)).toEqual({
      kind: 'which',
      appointments: [tuesday],
      total: 1,
      isOtherDay: true,
    })
  })

  test('is one that was cancelled when there is no other that could be', () => {
    const gone = { ...tuesday, state: 'cancelled' as const }
    expect(pickAppointment([gone], nothing, zone)).toEqual({ kind: 'cancelled', appointment: gone })
    expect(pickAppointment([gone, wednesday], day('2026-12-01'), zone)).toEqual({
      kind: 'cancelled',
      appointment: gone,
    })
    expect(pickAppointment([gone, wednesday], nothing, zone)).toMatchObject({ kind: 'one', appointment: { id: '4' } })
    expect(pickAppointment([], nothing, zone)).toEqual({ kind: 'none' })
  })

  test('is never somebody else’s, and never two', () => {
    const anyOwn = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('1', '2', '3', '4', '5'),
        hour: fc.integer({ min: 9, max: 12 }),
        date: fc.constantFrom('2026-12-01', '2026-12-02'),
        isCancelled: fc.boolean(),
      }),
      { selector: ({ id }) => id, maxLength: 5 },
    )
    const anyMeant = fc.record<Meant>({
      appointmentId: fc.constantFrom('1', '9', null),
      date: fc.constantFrom(Temporal.PlainDate.from('2026-12-01'), Temporal.PlainDate.from('2026-12-03'), null),
      time: fc.constantFrom(Temporal.PlainTime.from('10:00'), null),
      name: fc.constantFrom('Clara Berg', 'Uwe Kern', null),
      code: fc.constantFrom('000002', '999999', null),
    })
    fc.assert(
      fc.property(anyOwn, anyMeant, (rows, meant) => {
        const own = rows.map(({ id, hour, date, isCancelled }) =>
          appointment(id, `${date}T${String(hour).padStart(2, '0')}:00`, isCancelled ? { state: 'cancelled' } : {}),
        )
        const picked = pickAppointment(own, meant, zone)
        expect([picked.kind, isTrueOf(own, picked)]).toEqual([picked.kind, true])
      }),
    )
  })
})
