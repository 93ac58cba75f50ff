/** The day so many days from today in the houses' zone, as DD.MM.YYYY. */
export function dateAhead(days: number): string {
  const date = Temporal.Now.plainDateISO('Europe/Berlin').add({ days })
  return `${twoDigits(date.day)}.${twoDigits(date.month)}.${date.year}`
}

/** Minutes of a day as HH:MM. */
export function timeOfDay(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
