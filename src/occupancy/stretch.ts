import type { Interval } from '../infra/intervals.ts'

/** One resource for one range, buffers inside. */
export type Stretch = Interval & { readonly resourceId: string }

/** Whether two lists are the same stretches, in any order. */
export function areSameStretches(one: readonly Stretch[], other: readonly Stretch[]): boolean {
  const isAmong = (wanted: Stretch) =>
    other.some(
      (has) => has.resourceId === wanted.resourceId && has.startMs === wanted.startMs && has.endMs === wanted.endMs,
    )
  return one.length === other.length && one.every(isAmong)
}
