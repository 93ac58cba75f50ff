import { type Intervals, sortIntervals } from '../infra/intervals.ts'
import { datesBetween, MINUTE_MS, wallDay } from '../infra/wall-day.ts'
import type { Opening } from './opening.ts'
import { earliestStartMs, horizonEndMs, type OpeningsBasis } from './openings-basis.ts'
import { gridStarts } from './slot-grid.ts'

/** Starts that are all right, both ends included. */
type StartWindow = { readonly firstMs: number; readonly lastMs: number }

type Candidate = { readonly id: string; readonly windows: readonly StartWindow[]; next: number }

/**
 * Every opening of the basis, by start: on the slot grid, far enough ahead and not too far, the appointment whole within a
 * stretch its resource could work, and the appointment with its buffers clear of everything the resource is taken for.
 *
 * Buffers keep appointments apart, and nothing else: they may reach beyond opening hours and into time off. Hours say when
 * somebody can be booked; a quarter of an hour for tidying up does not move closing time.
 */
export function findOpenings(basis: OpeningsBasis): Opening[] {
  const durationMs = basis.durationMinutes * MINUTE_MS
  const earliestMs = earliestStartMs(basis)
  const horizonMs = horizonEndMs(basis)
  const candidates = [...basis.free].map(([id, stretches]): Candidate => {
    return { id, windows: startWindows(basis, stretches, basis.busy.get(id) ?? []), next: 0 }
  })
  const openings: Opening[] = []
  for (const date of datesBetween(basis.firstDate, basis.endDate)) {
    const day = wallDay(date, basis.zone)
    if (day.startMs >= horizonMs) break
    if (day.endMs <= earliestMs) continue
    const starts = gridStarts(day, basis.rules.slotGridMinutes)
    const staffIds: string[][] = []
    for (const candidate of candidates) collectStarts(candidate, starts, earliestMs, staffIds)
    for (const [index, startMs] of starts.entries()) {
      const free = staffIds[index]
      if (free !== undefined) openings.push({ startMs, endMs: startMs + durationMs, staffIds: free })
    }
  }
  return openings
}

/** Adds the candidate to each of the day's starts it could take. Days come in order: windows left behind are not seen again. */
function collectStarts(
  candidate: Candidate,
  starts: readonly number[],
  earliestMs: number,
  staffIds: string[][],
): void {
  const dayFirstMs = Math.max(starts[0] ?? Infinity, earliestMs)
  const dayLastMs = starts.at(-1) ?? -Infinity
  while ((candidate.windows[candidate.next]?.lastMs ?? Infinity) < dayFirstMs) candidate.next += 1
  for (let next = candidate.next; ; next += 1) {
    const window = candidate.windows[next]
    if (window === undefined || window.firstMs > dayLastMs) return
    for (
      let index = firstAtOrAfter(starts, Math.max(window.firstMs, earliestMs));
      (starts[index] ?? Infinity) <= window.lastMs;
      index += 1
    ) {
      const free = staffIds[index]
      if (free === undefined) staffIds[index] = [candidate.id]
      else free.push(candidate.id)
    }
  }
}

function firstAtOrAfter(starts: readonly number[], instantMs: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? Infinity) < instantMs) low = middle + 1
    else high = middle
  }
  return low
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
