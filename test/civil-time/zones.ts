/** Where clocks are set by other rules than ours: other days, other hours, half an hour, not at all, south of the equator. */
export const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
] as const

export type Zone = (typeof ZONES)[number]

export const FIRST_DATE = Temporal.PlainDate.from('2026-01-01')
export const END_DATE = Temporal.PlainDate.from('2038-01-01')

/** Every day between the two on which the clocks of a zone change. */
export function changeDays(zone: Zone): readonly Temporal.PlainDate[] {
  const endMs = END_DATE.toZonedDateTime(zone).epochMilliseconds
  const days: Temporal.PlainDate[] = []
  let change = FIRST_DATE.toZonedDateTime(zone).getTimeZoneTransition('next')
  while (change !== null && change.epochMilliseconds < endMs) {
    days.push(change.toPlainDate())
    change = change.getTimeZoneTransition('next')
  }
  return days
}
