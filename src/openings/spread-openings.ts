import type { Opening } from './opening.ts'

/** An opening with what the wall clock shows at its start. */
export type WallOpening = { readonly opening: Opening; readonly date: Temporal.PlainDate; readonly minute: number }

/**
 * A few openings of a window, in order of time: the earliest, and the roundest of each later part of what there is, so that a
 * caller who is free "sometime on Tuesday" hears of the morning and of the afternoon. Filled up with the next ones from the
 * start where parts have none.
 */
export function spreadOpenings(openings: readonly WallOpening[], limit: number): readonly WallOpening[] {
  const first = openings[0]
  const last = openings.at(-1)
  if (first === undefined || last === undefined || limit < 1) return []
  if (openings.length <= limit) return openings
  const partMs = (last.opening.startMs - first.opening.startMs) / limit
  const chosen = new Set([first])
  for (let part = 1; part < limit; part += 1) {
    const fromMs = first.opening.startMs + part * partMs
    const within = openings.filter(
      (opening) =>
        opening.opening.startMs >= fromMs && (part === limit - 1 || opening.opening.startMs < fromMs + partMs),
    )
    const roundest = within.toSorted((left, right) => roundness(right.minute) - roundness(left.minute))[0]
    if (roundest !== undefined) chosen.add(roundest)
  }
  for (const opening of openings) {
    if (chosen.size >= limit) break
    chosen.add(opening)
  }
  return [...chosen].sort((left, right) => left.opening.startMs - right.opening.startMs)
}

/** "Um elf" is sooner understood and agreed on than "um zehn Uhr fünfundvierzig". */
function roundness(minute: number): number {
  if (minute % 60 === 0) return 2
  return minute % 30 === 0 ? 1 : 0
}
