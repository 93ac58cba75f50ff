import * as z from 'zod'

import { newBooking } from './create-booking.ts'
import type { Booking } from './diary.ts'
import { endBooking } from './end-booking.ts'
import { findEventType } from './find-event-type.ts'
import { replaceBooking } from './move-booking.ts'
import { instantOf, isoDate, readInput } from './read-input.ts'
import { refuse } from './refusal.ts'
import { announceBooking } from './webhook-payload.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000

const stretch = { userId: z.int(), start: isoDate('start'), end: isoDate('end') }
const wallTime = z.string().regex(/^\d\d:\d\d$/)

const edit = z.discriminatedUnion('kind', [
  /** Somebody books on the booking page, or the staff do in the browser. Nothing is checked: overlaps are let in. */
  z.object({
    kind: z.literal('book'),
    eventTypeId: z.int(),
    start: isoDate('start'),
    minutes: z.int().positive().optional(),
    hostId: z.int().optional(),
    name: z.string().default('Walk-in'),
    email: z.string().default('walk-in@example.test'),
    phoneNumber: z.string().optional(),
    metadata: z.record(z.string(), z.string()).default({}),
  }),
  z.object({ kind: z.literal('move'), uid: z.string(), start: isoDate('start'), hostId: z.int().optional() }),
  z.object({ kind: z.literal('cancel'), uid: z.string(), reason: z.string().optional() }),
  /** An appointment in a connected calendar, or a leave. */
  z.object({ kind: z.literal('busy'), ...stretch }),
  z.object({ kind: z.literal('out-of-office'), ...stretch }),
  /** Takes all of a person's busy times and leaves away. */
  z.object({ kind: z.literal('free'), userId: z.int() }),
  /** Other hours on one date; from and to the same: none. */
  z.object({ kind: z.literal('hours'), userId: z.int(), date: z.iso.date(), startTime: wallTime, endTime: wallTime }),
])

/** What somebody did to the calendar without the API. */
export type OutsideEdit = z.input<typeof edit>

/** Does it, and lets webhooks tell of it. Gives the booking it was about, if any. @throws RefusedRequest */
export function editOutside(world: World, given: unknown): Booking | undefined {
  const wanted = readInput(edit, given)
  switch (wanted.kind) {
    case 'book':
      return bookOutside(world, wanted)
    case 'move': {
      const old = bookingOf(world, wanted.uid)
      const startMs = instantOf(wanted.start)
      const time = { startMs, endMs: startMs + (old.endMs - old.startMs) }
      const hostIds = wanted.hostId === undefined ? old.hostIds : [wanted.hostId]
      const moved = replaceBooking(world, old, { time, hostIds })
      if (moved === undefined) throw refuse(409, 'This organizer has a booking of exactly this time.')
      return moved
    }
    case 'cancel': {
      const booking = bookingOf(world, wanted.uid)
      endBooking(world, booking, { reason: wanted.reason, by: organizerOf(world, booking) })
      return booking
    }
    case 'busy':
    case 'out-of-office': {
      const { account } = world.directory
      const list = wanted.kind === 'busy' ? account.busyTimes : account.outOfOffice
      list.push({ userId: wanted.userId, start: writeIso(wanted.start), end: writeIso(wanted.end) })
      break
    }
    case 'free': {
      const { account } = world.directory
      account.busyTimes = account.busyTimes.filter(({ userId }) => userId !== wanted.userId)
      account.outOfOffice = account.outOfOffice.filter(({ userId }) => userId !== wanted.userId)
      break
    }
    case 'hours':
      changeHours(world, wanted)
  }
  world.working.forget()
  return undefined
}

type BookOutside = Extract<z.output<typeof edit>, { kind: 'book' }>

function bookOutside(world: World, wanted: BookOutside): Booking {
  const eventType = findEventType(world, { eventTypeId: wanted.eventTypeId })
  const startMs = instantOf(wanted.start)
  const endMs = startMs + (wanted.minutes ?? eventType.lengthInMinutes) * MINUTE_MS
  const hosts = world.directory.hostsOf(eventType).map(({ userId }) => userId)
  const usual = eventType.schedulingType === 'roundRobin' ? hosts.slice(0, 1) : hosts
  const { name, email, phoneNumber } = wanted
  const booking = newBooking(world, {
    eventType,
    time: { startMs, endMs },
    hostIds: wanted.hostId === undefined ? usual : [wanted.hostId],
    name,
    timeZone: 'Europe/Berlin',
    language: 'de',
    contact: { email, ...(phoneNumber !== undefined && { phoneNumber }), responses: { email, name } },
    guests: [],
    metadata: wanted.metadata,
    location: '',
  })
  if (!world.diary.add(booking)) throw refuse(409, 'This organizer has a booking of exactly this time.')
  announceBooking(world, booking.status === 'pending' ? 'BOOKING_REQUESTED' : 'BOOKING_CREATED', booking)
  return booking
}

function changeHours(world: World, wanted: { userId: number; date: string; startTime: string; endTime: string }): void {
  const { userId, date, startTime, endTime } = wanted
  const schedule = world.directory.account.schedules.find(({ ownerId, isDefault }) => ownerId === userId && isDefault)
  if (schedule === undefined) throw refuse(404, `User ${userId} has no schedule.`)
  schedule.overrides = [
    ...schedule.overrides.filter((override) => override.date !== date),
    { date, startTime, endTime },
  ]
}

function writeIso(text: string): string {
  return new Date(instantOf(text)).toISOString()
}

function bookingOf({ diary }: World, uid: string): Booking {
  const booking = diary.byUid(uid)
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`)
  return booking
}

function organizerOf({ directory }: World, { hostIds }: Booking): string {
  return directory.user(hostIds[0] ?? 0)?.email ?? ''
}
