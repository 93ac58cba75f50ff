/** A Monday far enough for every notice and near enough for every horizon: the one after the next. */
export function mondayAfter(now: Temporal.Instant): Temporal.PlainDate {
  const today = now.toZonedDateTimeISO('Europe/Berlin').toPlainDate()
  return today.add({ days: 15 - today.dayOfWeek })
}
