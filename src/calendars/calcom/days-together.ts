import { datesBetween } from '../../infra/wall-day.ts'

/**
 * The days that are worth asking for together with `dates`: the stretches of so many weeks they lie in, counted from the Monday
 * of this week, from `today` on, without those that have nothing to tell. Days that are asked for together are out of date
 * together, so that a stretch stays one request however callers' wishes shift its edges; a closed day would be asked for again
 * and again.
 */
export function daysTogether(
  dates: readonly Temporal.PlainDate[],
  { today, weeks }: { today: Temporal.PlainDate; weeks: number },
  hasSomethingToTell: (date: Temporal.PlainDate) => boolean,
): readonly Temporal.PlainDate[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  const length = weeks * DAYS_PER_WEEK
  const stretches = new Set(dates.map((date) => Math.floor(monday.until(date, { largestUnit: 'days' }).days / length)))
  return [...stretches]
    .sort((one, other) => one - other)
    .flatMap((stretch) => {
      const firstDate = monday.add({ days: stretch * length })
      return datesBetween(firstDate, firstDate.add({ days: length }))
    })
    .filter((date) => Temporal.PlainDate.compare(date, today) >= 0 && hasSomethingToTell(date))
}

const DAYS_PER_WEEK = 7
