import { areStarts, type FreeTimes } from '../calendars/free-time.ts'
import { type Intervals, sortIntervals } from '../infra/intervals.ts'
import { datesBetween, MINUTE_MS, type WallDay, wallDay } from '../infra/wall-day.ts'
import { type Candidate, collectStarts, firstAtOrAfter, type StartWindow } from './collect-starts.ts'
import { findVisits } from './find-visits.ts'
import type { Opening } from './opening.ts'
import { earliestStartMs, horizonEndMs, type OpeningsBasis } from './openings-basis.ts'
import { gridStarts } from './slot-grid.ts'

/**
 * Every opening of the basis, by start: on the slot grid, far enough ahead and not too far, the appointment whole within a
 * stretch its resource could work, and the appointment with its buffers clear of everything the resource is taken for.
 *
 * Buffers keep appointments apart, and nothing else: they may reach beyond opening hours and into time off. Hours say when
 * somebody can be booked; a quarter of an hour for tidying up does not move closing time.
 *
 * Where the calendar names starts, these are the grid, and hours are its business. Of several services and of one with gaps:
 * `findVisits`.
 */
export function findOpenings(basis: OpeningsBasis): Opening[] {
  if (basis.parts !== undefined) return findVisits(basis, basis.parts)
  const durationMs = basis.durationMinutes * MINUTE_MS
  const earliestMs = earliestStartMs(basis)
  const horizonMs = horizonEndMs(basis)
  const candidates = [...basis.free].map(([id, free]): Candidate => {
    const busy = basis.busy.get(id) ?? []
    const windows = areStarts(free) ? clearStarts(basis, free.starts, busy) : startWindows(basis, free, busy)
    return { id, windows, next: 0 }
  })
  const named = namedStarts(basis.free)
  const openings: Opening[] = []
  for (const date of datesBetween(basis.firstDate, basis.endDate)) {
    const day = wallDay(date, basis.zone)
    if (day.startMs >= horizonMs) break
    if (day.endMs <= earliestMs) continue
    const starts = named === undefined ? gridStarts(day, basis.rules.slotGridMinutes) : startsWithin(named, day)
    const staffIds: string[][] = []
    for (const candidate of candidates) collectStarts(candidate, starts, earliestMs, staffIds)
    for (const [index, startMs] of starts.entries()) {
      const free = staffIds[index]
      if (free !== undefined) openings.push({ startMs, endMs: startMs + durationMs, staffIds: free })
    }
  }
  return openings
}

/** Every start the calendar names for anybody, in order; undefined when it tells stretches. */
function namedStarts(free: FreeTimes): readonly number[] | undefined {
  const all = [...free.values()]
  if (!all.some(areStarts)) return undefined
  return [...new Set(all.flatMap((one) => (areStarts(one) ? one.starts : [])))].sort((left, right) => left - right)
}

function startsWithin(starts: readonly number[], day: WallDay): readonly number[] {
  return starts.slice(firstAtOrAfter(starts, day.startMs), firstAtOrAfter(starts, day.endMs))
}

/** The named starts whose appointment, with its buffers, is clear of everything its resource is taken for. */
function clearStarts(basis: OpeningsBasis, starts: readonly number[], busy: Intervals): readonly StartWindow[] {
  const reachBeforeMs = basis.bufferBeforeMinutes * MINUTE_MS
  const reachAfterMs = (basis.durationMinutes + basis.bufferAfterMinutes) * MINUTE_MS
  const taken = sortIntervals(busy)
  const windows: StartWindow[] = []
  let next = 0
  for (const startMs of starts) {
    while ((taken[next]?.endMs ?? Infinity) <= startMs - reachBeforeMs) next += 1
    if ((taken[next]?.startMs ?? Infinity) >= startMs + reachAfterMs)
      windows.push({ firstMs: startMs, lastMs: startMs })
  }
  return windows
}

/** Where an appointment may start, given when its resource could work and what it is taken for. Sorted. */
function startWindows(basis: OpeningsBasis, stretches: Intervals, busy: Intervals): readonly StartWindow[] {
  const durationMs = basis.durationMinutes * MINUTE_MS
  const reachBeforeMs = basis.bufferBeforeMinutes * MINUTE_MS
  const reachAfterMs = durationMs + basis.bufferAfterMinutes * MINUTE_MS
  const taken = sortIntervals(busy)
  const windows: StartWindow[] = []
  let firstTaken = 0
  for (const stretch of stretches) {
    const lastMs = stretch.endMs - durationMs
    let fromMs = stretch.startMs
    while ((taken[firstTaken]?.endMs ?? Infinity) + reachBeforeMs <= fromMs) firstTaken += 1
    for (let index = firstTaken; fromMs <= lastMs; index += 1) {
      const next = taken[index]
      const lastBeforeMs = (next?.startMs ?? Infinity) - reachAfterMs
      if (fromMs <= lastBeforeMs) windows.push({ firstMs: fromMs, lastMs: Math.min(lastMs, lastBeforeMs) })
      if (next === undefined) break
      fromMs = Math.max(fromMs, next.endMs + reachBeforeMs)
    }
  }
  return windows
}
