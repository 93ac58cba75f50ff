import type { EventType } from './account.ts'
import type { Booking, Diary } from './diary.ts'
import type { Directory } from './directory.ts'
import { joinStretches, overlapOf, overlaps, type Stretch, without } from './intervals.ts'
import type { WorkingTime } from './working-time.ts'

const MINUTE_MS = 60_000

type Knowledge = { directory: Directory; diary: Diary; working: WorkingTime }

/** When one person is free for a type of event: working, and not booked with the buffers of both sides. Sorted, apart. */
export function freeTime(
  { directory, diary, working }: Knowledge,
  asked: { userId: number; eventType: EventType; range: Stretch; except?: Booking | undefined },
): Stretch[] {
  const { userId, eventType, range, except } = asked
  const worked = working.of(userId, eventType, range)
  if (worked.length === 0) return []
  const wide = widen(range, widestBufferMs(directory))
  const taken = diary
    .blocking(userId, wide)
    .filter((booking) => booking !== except)
    .map((booking) => withBuffers(booking, eventType))
  return without(worked, joinStretches(taken))
}

/** Whether a person could do it then. `ignoresBookings` leaves only the schedule to decide. */
export function isFree(
  { directory, diary, working }: Knowledge,
  asked: {
    userId: number
    eventType: EventType
    time: Stretch
    except?: Booking | undefined
    ignoresBookings?: boolean
  },
): boolean {
  const { userId, eventType, time, except } = asked
  const [worked] = working.of(userId, eventType, time)
  if (worked?.startMs !== time.startMs || worked.endMs !== time.endMs) return false
  if (asked.ignoresBookings === true) return true
  return !diary
    .blocking(userId, widen(time, widestBufferMs(directory)))
    .some((booking) => booking !== except && overlaps(withBuffers(booking, eventType), time))
}

/** What several hosts can do together: where all of these are free. */
export function freeTogether(stretches: readonly (readonly Stretch[])[]): readonly Stretch[] {
  const [first = [], ...others] = stretches
  return others.reduce((both, next) => overlapOf(both, next), first)
}

/** A booking keeps its own buffers, and the newcomer brings its own to either side. */
function withBuffers(booking: Booking, newcomer: EventType): Stretch {
  const { beforeEventBuffer, afterEventBuffer } = booking.eventType
  return {
    startMs: booking.startMs - (beforeEventBuffer + newcomer.afterEventBuffer) * MINUTE_MS,
    endMs: booking.endMs + (afterEventBuffer + newcomer.beforeEventBuffer) * MINUTE_MS,
  }
}

function widen({ startMs, endMs }: Stretch, byMs: number): Stretch {
  return { startMs: startMs - byMs, endMs: endMs + byMs }
}

const widest = new WeakMap<Directory, number>()

function widestBufferMs(directory: Directory): number {
  const known = widest.get(directory)
  if (known !== undefined) return known
  const minutes = directory.account.eventTypes.map((type) => type.beforeEventBuffer + type.afterEventBuffer)
  const found = 2 * Math.max(0, ...minutes) * MINUTE_MS
  widest.set(directory, found)
  return found
}
