const QUARTER_MS = 900_000
const zones = new Map<string, Map<number, number>>()

/** Minutes east of Greenwich at an instant. Remembered by the quarter of an hour: clocks change on one. */
export function offsetMinutes(timeZone: string, instantMs: number): number {
  const known = zones.get(timeZone) ?? new Map<number, number>()
  zones.set(timeZone, known)
  const quarter = Math.floor(instantMs / QUARTER_MS)
  const remembered = known.get(quarter)
  if (remembered !== undefined) return remembered
  const instant = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS)
  const offset = instant.toZonedDateTimeISO(timeZone).offsetNanoseconds / 60_000_000_000
  known.set(quarter, offset)
  return offset
}

/** An instant as slots are written: with the zone's offset, or with Z when no zone was asked for. */
export function writeInstant(instantMs: number, timeZone: string | undefined): string {
  if (timeZone === undefined) return new Date(instantMs).toISOString()
  const minutes = offsetMinutes(timeZone, instantMs)
  const wall = new Date(instantMs + minutes * 60_000).toISOString().slice(0, -1)
  const sign = minutes < 0 ? '-' : '+'
  const size = Math.abs(minutes)
  return `${wall}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    // Offsets are time zones to Temporal, and none to the server stood in for.
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
