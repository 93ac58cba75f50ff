import { beforeEach, describe, expect, test } from 'vitest'

import type { Calendar } from './calendar.ts'
import type { CalendarMirror, MirrorBooking } from './mirror.ts'

/** A calendar elsewhere that is ready to be booked: one service of half an hour, two people with nothing to do all of a day. */
export type MirrorSetting = {
  calendar: Calendar & { readonly mirror: CalendarMirror }
  serviceId: string
  staffIds: readonly [string, string]
  /** Nine in the morning of that day; they work until five. */
  firstStart: Temporal.Instant
  now(): Temporal.Instant
}

/**
 * What every calendar that keeps a copy must do. `isSure` is false for one that may say `unknown` of what it has done: there the
 * answer is left, and the truth is looked up.
 */
export function mirrorContract(name: string, make: () => Promise<MirrorSetting>, isSure = true): void {
  const oneOf = (kind: string) => (isSure ? [kind] : [kind, 'unknown'])
  describe(`${name} keeps a copy of bookings`, () => {
    let setting: MirrorSetting
    let mirror: CalendarMirror
    let made = 0
    beforeEach(async () => {
      setting = await make()
      mirror = setting.calendar.mirror
    })

    const booking = (minute: number, given: Partial<MirrorBooking> = {}): MirrorBooking => {
      const startsAt = setting.firstStart.add({ minutes: minute })
      return {
        reference: `reference ${(made += 1)}`,
        serviceId: setting.serviceId,
        staffId: setting.staffIds[0],
        staffAskedFor: false,
        startsAt,
        endsAt: startsAt.add({ minutes: 30 }),
        zone: 'Europe/Berlin',
        attendeeName: 'Nora Opitz',
        attendeePhone: '+4917604069030',
        attendeeEmail: null,
        ...given,
      }
    }
    const find = async (reference: string, calendarReference: string | null = null) => {
      const since = setting.now().subtract({ minutes: 1 })
      const found = await mirror.find({ reference, since, calendarReference }, signal())
      return found.kind === 'found' ? found.bookings : []
    }
    const book = async (wanted: MirrorBooking) => {
      const answer = await mirror.book(wanted, signal())
      expect(oneOf('booked')).toContain(answer.kind)
      const [there] = await find(wanted.reference)
      if (there === undefined) throw new Error(`It is not there: ${answer.kind}`)
      expect([there.calendarReference, undefined]).toContain(
        answer.kind === 'booked' ? answer.calendarReference : undefined,
      )
      return there
    }

    test('what was booked is found under its reference, as it was asked for', async () => {
      const wanted = booking(0)
      const there = await book(wanted)
      expect(there).toMatchObject({ reference: wanted.reference, state: 'accepted', attendeeName: 'Nora Opitz' })
      expect(there).toMatchObject({ serviceId: wanted.serviceId, staffId: wanted.staffId })
      expect([there.startsAt.toString(), there.endsAt.toString()]).toEqual([
        wanted.startsAt.toString(),
        wanted.endsAt.toString(),
      ])
      expect(await find('another reference')).toEqual([])
    })

    test('what somebody has cannot be booked again with them, and can with a colleague', async () => {
      await book(booking(0))
      const answer = await mirror.book(booking(0, { attendeeName: 'Otto', attendeePhone: '+4917604069031' }), signal())
      expect(oneOf('taken')).toContain(answer.kind)
      await book(booking(0, { staffId: setting.staffIds[1], attendeePhone: '+4917604069032' }))
    })

    test('what was cancelled is gone, and cancelling it again is no fault', async () => {
      const wanted = booking(30)
      const { calendarReference } = await book(wanted)
      const cancellation = { reference: wanted.reference, calendarReference, reason: 'a test' }
      for (let time = 0; time < 2; time += 1) {
        const answer = await mirror.cancel(cancellation, signal())
        expect(oneOf('cancelled')).toContain(answer.kind)
        expect(await find(wanted.reference, calendarReference)).toEqual([])
      }
      await book(booking(30))
    })

    test('what was moved stands at the new time alone, with a colleague too', async () => {
      for (const staffId of setting.staffIds) {
        const wanted = booking(120, { attendeePhone: null })
        const { calendarReference } = await book(wanted)
        const to = {
          ...wanted,
          staffId,
          startsAt: wanted.startsAt.add({ minutes: 60 }),
          endsAt: wanted.endsAt.add({ minutes: 60 }),
        }
        const answer = await mirror.move({ calendarReference, from: wanted, to }, signal())
        expect(oneOf('moved')).toContain(answer.kind)
        const there = await find(wanted.reference, calendarReference)
        expect(there.map((one) => [one.startsAt.toString(), one.staffId])).toEqual([[to.startsAt.toString(), staffId]])
        for (const one of there) await mirror.cancel({ ...one, reference: '', reason: 'a test' }, signal())
      }
    })

    test('what cannot be moved stands where it was', async () => {
      await book(booking(60, { attendeePhone: '+4917604069033' }))
      const wanted = booking(0)
      const { calendarReference } = await book(wanted)
      const to = {
        ...wanted,
        startsAt: wanted.startsAt.add({ minutes: 60 }),
        endsAt: wanted.endsAt.add({ minutes: 60 }),
      }
      const answer = await mirror.move({ calendarReference, from: wanted, to }, signal())
      expect(oneOf('taken')).toContain(answer.kind)
      const there = await find(wanted.reference, calendarReference)
      expect(there.map((one) => one.startsAt.toString())).toEqual([wanted.startsAt.toString()])
    })

    test('a booking is told as it is now, also when it was cancelled; what never was is not told', async () => {
      const { calendarReference } = await book(booking(0))
      expect(await mirror.read(calendarReference, signal())).toMatchObject({ calendarReference, state: 'accepted' })
      await mirror.cancel({ reference: '', calendarReference, reason: 'a test' }, signal())
      expect(await mirror.read(calendarReference, signal())).toMatchObject({ calendarReference, state: 'cancelled' })
      expect(await mirror.read('never-was', signal())).toBeUndefined()
    })

    test('its changes since a moment are told, cancelled ones too', async () => {
      const since = setting.now()
      const kept = await book(booking(0))
      const gone = await book(booking(60))
      await mirror.cancel({ reference: '', calendarReference: gone.calendarReference, reason: 'a test' }, signal())
      const changes = await mirror.changes(since, signal())
      const states = new Map(changes.map((one) => [one.calendarReference, one.state]))
      expect(states.get(kept.calendarReference)).toBe('accepted')
      expect(states.get(gone.calendarReference)).toBe('cancelled')
      const times = changes.map((one) => one.updatedAt.epochMilliseconds)
      expect(times).toEqual(times.toSorted((left, right) => left - right))
    })

    test('its bookings of a range are told: those that stand and begin within it', async () => {
      const first = await book(booking(0))
      const second = await book(booking(60))
      const gone = await book(booking(30))
      await mirror.cancel({ reference: '', calendarReference: gone.calendarReference, reason: 'a test' }, signal())
      const range = { from: first.startsAt, to: second.startsAt }
      const told = await mirror.bookings(range, signal())
      expect(told.map((one) => one.calendarReference)).toEqual([first.calendarReference])
    })

    test('what is not done there is refused, not unknown', async () => {
      const answer = await mirror.book(booking(0, { serviceId: 'nothing they know' }), signal())
      expect(oneOf('refused')).toContain(answer.kind)
    })
  })
}

function signal(): AbortSignal {
  return new AbortController().signal
}
