import { coversInterval, type Interval, type Intervals } from '../infra/intervals.ts'

/** Resource id to when it could work. All resources of an answer are told in one way. */
export type FreeTimes = ReadonlyMap<string, FreeTime>

/** Stretches within which any start will do that has the service whole inside; or the very starts that will do. */
export type FreeTime = Intervals | FreeStarts

/** What a calendar tells that names starts and keeps its reasons to itself. */
export type FreeStarts = {
  /** Epoch milliseconds, ascending, each once. */
  readonly starts: readonly number[]
  /** An earlier answer, because the calendar cannot be asked now: likely, not certain. */
  readonly isStale: boolean
}

/** Whether a calendar named starts, not stretches. */
export function areStarts(free: FreeTime): free is FreeStarts {
  return 'starts' in free
}

/** Whether a resource could do an appointment as far as its calendar says; buffers are not the calendar's. */
export function couldDo(free: FreeTime, appointment: Interval): boolean {
  return areStarts(free) ? free.starts.includes(appointment.startMs) : coversInterval(free, appointment)
}
