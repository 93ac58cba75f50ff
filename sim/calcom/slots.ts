import type { EventType } from './account.ts'
import { freeTime, freeTogether } from './availability.ts'
import { bookingBounds } from './bounds.ts'
import type { Booking } from './diary.ts'
import { overlaps, type Stretch } from './intervals.ts'
import type { World } from './world.ts'
import { offsetMinutes } from './zone-offset.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Starts lie on a multiple of the largest of these that divides the interval, counted from the full hour. */
const GRIDS = [60, 30, 20, 15, 10, 5]

export type SlotsAsked = {
  eventType: EventType
  /** Starts lie in it. */
  range: Stretch
  /** Whose full hours the grid is counted from. */
  timeZone: string
  lengthMinutes: number
  /** The booking that is to be moved: its own time counts as free. */
  except?: Booking | undefined
}

/** Starts that could be booked, epoch milliseconds, ascending. */
export function findSlots(world: World, asked: SlotsAsked): number[] {
  const { eventType, range, lengthMinutes } = asked
  const bounds = bookingBounds(world, eventType)
  const from = { startMs: Math.max(range.startMs, bounds.startMs), endMs: Math.min(range.endMs, bounds.endMs) }
  if (from.endMs <= from.startMs) return []
  // What begins in the range may end after it.
  const wide = { startMs: from.startMs, endMs: from.endMs + Math.min(lengthMinutes * MINUTE_MS, DAY_MS) }
  const starts = new Set<number>()
  for (const free of freeAlternatives(world, asked, wide)) {
    for (const startMs of cut(free, asked)) if (startMs < from.endMs) starts.add(startMs)
  }
  return withoutReserved(
    world,
    asked,
    [...starts].sort((left, right) => left - right),
  )
}

/** The stretches of each way to staff it: together for fixed hosts and collectives, one by one for a pool. */
function freeAlternatives(world: World, { eventType, except }: SlotsAsked, range: Stretch): (readonly Stretch[])[] {
  const hosts = world.directory.hostsOf(eventType)
  const freeOf = (userId: number) => freeTime(world, { userId, eventType, range, except })
  if (eventType.schedulingType !== 'roundRobin') return [freeTogether(hosts.map(({ userId }) => freeOf(userId)))]
  const fixed = hosts.filter(({ mandatory }) => mandatory).map(({ userId }) => freeOf(userId))
  const pool = hosts.filter(({ mandatory }) => !mandatory)
  if (pool.length === 0) return [freeTogether(fixed)]
  return pool.map(({ userId }) => freeTogether([freeOf(userId), ...fixed]))
}

function* cut(stretches: readonly Stretch[], asked: SlotsAsked): Generator<number> {
  const { eventType, lengthMinutes, timeZone } = asked
  const intervalMinutes = eventType.slotInterval ?? lengthMinutes
  const gridMinutes = GRIDS.find((grid) => intervalMinutes % grid === 0) ?? 1
  for (const { startMs, endMs } of stretches) {
    let atMs = onGrid(startMs, gridMinutes, timeZone) + eventType.offsetStart * MINUTE_MS
    for (; atMs + lengthMinutes * MINUTE_MS <= endMs; atMs += intervalMinutes * MINUTE_MS) yield atMs
  }
}

/** The next start on the grid, at or after an instant. */
function onGrid(instantMs: number, gridMinutes: number, timeZone: string): number {
  const offsetMs = offsetMinutes(timeZone, instantMs) * MINUTE_MS
  const gridMs = gridMinutes * MINUTE_MS
  return Math.ceil((instantMs + offsetMs) / gridMs) * gridMs - offsetMs
}

/** A slot is hidden by any reservation filed under any of its hosts, though others of them were free. */
function withoutReserved(world: World, { eventType, lengthMinutes }: SlotsAsked, starts: number[]): number[] {
  const [first] = starts
  const last = starts.at(-1)
  if (first === undefined || last === undefined) return starts
  const hostIds = world.directory.hostsOf(eventType).map(({ userId }) => userId)
  const lengthMs = lengthMinutes * MINUTE_MS
  const nowMs = world.clock.nowMs()
  const reserved = world.reservations.ofUsers(hostIds, { startMs: first, endMs: last + lengthMs }, nowMs)
  if (reserved.length === 0) return starts
  return starts.filter((startMs) => !reserved.some((one) => overlaps(one, { startMs, endMs: startMs + lengthMs })))
}
