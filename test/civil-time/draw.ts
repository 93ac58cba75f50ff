import { seededRandom } from '../model/seeded-random.ts'

/** Numbers from a seed: the same seed, the same numbers. */
export type Draw = {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number
  from<T>(values: readonly T[]): T
}

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed)
  const below = (count: number) => {
    const [high = 0, middle = 0, low = 0] = random.bytes(3)
    return ((high * 256 + middle) * 256 + low) % count
  }
  return {
    below,
    from(values) {
      const value = values[below(values.length)]
      if (value === undefined) throw new Error('There is nothing to draw from')
      return value
    },
  }
}
