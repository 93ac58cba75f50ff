import type { Language } from '../language.ts'

/** Why a date or time has to be asked for again. Each has a sentence of its own. */
export type WhenQuestion =
  /** Nothing was said about a day. */
  | 'missing'
  /** Something was said that has no reading; it is never dropped silently. */
  | 'not_understood'
  /** The weekday and the date do not belong together. */
  | 'contradiction'
  /** Two readings fit equally well; both are in `candidates`. */
  | 'ambiguous'
  /** The day or time lies before now. */
  | 'past'
  /** No calendar has it: 31.02., 25:99. */
  | 'impossible'

/** What a caller said about when, in wall time of the company's zone. */
export type When =
  /** A day and a minute. */
  | { kind: 'point'; at: Temporal.PlainDateTime }
  /**
   * `from` ≤ wanted start < `to`; "at any time on Tuesday" is the whole day. `daily` narrows a window of several days
   * to the same hours of each ("nächste Woche vormittags").
   */
  | { kind: 'window'; from: Temporal.PlainDateTime; to: Temporal.PlainDateTime; grain: WhenGrain; daily?: DailyHours }
  /** `candidates` are the starts of the readings that were found; for 'past' and 'missing' the one reading meant. */
  | { kind: 'question'; reason: WhenQuestion; candidates: readonly Temporal.PlainDateTime[] }

/** The same hours of every day; `from` ≤ start < `to`, where 00:00 as `to` is the end of the day. */
export type DailyHours = { from: Temporal.PlainTime; to: Temporal.PlainTime }

/** What the window was said in: "Dienstag" is a day, "vormittags" a daypart, "nach 17 Uhr" a time. */
export type WhenGrain = 'minute' | 'time' | 'daypart' | 'day' | 'week' | 'month' | 'year' | 'any'

/** What the understanding needs to know besides the words. */
export type WhenContext = {
  /** The moment of speaking, in the company's zone. */
  now: Temporal.ZonedDateTime
  /** Settles the order of day and month in "4/8" only; words of both languages are always understood. */
  language: Language
  /** Is the house open at this wall time? Settles "um drei" when only one reading is open. */
  isOpen?: (at: Temporal.PlainDateTime) => boolean
}

/** The words a voice model put into its two arguments; either may hold everything, or nothing. */
export type WhenSaid = { date?: string | undefined; time?: string | undefined }
