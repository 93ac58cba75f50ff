/** What a series of durations looks like. Milliseconds. */
export type Summary = { count: number; p50: number; p95: number; p99: number; mean: number; max: number }

/** Percentiles by the nearest rank: a value that was really measured. All zero without any. */
export function summarize(durationsMs: readonly number[]): Summary {
  const sorted = durationsMs.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    mean: sorted.length === 0 ? 0 : sum / sorted.length,
    max: sorted.at(-1) ?? 0,
  }
}
