import type { Client } from 'pg'

import { allChangeDays, type CivilDay, drawDay, openDay } from './civil-day.ts'
import { compareOpenings, type Difference } from './compare-openings.ts'
import { compareSentences, drawSaid } from './compare-sentences.ts'
import { createDraw } from './draw.ts'

/** Small enough for one answer to be held, large enough that asking costs nothing. */
const DAYS_AT_ONCE = 200
const SENTENCES_AT_ONCE = 5_000

export type Comparison = { starts: number; days: number; sentences: number; differences: readonly Difference[] }

/**
 * Compares at least `cases` starts and sentences, half of each: first every day on which the clocks of any zone change,
 * then drawn days. A start that is missing or too many makes its day different. Stops at the first that differ.
 */
export async function compareMany(client: Client, cases: number, seed: number): Promise<Comparison> {
  const draw = createDraw(seed)
  const special = [...allChangeDays()]
  const done = { starts: 0, days: 0, sentences: 0 }
  while (done.starts < cases / 2 || special.length > 0) {
    const days: CivilDay[] = []
    for (let count = 0; count < DAYS_AT_ONCE; count += 1) days.push(await openDay(special.pop() ?? drawDay(draw), draw))
    const differences = await compareOpenings(client, days)
    if (differences.length > 0) return { ...done, differences }
    done.days += days.length
    done.starts += days.reduce((sum, day) => sum + day.startsMs.length, 0)
  }
  while (done.sentences < cases / 2) {
    const said = Array.from({ length: SENTENCES_AT_ONCE }, () => drawSaid(draw))
    const differences = await compareSentences(client, said)
    if (differences.length > 0) return { ...done, differences }
    done.sentences += said.length
  }
  return { ...done, differences: [] }
}
