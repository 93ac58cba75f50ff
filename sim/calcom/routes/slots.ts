import * as z from 'zod'

import type { EventType } from '../account.ts'
import { findEventType } from '../find-event-type.ts'
import type { Stretch } from '../intervals.ts'
import { instantOf, isoDate, numeric, queryObject, readInput, text, timeZone } from '../read-input.ts'
import { refuse } from '../refusal.ts'
import type { Asked, Reply, Route } from '../route.ts'
import { findSlots } from '../slots.ts'
import { writeInstant } from '../zone-offset.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export const SLOTS_VERSION = '2024-09-04'

export const slotRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/slots', family: 'slots', versions: () => [SLOTS_VERSION], handle: listSlots },
]

const common = {
  start: isoDate('start'),
  end: isoDate('end'),
  timeZone: timeZone('timeZone').optional(),
  duration: numeric('duration').optional(),
  format: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['time', 'range'], 'slotFormat must be either "range" or "time"'))
    .default('time'),
  bookingUidToReschedule: text('bookingUidToReschedule').optional(),
  rrHostSubsetIds: text('rrHostSubsetIds').optional(),
}
const bySlug = { eventTypeSlug: text('eventTypeSlug'), organizationSlug: text('organizationSlug').optional() }
/** One way of naming the event type at a time: what belongs to another is refused as unknown. */
const byId = z.strictObject({ ...common, eventTypeId: numeric('eventTypeId') })
const byUser = z.strictObject({ ...common, ...bySlug, username: text('username') })
const byTeam = z.strictObject({ ...common, ...bySlug, teamSlug: text('teamSlug') })
type Query = z.output<typeof byId> | z.output<typeof byUser> | z.output<typeof byTeam>

/** Slots by the date they are on in the zone asked for. The same question within two seconds gets the same answer. */
function listSlots(asked: Asked): Reply {
  const { world, path, fate } = asked
  if (fate.emptySlots) return { status: 200, body: { data: {}, status: 'success' } }
  const nowMs = world.clock.nowMs()
  const { staleMs } = world.faults.plan
  const known = staleMs > 0 ? world.slotCache.get(path, nowMs) : undefined
  const data = known ?? computeSlots(asked)
  if (known === undefined && staleMs > 0) world.slotCache.put(path, data, nowMs + staleMs)
  return { status: 200, body: { data, status: 'success' } }
}

function computeSlots({ world, query }: Asked): Record<string, { start: string; end?: string }[]> {
  const wanted = readQuery(query)
  const range = rangeOf(wanted.start, wanted.end)
  const eventType = findEventType(world, wanted)
  const lengthMinutes = lengthOf(eventType, wanted.duration)
  // A managed parent has no slots of its own: its children do.
  if (eventType.schedulingType === 'managed') return {}
  const except =
    wanted.bookingUidToReschedule === undefined ? undefined : world.diary.byUid(wanted.bookingUidToReschedule)
  const leaks = world.faults.plan.leak && wanted.timeZone === undefined
  const starts = findSlots(world, {
    eventType: subsetOf(eventType, wanted.rrHostSubsetIds),
    range: leaks ? { startMs: range.startMs - DAY_MS, endMs: range.endMs + DAY_MS } : range,
    timeZone: wanted.timeZone ?? 'UTC',
    lengthMinutes,
    except,
  })
  return byDate(starts, wanted, lengthMinutes)
}

function readQuery(query: URLSearchParams): Query {
  const given = queryObject(query)
  if ('eventTypeId' in given) return readInput(byId, given)
  if ('username' in given) return readInput(byUser, given)
  if ('teamSlug' in given) return readInput(byTeam, given)
  if ('usernames' in given) throw refuse(404, 'Dynamic groups are not known to this stand-in.')
  // Named in no way at all: told like a missing number.
  return readInput(byId, given)
}

/** A date is all of it, in UTC; and so is any end that falls on midnight UTC exactly. */
function rangeOf(start: string, end: string): Stretch {
  const startMs = instantOf(start)
  const endMs = instantOf(end)
  if (endMs < startMs) {
    throw refuse(400, "Invalid time range given - check the 'start' and 'end' query parameters.")
  }
  return { startMs, endMs: endMs % DAY_MS === 0 ? endMs + DAY_MS - 1_000 : endMs + 1 }
}

function lengthOf(eventType: EventType, duration: number | undefined): number {
  const lengths = [eventType.lengthInMinutes, ...(eventType.lengthInMinutesOptions ?? [])]
  if (duration === undefined || lengths.includes(duration)) return duration ?? eventType.lengthInMinutes
  throw refuse(
    400,
    `duration property is wrong,duration must be one of the lengths of the event type: ${lengths.join(', ')} `,
  )
}

/** Only these of a round robin's hosts. */
function subsetOf(eventType: EventType, ids: string | undefined): EventType {
  if (ids === undefined || eventType.schedulingType !== 'roundRobin') return eventType
  const wanted = ids.split(',').map(Number)
  return {
    ...eventType,
    hosts: eventType.hosts.filter(({ mandatory, userId }) => mandatory || wanted.includes(userId)),
  }
}

function byDate(starts: readonly number[], wanted: Query, lengthMinutes: number) {
  const dates: Record<string, { start: string; end?: string }[]> = {}
  for (const startMs of starts) {
    const start = writeInstant(startMs, wanted.timeZone)
    const slots = (dates[start.slice(0, 10)] ??= [])
    if (wanted.format === 'time') slots.push({ start })
    else slots.push({ start, end: writeInstant(startMs + lengthMinutes * MINUTE_MS, wanted.timeZone) })
  }
  return dates
}
