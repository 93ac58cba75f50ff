/**
 * How many days one question to a server may span. What Cal.com works for an answer grows with the days, the people and the
 * calendars behind them, and no two servers are alike: so it is learned from how quick the answers are.
 */
export type RangePace = {
  days(): number
  /** A question about so many days was answered after so long, or was not (undefined). */
  took(days: number, elapsedMs: number | undefined): void
}

/**
 * A week is what any server answers in time, and two what an ordinary one answers in half a second. Five are a month as Cal.com's
 * own booking page shows it: two weeks' search from any day of the coming three lie in them.
 */
const STEPS_DAYS = [7, 14, 35] as const
const FIRST_STEP = 1
/** The usual answer takes half a second; a server that needs no longer for all that it may be asked may be asked for more. */
const QUICK_MS = 900
/** Half of what a caller waits for an answer at most. */
const SLOW_MS = 1_700

/** Begins with two weeks; asks for more as long as answers come quickly, and for less when they do not. */
export function createRangePace(): RangePace {
  let step = FIRST_STEP
  return {
    days: () => daysAt(step),
    took(days, elapsedMs) {
      // What was asked by an earlier measure, or about a few days alone, says nothing about this one.
      if (days > daysAt(step) || days <= daysAt(step - 1)) return
      if (elapsedMs === undefined || elapsedMs > SLOW_MS) step = Math.max(0, step - 1)
      else if (elapsedMs <= QUICK_MS && days * 2 > daysAt(step)) step = Math.min(STEPS_DAYS.length - 1, step + 1)
    },
  }
}

/** 0 below the first step. */
function daysAt(step: number): number {
  return STEPS_DAYS[step] ?? 0
}
