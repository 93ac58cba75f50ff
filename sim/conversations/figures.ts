import { summarize } from '../load/percentiles.ts'
import type { Played } from './family.ts'

export type Line = {
  conversations: number
  willing: number
  served: number
  /** Percent of the willing who were served. */
  share: number
  /** Tool calls per conversation: median and the highest. */
  toolCalls: { median: number; most: number }
  found: number
}

/** Figures of a set of conversations. */
export function sumUp(played: readonly Played[]): Line {
  const willing = played.filter(({ outcome }) => outcome.isWilling)
  const served = willing.filter(({ outcome }) => outcome.isServed)
  const calls = played.map(({ toolCalls }) => toolCalls).toSorted((one, other) => one - other)
  return {
    conversations: played.length,
    willing: willing.length,
    served: served.length,
    share: willing.length === 0 ? 100 : Math.round((served.length / willing.length) * 1_000) / 10,
    toolCalls: { median: calls[Math.floor(calls.length / 2)] ?? 0, most: calls.at(-1) ?? 0 },
    found: played.reduce((sum, one) => sum + one.findings.length, 0),
  }
}

/** The same by what they have in common; who has several counts with each. */
export function sumUpBy(
  played: readonly Played[],
  keysOf: (one: Played) => readonly string[],
): Readonly<Record<string, Line>> {
  const keys = [...new Set(played.flatMap(keysOf))].toSorted()
  return Object.fromEntries(keys.map((key) => [key, sumUp(played.filter((one) => keysOf(one).includes(key)))]))
}

/** Milliseconds the conversations took, in which nobody needs time to speak. */
export function durations(played: readonly Played[]): ReturnType<typeof summarize> {
  return summarize(played.map(({ durationMs }) => durationMs))
}
