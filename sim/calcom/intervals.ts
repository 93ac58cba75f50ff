/** A stretch of time, epoch milliseconds, half-open. */
export type Stretch = { readonly startMs: number; readonly endMs: number }

/** Sorted and apart, touching ones as one. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: { startMs: number; endMs: number }[] = []
  for (const { startMs, endMs } of [...stretches].sort((left, right) => left.startMs - right.startMs)) {
    const last = joined.at(-1)
    if (endMs <= startMs) continue
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs)
    else joined.push({ startMs, endMs })
  }
  return joined
}

/** What is in both. Both sorted and apart. */
export function overlapOf(left: readonly Stretch[], right: readonly Stretch[]): Stretch[] {
  const both: Stretch[] = []
  let index = 0
  for (const a of left) {
    while (index < right.length && (right[index]?.endMs ?? 0) <= a.startMs) index++
    for (let at = index; at < right.length; at++) {
      const b = right[at]
      if (b === undefined || b.startMs >= a.endMs) break
      both.push({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) })
    }
  }
  return both
}

/** The first without the second. Both sorted and apart. */
export function without(stretches: readonly Stretch[], taken: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = []
  for (const stretch of stretches) {
    let fromMs = stretch.startMs
    for (const { startMs, endMs } of taken) {
      if (endMs <= fromMs) continue
      if (startMs >= stretch.endMs) break
      if (startMs > fromMs) left.push({ startMs: fromMs, endMs: startMs })
      fromMs = endMs
    }
    if (fromMs < stretch.endMs) left.push({ startMs: fromMs, endMs: stretch.endMs })
  }
  return left
}

export function overlaps(left: Stretch, right: Stretch): boolean {
  return left.startMs < right.endMs && right.startMs < left.endMs
}
