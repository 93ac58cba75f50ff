import type { Random } from '../chaos/random.ts'

/** Milliseconds between which nine answers of ten lie (P5 and P95); the same figure twice is no spread at all. */
export type Spread = { leastMs: number; mostMs: number }

/** How long a calendar over there usually takes, and how often it hangs. */
export const usualTiming = {
  reads: { leastMs: 300, mostMs: 800 },
  writes: { leastMs: 500, mostMs: 2_000 },
  hangShare: 0.002,
  hangMs: 19_000,
} as const satisfies Record<string, Spread | number>

/** The 95th percentile of the standard normal distribution. */
const NORMAL_P95 = 1.645

/** Draws a duration log-normally: most answers near the lower end, a few far out. */
export function drawMs({ leastMs, mostMs }: Spread, random: Random): number {
  if (mostMs <= leastMs || leastMs <= 0) return leastMs
  const middle = (Math.log(leastMs) + Math.log(mostMs)) / 2
  const width = (Math.log(mostMs) - Math.log(leastMs)) / (2 * NORMAL_P95)
  return Math.exp(middle + width * drawNormal(random))
}

/** Box and Muller. */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.share()))
  return radius * Math.cos(2 * Math.PI * random.share())
}
