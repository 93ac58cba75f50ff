import type { DayQuestion } from './days.ts'
import type { DailyHours, WhenGrain, WhenQuestion } from './reading.ts'

/** A reading with nothing asked yet: a point, a window, or why there is none. */
export type Reading =
  | { kind: 'point'; at: Temporal.PlainDateTime; dayIsAssumed: boolean }
  | { kind: 'window'; window: Window; dayIsAssumed: boolean }
  | { kind: 'none'; reason: WhenQuestion; candidates: readonly Temporal.PlainDateTime[] }

/** As the window of a reading, before what lies behind us is cut off. */
export type Window = {
  from: Temporal.PlainDateTime
  to: Temporal.PlainDateTime
  grain: WhenGrain
  daily?: DailyHours | undefined
}
export type Nothing = Extract<Reading, { kind: 'none' }>

/** A window as a reading; `dayIsAssumed` where only hours were said. One without room ("nach 24 Uhr") is impossible. */
export function windowOf(window: Window, dayIsAssumed: boolean): Reading {
  if (Temporal.PlainDateTime.compare(window.from, window.to) >= 0) return none('impossible', [window.from])
  return { kind: 'window', window, dayIsAssumed }
}

/** No reading, and why. */
export function none(reason: WhenQuestion, candidates: readonly Temporal.PlainDateTime[]): Nothing {
  return { kind: 'none', reason, candidates }
}

/** The question of the days as one of times. */
export function asked(question: DayQuestion): Nothing {
  return none(
    question.question,
    question.candidates.map((day) => day.toPlainDateTime()),
  )
}
