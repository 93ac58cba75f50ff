/** Starts that are all right, both ends included. */
export type StartWindow = { readonly firstMs: number; readonly lastMs: number }

/** Somebody who could take an appointment. `next`: the first window that is not left behind. */
export type Candidate = { readonly id: string; readonly windows: readonly StartWindow[]; next: number }

/** Adds the candidate to each of the day's starts it could take. Days come in order: windows left behind are not seen again. */
export function collectStarts(
  candidate: Candidate,
  starts: readonly number[],
  earliestMs: number,
  staffIds: string[][],
): void {
  const dayFirstMs = Math.max(starts[0] ?? Infinity, earliestMs)
  const dayLastMs = starts.at(-1) ?? -Infinity
  while ((candidate.windows[candidate.next]?.lastMs ?? Infinity) < dayFirstMs) candidate.next += 1
  for (let next = candidate.next; ; next += 1) {
    const window = candidate.windows[next]
    if (window === undefined || window.firstMs > dayLastMs) return
    for (
      let index = firstAtOrAfter(starts, Math.max(window.firstMs, earliestMs));
      (starts[index] ?? Infinity) <= window.lastMs;
      index += 1
    ) {
      const free = staffIds[index]
      if (free === undefined) staffIds[index] = [candidate.id]
      else free.push(candidate.id)
    }
  }
}

/** The place of the first of sorted starts that is not before an instant. */
export function firstAtOrAfter(starts: readonly number[], instantMs: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? Infinity) < instantMs) low = middle + 1
    else high = middle
  }
  return low
}
