import { datesBetween } from '../../infra/wall-day.ts'

/**
 * The days that are worth asking for together with `dates`: their weeks, Monday to Sunday, from `today` on, without those on
 * which the house is closed. Days that are asked for together are out of date together, so that a week stays one request
 * however callers' wishes shift its edges; a closed day has nothing to tell, and would be asked for again and again.
 */
export function wholeWeeks(
  dates: readonly Temporal.PlainDate[],
  today: Temporal.PlainDate,
  isOpen: (date: Temporal.PlainDate) => boolean,
): readonly Temporal.PlainDate[] {
  const mondays = new Map(dates.map((date) => [mondayOf(date).toString(), mondayOf(date)]))
  return [...mondays.values()]
    .flatMap((monday) => datesBetween(monday, monday.add({ weeks: 1 })))
    .filter((date) => Temporal.PlainDate.compare(date, today) >= 0 && isOpen(date))
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 })
}
