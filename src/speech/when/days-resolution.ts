import { comingWeekday, daySpan } from './day-span.ts'
import { oneDay, type DayQuestion, type DaySpan } from './days.ts'
import type { DayMention } from './part.ts'
import type { Weekday } from './weekday.ts'

/** Which mention names the day when several are made; the others must agree with it. */
const RANK: Record<DayMention['day'], number> = {
  calendar: 0,
  nth_weekday: 1,
  beside: 1,
  nth_period: 4,
  holiday: 2,
  relative: 3,
  offset: 4,
  offset_range: 4,
  edge: 5,
  iso_week: 6,
  period: 7,
  run: 8,
  weekday: 9,
  any: 10,
}

type CalendarMention = Extract<DayMention, { day: 'calendar' }>
type WeekdayMention = Extract<DayMention, { day: 'weekday' }>

/** The days that all mentions together stand for: "nächste Woche Dienstag", "Dienstag, den 24.11.". */
export function resolveDays(mentions: readonly DayMention[], today: Temporal.PlainDate): DaySpan | DayQuestion {
  const [base, ...others] = mergeCalendar(unique(mentions)).toSorted((one, other) => rank(one) - rank(other))
  if (base === undefined) return { question: 'missing', candidates: [] }
  const weekday = others.find((mention) => mention.day === 'weekday')
  const span = resolveBase(base, weekday, today)
  if ('question' in span) return span
  return others.reduce<DaySpan | DayQuestion>(
    (found, other) => ('question' in found ? found : agree(found, other, base, today)),
    span,
  )
}

function rank(mention: DayMention): number {
  // A month or a year alone is a stretch, not a day: a holiday or a weekday inside it says more.
  if (mention.day === 'calendar' && mention.dayOfMonth === undefined) return 7.5
  return RANK[mention.day]
}

function unique(mentions: readonly DayMention[]): DayMention[] {
  const keys = mentions.map((mention) => JSON.stringify(mention))
  const kept = mentions.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
  return kept.length > 1 ? kept.filter((mention) => mention.day !== 'any') : kept
}

/** "am 5." with "nächsten Monats", "Ostern" with "letzten Jahres", "14." with "Oktober": halves of one date. */
function mergeCalendar(mentions: readonly DayMention[]): DayMention[] {
  const merged: DayMention[] = []
  for (const mention of mentions) {
    const at = merged.findIndex(
      (before) => before.day === 'calendar' && mention.day === 'calendar' && completes(before, mention),
    )
    const before = merged[at]
    if (before?.day === 'calendar' && mention.day === 'calendar') merged[at] = fill(before, mention)
    else merged.push(mention)
  }
  return merged
}

function completes(one: CalendarMention, other: CalendarMention): boolean {
  return fits(one.dayOfMonth, other.dayOfMonth) && fits(one.month, other.month) && fits(one.year, other.year)
}

function fits(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined || one === other
}

function fill(one: CalendarMention, other: CalendarMention): CalendarMention {
  return {
    day: 'calendar',
    dayOfMonth: one.dayOfMonth ?? other.dayOfMonth,
    month: one.month ?? other.month,
    year: one.year ?? other.year,
    which: one.which ?? other.which,
  }
}

function resolveBase(
  base: DayMention,
  weekday: DayMention | undefined,
  today: Temporal.PlainDate,
): DaySpan | DayQuestion {
  const span = daySpan(base, today)
  if ('question' in span || base.day !== 'calendar' || base.year === undefined || base.dayOfMonth === undefined)
    return span
  const isPast = Temporal.PlainDate.compare(span.to, today) <= 0
  if (!isPast || weekday?.day !== 'weekday') return span
  // A voice model that does not know the year invents one; the weekday the caller said gives it away.
  const coming = daySpan({ day: 'calendar', dayOfMonth: base.dayOfMonth, month: base.month }, today)
  return !('question' in coming) && coming.from.dayOfWeek === weekday.weekday ? coming : span
}

function agree(span: DaySpan, other: DayMention, base: DayMention, today: Temporal.PlainDate): DaySpan | DayQuestion {
  if (other.day === 'weekday') return agreeWeekday(span, other, base, today)
  const stretch = other.day === 'period' || (other.day === 'calendar' && other.dayOfMonth === undefined)
  if (stretch && base.day !== 'relative' && base.day !== 'weekday') return agreeStretch(span, other, base, today)
  const second = daySpan(other, today)
  // A mention that could mean two days is settled by one that means only one.
  if ('question' in second) return second.candidates.some((candidate) => candidate.equals(span.from)) ? span : second
  return overlap(span, second)
}

/** "am 5. nächsten Monats", "Ostern letzten Jahres": the stretch says in which month or year the day lies. */
function agreeStretch(
  span: DaySpan,
  other: DayMention,
  base: DayMention,
  today: Temporal.PlainDate,
): DaySpan | DayQuestion {
  // "am Wochenende, 14.10.": of whichever week the date is in.
  if (other.day === 'period' && other.loose === true) {
    const isIn = span.from.dayOfWeek > 5 === (other.unit === 'weekend')
    return isIn ? span : { question: 'contradiction', candidates: [span.from] }
  }
  const stretch = daySpan(other, today)
  if ('question' in stretch) return stretch.candidates.some((day) => day.equals(span.from)) ? span : stretch
  const { year } = stretch.from
  // "Dezember nächsten Jahres", "erster Montag im März nächsten Jahres": the year belongs to the month.
  if (span.grain === 'year' && other.day === 'calendar' && other.month !== undefined && other.year === undefined)
    return daySpan({ ...other, year: span.from.year }, today)
  const dated = stretch.grain === 'year' ? withYear(base, year) : undefined
  if (dated !== undefined) return daySpan(dated, today)
  if (base.day === 'holiday' && base.year === undefined) return daySpan({ ...base, year }, today)
  if (base.day === 'calendar' && base.dayOfMonth !== undefined && base.year === undefined) {
    if (base.month === undefined && stretch.grain === 'month')
      return daySpan({ ...base, month: stretch.from.month, year }, today)
    if (stretch.grain === 'year') return daySpan({ ...base, year }, today)
  }
  return overlap(span, stretch)
}

/** A mention counted within a month that left its year open, with the year; undefined for any other. */
function withYear(mention: DayMention, year: number): DayMention | undefined {
  if (mention.day !== 'nth_weekday' && mention.day !== 'edge' && mention.day !== 'nth_period') return undefined
  const { of } = mention
  if (of?.day !== 'calendar' || of.month === undefined || of.year !== undefined) return undefined
  return { ...mention, of: { ...of, year } }
}

function overlap(one: DaySpan, other: DaySpan): DaySpan | DayQuestion {
  const from = Temporal.PlainDate.compare(one.from, other.from) > 0 ? one.from : other.from
  const to = Temporal.PlainDate.compare(one.to, other.to) < 0 ? one.to : other.to
  if (Temporal.PlainDate.compare(from, to) >= 0)
    return { question: 'contradiction', candidates: [one.from, other.from] }
  const isFirst = from.equals(one.from) && to.equals(one.to)
  return { from, to, grain: isFirst ? one.grain : other.grain }
}

function agreeWeekday(
  span: DaySpan,
  other: WeekdayMention,
  base: DayMention,
  today: Temporal.PlainDate,
): DaySpan | DayQuestion {
  const length = span.from.until(span.to, { largestUnit: 'days' }).days
  if (base.day === 'offset' && length === 1 && base.unit !== 'day') return inThatWeek(span, other, base, today)
  const first = span.from.add({ days: (other.weekday - span.from.dayOfWeek + 7) % 7 })
  if (Temporal.PlainDate.compare(first, span.to) < 0) {
    const second = first.add({ days: 7 })
    if (Temporal.PlainDate.compare(second, span.to) >= 0) return oneDay(first)
    return { question: 'ambiguous', candidates: [first, second] }
  }
  return { question: 'contradiction', candidates: [span.from, nearestWeekday(span.from, other.weekday, today)] }
}

/** "in zwei Wochen am Mittwoch": the Wednesday of that week, unless counting from the coming one says otherwise. */
function inThatWeek(
  span: DaySpan,
  other: WeekdayMention,
  base: Extract<DayMention, { day: 'offset' }>,
  today: Temporal.PlainDate,
): DaySpan | DayQuestion {
  const ofWeek = span.from.add({ days: other.weekday - span.from.dayOfWeek })
  const counted = daySpan({ ...base, from: { day: 'weekday', weekday: other.weekday } }, today)
  if ('question' in counted || base.unit !== 'week' || counted.from.equals(ofWeek)) return oneDay(ofWeek)
  return { question: 'ambiguous', candidates: [ofWeek, counted.from] }
}

/** The day of this weekday nearest to the date, in the future if there is one. */
function nearestWeekday(date: Temporal.PlainDate, weekday: Weekday, today: Temporal.PlainDate): Temporal.PlainDate {
  const ahead = (weekday - date.dayOfWeek + 7) % 7
  const near = date.add({ days: ahead <= 3 ? ahead : ahead - 7 })
  return Temporal.PlainDate.compare(near, today) < 0 ? comingWeekday(weekday, today) : near
}
