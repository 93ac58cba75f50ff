import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import { hoursOnDay, weeklyHours } from '../../src/infra/weekly-hours.ts'
import { findOpenings } from '../../src/openings/find-openings.ts'
import type { Draw } from './draw.ts'
import { changeDays, END_DATE, FIRST_DATE, type Zone, ZONES } from './zones.ts'

/** A day in a zone with hours, and the starts the gateway finds on it. */
export type CivilDay = {
  readonly zone: Zone
  readonly date: Temporal.PlainDate
  readonly fromMinute: number
  readonly toMinute: number
  readonly gridMinutes: number
  readonly durationMinutes: number
  /** Epoch milliseconds, in order. */
  readonly startsMs: readonly number[]
}

const changes = new Map(ZONES.map((zone) => [zone, changeDays(zone)]))
const DAYS = FIRST_DATE.until(END_DATE, { largestUnit: 'days' }).days
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const

/** Every change of every zone, one after the other. */
export function allChangeDays(): readonly { zone: Zone; date: Temporal.PlainDate }[] {
  return ZONES.flatMap((zone) => (changes.get(zone) ?? []).map((date) => ({ zone, date })))
}

/** Some day of some zone; every third is one on which the clocks change, where the zone has such days. */
export function drawDay(draw: Draw): { zone: Zone; date: Temporal.PlainDate } {
  const zone = draw.from(ZONES)
  const special = changes.get(zone) ?? []
  if (special.length > 0 && draw.below(3) === 0) return { zone, date: draw.from(special) }
  return { zone, date: FIRST_DATE.add({ days: draw.below(DAYS) }) }
}

/** The openings of a day for a service that anybody may book at any time. */
export async function openDay({ zone, date }: { zone: Zone; date: Temporal.PlainDate }, draw: Draw): Promise<CivilDay> {
  const fromMinute = draw.from([0, 60, 90, 120, 150, 480])
  const toMinute = draw.from([180, 210, 300, 600, 1_440].filter((minute) => minute > fromMinute))
  const gridMinutes = draw.from([5, 15, 20, 30, 60])
  const durationMinutes = draw.from([5, 15, 30, 45, 60])
  const hours = weeklyHours(EVERY_DAY.map((weekday) => ({ weekday, fromMinute, toMinute })))
  const endDate = date.add({ days: 1 })
  const open = (day: Temporal.PlainDate) => hoursOnDay(hours, day, zone)
  const resource = { id: 'anybody', hours, timeOff: [] }
  const free = await createBuiltinCalendar().freeTimes(
    { zone, service: { id: 'any', durationMinutes }, firstDate: date, endDate, resources: [resource], openOn: open },
    new AbortController().signal,
  )
  const found = findOpenings({
    zone,
    nowMs: FIRST_DATE.subtract({ days: 2 }).toZonedDateTime(zone).epochMilliseconds,
    firstDate: date,
    endDate,
    durationMinutes,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    rules: { minimumNoticeMinutes: 0, horizonDays: DAYS + 2, slotGridMinutes: gridMinutes },
    open,
    free,
    busy: new Map(),
  })
  const startsMs = found.map((opening) => opening.startMs)
  return { zone, date, fromMinute, toMinute, gridMinutes, durationMinutes, startsMs }
}
