import { instantOfMinute, minuteOfInstant, wallDay } from '../infra/wall-day.ts'
import type { MessageSettings } from './settings.ts'

type Quiet = Pick<MessageSettings, 'quietFromMinute' | 'quietUntilMinute'>

/** The first instant from `at` on at which somebody may be written to unasked, on the clock of a zone. */
export function afterQuietHours(at: Temporal.Instant, quiet: Quiet, zone: string): Temporal.Instant {
  const { quietFromMinute: from, quietUntilMinute: until } = quiet
  const date = at.toZonedDateTimeISO(zone).toPlainDate()
  const day = wallDay(date, zone)
  const minute = minuteOfInstant(day, at.epochMilliseconds)
  const isQuiet = from <= until ? minute >= from && minute < until : minute >= from || minute < until
  if (!isQuiet) return at
  // Past midnight: the quiet that began in the evening ends tomorrow.
  const endDay = from > until && minute >= from ? wallDay(date.add({ days: 1 }), zone) : day
  const end = Temporal.Instant.fromEpochMilliseconds(instantOfMinute(endDay, until))
  return Temporal.Instant.compare(end, at) < 0 ? at : end
}
