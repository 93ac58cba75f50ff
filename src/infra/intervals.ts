/** A stretch of absolute time, half-open: start ≤ t < end. Epoch milliseconds, because openings are counted in thousands. */
export type Interval = { readonly startMs: number; readonly endMs: number }

/**
 * Stretches sorted by start of which no two touch or overlap. Everything below takes such lists and gives such a list, in one
 * pass over both.
 */
export type Intervals = readonly Interval[]

/** Any stretches, in any order and overlapping, as a sorted list; empty ones vanish, touching ones become one. */
export function sortIntervals(stretches: Intervals): Intervals {
  const sorted = stretches
    .filter((stretch) => stretch.startMs < stretch.endMs)
    .toSorted((left, right) => left.startMs - right.startMs)
  return joinSorted(sorted)
}

/** What lies in one list or the other. */
export function unionIntervals(left: Intervals, right: Intervals): Intervals {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const merged: Interval[] = []
  let rightIndex = 0
  for (const stretch of left) {
    for (let next = right[rightIndex]; next !== undefined && next.startMs < stretch.startMs;) {
      merged.push(next)
      rightIndex += 1
      next = right[rightIndex]
    }
    merged.push(stretch)
  }
  return joinSorted([...merged, ...right.slice(rightIndex)])
}

function joinSorted(sorted: Intervals): Intervals {
  const joined: Interval[] = []
  let current: Interval | undefined
  for (const stretch of sorted) {
    if (current !== undefined && stretch.startMs <= current.endMs) {
      if (stretch.endMs > current.endMs) current = { startMs: current.startMs, endMs: stretch.endMs }
      continue
    }
    if (current !== undefined) joined.push(current)
    current = { startMs: stretch.startMs, endMs: stretch.endMs }
  }
  if (current !== undefined) joined.push(current)
  return joined
}

/** What lies in both lists. */
export function intersectIntervals(left: Intervals, right: Intervals): Intervals {
  const common: Interval[] = []
  let leftIndex = 0
  let rightIndex = 0
  for (;;) {
    const one = left[leftIndex]
    const other = right[rightIndex]
    if (one === undefined || other === undefined) return common
    const startMs = Math.max(one.startMs, other.startMs)
    const endMs = Math.min(one.endMs, other.endMs)
    if (startMs < endMs) common.push({ startMs, endMs })
    if (one.endMs < other.endMs) leftIndex += 1
    else rightIndex += 1
  }
}

/** What lies in `from` and not in `taken`. */
export function subtractIntervals(from: Intervals, taken: Intervals): Intervals {
  const left: Interval[] = []
  let takenIndex = 0
  for (const stretch of from) {
    let startMs = stretch.startMs
    while ((taken[takenIndex]?.endMs ?? Infinity) <= startMs) takenIndex += 1
    // One that reaches past this stretch may also cut the next: the index stays on it.
    for (let index = takenIndex; ; index += 1) {
      const cut = taken[index]
      if (cut === undefined || cut.startMs >= stretch.endMs) break
      if (cut.startMs > startMs) left.push({ startMs, endMs: cut.startMs })
      startMs = Math.max(startMs, cut.endMs)
    }
    if (startMs < stretch.endMs) left.push({ startMs, endMs: stretch.endMs })
  }
  return left
}

/** Whether one stretch of the list contains this one whole. */
export function coversInterval(stretches: Intervals, wanted: Interval): boolean {
  return stretches.some((stretch) => stretch.startMs <= wanted.startMs && wanted.endMs <= stretch.endMs)
}

/** Whether any stretch of the list shares time with this one. */
export function overlapsInterval(stretches: Intervals, wanted: Interval): boolean {
  return stretches.some((stretch) => stretch.startMs < wanted.endMs && wanted.startMs < stretch.endMs)
}
