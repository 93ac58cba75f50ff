import type { Random } from '../../chaos/random.ts'

/** The same things in a drawn order. */
export function shuffle<T>(random: Random, things: readonly T[]): readonly T[] {
  const shuffled = [...things]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.whole(0, last)
    const [one, two] = [shuffled[last], shuffled[other]]
    if (one !== undefined && two !== undefined) [shuffled[last], shuffled[other]] = [two, one]
  }
  return shuffled
}
