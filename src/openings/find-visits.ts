import { areStarts } from '../calendars/free-time.ts'
import { type Interval, type Intervals, sortIntervals, subtractIntervals } from '../infra/intervals.ts'
import { datesBetween, MINUTE_MS, wallDay } from '../infra/wall-day.ts'
import { type Candidate, collectStarts } from './collect-starts.ts'
import type { Opening } from './opening.ts'
import { type BasisPart, earliestStartMs, horizonEndMs, type OpeningsBasis } from './openings-basis.ts'
import { gridStarts } from './slot-grid.ts'

/**
 * Every start, by time, at which there is somebody for each part of a visit: at work for the whole of it, and not taken for any
 * piece of it. What lies between the pieces may be anybody's.
 */
export function findVisits(basis: OpeningsBasis, parts: readonly BasisPart[]): Opening[] {
  const candidates = parts.map((part) => part.resourceIds.map((id) => candidateFor(basis, part, id)))
  const partsDone = countParts(parts)
  const durationMs = basis.durationMinutes * MINUTE_MS
  const earliestMs = earliestStartMs(basis)
  const horizonMs = horizonEndMs(basis)
  const openings: Opening[] = []
  for (const date of datesBetween(basis.firstDate, basis.endDate)) {
    const day = wallDay(date, basis.zone)
    if (day.startMs >= horizonMs) break
    if (day.endMs <= earliestMs) continue
    const starts = gridStarts(day, basis.rules.slotGridMinutes)
    const freeForPart = candidates.map((ofPart) => {
      const staffIds: string[][] = []
      for (const candidate of ofPart) collectStarts(candidate, starts, earliestMs, staffIds)
      return staffIds
    })
    for (const [index, startMs] of starts.entries()) {
      const perService = freeForPart.map((staffIds) => staffIds[index] ?? [])
      if (perService.some((staffIds) => staffIds.length === 0)) continue
      openings.push({ startMs, endMs: startMs + durationMs, ...whoIsFree(partsDone, perService) })
    }
  }
  return openings
}

/** Of one service with gaps whoever does it; of several those who are free for as many of its parts as they do. */
function whoIsFree(
  partsDone: ReadonlyMap<string, number>,
  perService: readonly (readonly string[])[],
): Pick<Opening, 'staffIds' | 'perService'> {
  const [only] = perService
  if (perService.length === 1 && only !== undefined) return { staffIds: only }
  const partsFree = new Map<string, number>()
  for (const staffIds of perService) for (const id of staffIds) partsFree.set(id, (partsFree.get(id) ?? 0) + 1)
  const staffIds = [...partsFree.keys()].filter((id) => partsFree.get(id) === partsDone.get(id))
  return { staffIds, perService }
}

function countParts(parts: readonly BasisPart[]): ReadonlyMap<string, number> {
  const done = new Map<string, number>()
  for (const { resourceIds } of parts) for (const id of resourceIds) done.set(id, (done.get(id) ?? 0) + 1)
  return done
}

/** The starts of the visit at which a resource could do a part of it, as stretches of instants. */
function candidateFor(basis: OpeningsBasis, part: BasisPart, id: string): Candidate {
  const free = basis.free.get(id) ?? []
  if (areStarts(free)) throw new RangeError('A calendar that names starts tells nothing of parts of a visit')
  const working = free.map((stretch): Interval => ({
    startMs: stretch.startMs - part.fromMinute * MINUTE_MS,
    // The last instant at which it may start is one of them.
    endMs: stretch.endMs - part.toMinute * MINUTE_MS + 1,
  }))
  const left = subtractIntervals(sortIntervals(working), startsInTheWay(part, basis.busy.get(id) ?? []))
  return { id, windows: left.map(({ startMs, endMs }) => ({ firstMs: startMs, lastMs: endMs - 1 })), next: 0 }
}

/** The starts of the visit at which any piece of a part shares time with what its resource is taken for. */
function startsInTheWay({ taken }: BasisPart, busy: Intervals): Intervals {
  return sortIntervals(
    taken.flatMap((piece) =>
      busy.map((one) => ({
        startMs: one.startMs - piece.toMinute * MINUTE_MS + 1,
        endMs: one.endMs - piece.fromMinute * MINUTE_MS,
      })),
    ),
  )
}
