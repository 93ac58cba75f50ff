import type { DaypartName } from './daypart.ts'
import type { Weekday } from './weekday.ts'

/** Which of several: "nächsten" is `next`, "übernächsten" `after_next`, "letzten" `last`. */
export type Which = 'this' | 'coming' | 'next' | 'after_next' | 'last' | 'before_last'
/** Units that make days; minutes and hours make moments. */
export type DayUnit = 'day' | 'workday' | 'week' | 'weekend' | 'month' | 'quarter' | 'year'
export type SpanUnit = 'second' | 'minute' | 'hour' | DayUnit
/** A stretch of the calendar that carries a name of its own or a number. */
export type PeriodUnit = 'week' | 'workweek' | 'weekend' | 'month' | 'quarter' | 'year'

/** A day, or days, as they were mentioned; nothing is computed yet. */
export type DayMention =
  | { day: 'relative'; days: number }
  | { day: 'weekday'; weekday: Weekday; which?: Which | undefined; weeksOn?: number | undefined }
  | {
      day: 'calendar'
      dayOfMonth?: number | undefined
      month?: number | undefined
      year?: number | undefined
      which?: Which | undefined
    }
  | { day: 'holiday'; name: string; year?: number | undefined; which?: Which | undefined }
  | { day: 'offset'; amount: number; unit: SpanUnit; from?: DayMention | undefined; doubtful?: boolean | undefined }
  /** "in zwei bis drei Wochen" */
  | { day: 'offset_range'; from: number; to: number; unit: DayUnit }
  /** "die erste Dezemberwoche", "drittes Quartal"; −1 is the last. */
  | { day: 'nth_period'; nth: number; unit: 'day' | 'week' | 'half' | 'quarter'; of?: DayMention | undefined }
  | { day: 'period'; unit: PeriodUnit; shift: number; loose?: boolean | undefined }
  | { day: 'iso_week'; week: number; year?: number | undefined }
  /** `week` and `weekend` are those of the week a date lies in: "die Woche vom 23.11.". */
  | { day: 'edge'; edge: 'start' | 'middle' | 'end' | 'rest' | 'week' | 'weekend'; of: DayMention }
  /** "der Montag nach Ostern" */
  | { day: 'beside'; weekday: Weekday; side: 'before' | 'after'; of: DayMention }
  | { day: 'nth_weekday'; nth: number; weekday: Weekday; of: DayMention }
  | { day: 'run'; amount: number; unit: SpanUnit; direction: 'next' | 'last'; fromNow: boolean }
  | { day: 'any' }

/** A time on the clock. `other` is the hour twelve away that the same words may mean ("um drei": 15, 3). */
export type Clock = {
  hour: number
  minute: number
  other?: number | undefined
  /** "8:15" in figures: taken at its word unless something else settles it. */
  written?: true | undefined
}

/**
 * How a day or a time bounds what is wanted: "ab Montag" (`since`) has the Monday in it, "nach Montag" (`after`) has
 * not; "bis Montag" (`until`) has it, "vor Montag" (`before`) has not. "Seit Montag" (`ever_since`) ends now.
 */
export type Bound = 'since' | 'ever_since' | 'after' | 'before' | 'until'

/** A word that ties parts together. */
export type Link =
  /** von, zwischen: what follows may be the start of a range */
  | 'from'
  | 'between'
  /** "-", bis, to: what follows is the end of a range, if something stands before it */
  | 'to'
  | 'dash'
  | 'and'
  | 'or'
  | Bound
  /** um, gegen, at: what follows is a time of day */
  | 'at'
  /** nicht, not */
  | 'not'
  /** sondern, nein, lieber, rather: what follows replaces what was said */
  | 'instead'

/** A recognised piece of a sentence. */
export type Part =
  | { kind: 'day'; day: DayMention; orClock?: Clock | undefined }
  | { kind: 'clock'; clock: Clock }
  /** "kurz vor neun": within a few minutes before or after the clock. */
  | { kind: 'near'; clock: Clock; side: 'before' | 'after' }
  /** `isToday` for "this afternoon", "tonight". */
  | { kind: 'daypart'; name: DaypartName; isToday?: boolean | undefined }
  /** "early" of "early tomorrow morning": halves the part of the day that follows. */
  | { kind: 'half'; half: 'early' | 'late' }
  /** A number alone: the hour or the day of the month, as its place in the sentence says. */
  | { kind: 'number'; value: number; figures: string | undefined }
  | { kind: 'link'; link: Link; text: string }
  | { kind: 'filler' }
  /** A word of everyday language that says nothing about when. */
  | { kind: 'plain'; text: string }
  | { kind: 'unknown'; text: string; telling: boolean }
  | { kind: 'impossible' }
