import { areStarts, couldDo } from '../calendars/free-time.ts'
import { coversInterval, type Interval, overlapsInterval, sortIntervals } from '../infra/intervals.ts'
import { MINUTE_MS, wallDay } from '../infra/wall-day.ts'
import type { MinuteRange } from '../infra/weekly-hours.ts'
import { type BasisPart, earliestStartMs, horizonEndMs, localDate, type OpeningsBasis } from './openings-basis.ts'
import { isOnGrid } from './slot-grid.ts'

/** Whether a start can be booked, and if not, why: the first of these that holds, from the plainest reason to the last. */
export type StartVerdict =
  | 'free'
  | 'past'
  /** Nearer than the minimum notice. */
  | 'too_soon'
  /** Beyond the horizon. */
  | 'too_far'
  /** The branch is not open for the whole of the appointment. */
  | 'closed'
  /** Nobody who does it works for the whole of it. */
  | 'staff_away'
  /** Somebody works, but appointments do not begin at this minute. */
  | 'off_grid'
  /** Everybody who works then has something else. */
  | 'taken'

/**
 * Why a start is or is not bookable; 'free' exactly when `findOpenings` of the same basis has it.
 *
 * @throws RangeError for a start outside the days of the basis that no rule refuses: nothing is known about it.
 */
export function judgeStart(basis: OpeningsBasis, startMs: number): StartVerdict {
  if (startMs < basis.nowMs) return 'past'
  if (startMs < earliestStartMs(basis)) return 'too_soon'
  if (startMs >= horizonEndMs(basis)) return 'too_far'

  const date = localDate(startMs, basis.zone)
  if (!liesWithin(basis, date)) {
    throw new RangeError(`${date.toString()} was not looked at: the days begin with ${basis.firstDate.toString()}`)
  }
  const appointment = { startMs, endMs: startMs + basis.durationMinutes * MINUTE_MS }
  const open = sortIntervals([...basis.open(date), ...basis.open(date.add({ days: 1 }))])
  if (!coversInterval(open, appointment)) return 'closed'
  if (basis.parts !== undefined) return judgeVisit(basis, basis.parts, startMs)
  const working = [...basis.free].filter(([, free]) => couldDo(free, appointment)).map(([id]) => id)
  // A calendar that names starts keeps its reasons to itself: somebody there may be away, or taken.
  const isNamed = [...basis.free.values()].some(areStarts)
  if (working.length === 0) return isNamed ? 'taken' : 'staff_away'
  if (!isNamed && !isOnGrid(wallDay(date, basis.zone), basis.rules.slotGridMinutes, startMs)) return 'off_grid'

  const withBuffers = {
    startMs: appointment.startMs - basis.bufferBeforeMinutes * MINUTE_MS,
    endMs: appointment.endMs + basis.bufferAfterMinutes * MINUTE_MS,
  }
  return working.some((id) => !overlapsInterval(basis.busy.get(id) ?? [], withBuffers)) ? 'free' : 'taken'
}

/** There has to be somebody for each of its services. */
function judgeVisit(basis: OpeningsBasis, parts: readonly BasisPart[], startMs: number): StartVerdict {
  const working = parts.map((part) => {
    const whole = shifted(part, startMs)
    return part.resourceIds.filter((id) => couldDo(basis.free.get(id) ?? [], whole))
  })
  if (working.some((ids) => ids.length === 0)) return 'staff_away'
  const day = wallDay(localDate(startMs, basis.zone), basis.zone)
  if (!isOnGrid(day, basis.rules.slotGridMinutes, startMs)) return 'off_grid'
  const isClear = (id: string, { taken }: BasisPart) =>
    taken.every((piece) => !overlapsInterval(basis.busy.get(id) ?? [], shifted(piece, startMs)))
  return parts.every((part, index) => working[index]?.some((id) => isClear(id, part))) ? 'free' : 'taken'
}

function shifted({ fromMinute, toMinute }: MinuteRange, startMs: number): Interval {
  return { startMs: startMs + fromMinute * MINUTE_MS, endMs: startMs + toMinute * MINUTE_MS }
}

function liesWithin(basis: OpeningsBasis, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(basis.firstDate, date) <= 0 && Temporal.PlainDate.compare(date, basis.endDate) < 0
}
