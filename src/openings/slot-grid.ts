import { instantOfMinute, minuteOfInstant, MINUTES_PER_DAY, type WallDay } from '../infra/wall-day.ts'

/**
 * The starts of a local day on a grid of wall time counted from midnight, in order, epoch milliseconds. A start within the
 * missing hour is none; one within the doubled hour is the first of the two.
 */
export function gridStarts(day: WallDay, gridMinutes: number): readonly number[] {
  const starts: number[] = []
  for (let minute = 0; minute < MINUTES_PER_DAY; minute += gridMinutes) {
    const startMs = instantOfMinute(day, minute)
    if (day.offsets.length === 1 || minuteOfInstant(day, startMs) === minute) starts.push(startMs)
  }
  return starts
}

/** Whether an instant of a local day is one of its grid starts. */
export function isOnGrid(day: WallDay, gridMinutes: number, instantMs: number): boolean {
  const minute = minuteOfInstant(day, instantMs)
  return minute % gridMinutes === 0 && instantOfMinute(day, minute) === instantMs
}
