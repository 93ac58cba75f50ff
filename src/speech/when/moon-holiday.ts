import { moonDay, moonMonth, siderealSun } from './moon.ts'

/**
 * A feast of the Indian calendars: the month by the sign of its new moon, the day of the moon, and the hour (UTC) at
 * which that day has to rule. `lead` moves the feast from the day found ("Holi" is the morning after the fire).
 */
type MoonFeast = { sign: number; moonDay: number; hour: number; lead?: number }

const FEASTS: Record<string, MoonFeast> = {
  ugadi: { sign: 11, moonDay: 0, hour: 1 },
  ramnavami: { sign: 11, moonDay: 8, hour: 6 },
  mahavir: { sign: 11, moonDay: 12, hour: 1 },
  hanuman: { sign: 11, moonDay: 14, hour: 1 },
  akshaya: { sign: 0, moonDay: 2, hour: 5 },
  vesak: { sign: 0, moonDay: 14, hour: 13 },
  rathyatra: { sign: 2, moonDay: 1, hour: 1 },
  raksha: { sign: 3, moonDay: 14, hour: 7 },
  janmashtami: { sign: 3, moonDay: 22, hour: 18 },
  ganesh: { sign: 4, moonDay: 3, hour: 6 },
  navaratri: { sign: 5, moonDay: 0, hour: 1 },
  dussehra: { sign: 5, moonDay: 9, hour: 9 },
  dhanteras: { sign: 5, moonDay: 27, hour: 13 },
  naraka: { sign: 5, moonDay: 28, hour: 0 },
  diwali: { sign: 5, moonDay: 29, hour: 13 },
  govardhan: { sign: 6, moonDay: 0, hour: 1 },
  bhaidooj: { sign: 6, moonDay: 1, hour: 8 },
  chhath: { sign: 6, moonDay: 5, hour: 12 },
  gurunanak: { sign: 6, moonDay: 14, hour: 1 },
  gobind: { sign: 8, moonDay: 6, hour: 1 },
  panchami: { sign: 9, moonDay: 4, hour: 5 },
  ravidas: { sign: 9, moonDay: 14, hour: 1 },
  shivaratri: { sign: 9, moonDay: 28, hour: 18 },
  holika: { sign: 10, moonDay: 14, hour: 13 },
  holi: { sign: 10, moonDay: 14, hour: 13, lead: 1 },
}
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Degrees of the sidereal zodiac whose passing is a feast. */
const SUN_FEASTS: Record<string, number> = { makara: 270, mesha: 0 }

/** The day a feast of moon or sun falls on in this year of ours; the later one where a leap month has it twice. */
export function moonHolidayIn(year: number, name: string): Temporal.PlainDate | undefined {
  const feast = FEASTS[name]
  if (feast !== undefined) return moonFeastIn(year, feast)
  const degrees = SUN_FEASTS[name]
  return degrees === undefined ? undefined : sunFeastIn(year, degrees)
}

function moonFeastIn(year: number, feast: MoonFeast): Temporal.PlainDate | undefined {
  const first = new Temporal.PlainDate(year, 1, 1)
  // The moon may run through its day between two mornings; then the day on which it began counts.
  for (const hour of [feast.hour, feast.hour + 6, feast.hour - 6]) {
    const midnight = epochOf(first) + hour * HOUR_MS
    let found: number | undefined
    for (let day = 0; day < first.daysInYear; day += 1) {
      const at = midnight + day * DAY_MS
      if (moonDay(at) !== feast.moonDay || moonMonth(at) !== feast.sign) continue
      // A leap month repeats the feast thirty days later; a second one in December belongs to the next year.
      if (found === undefined || day - found < 60) found = day
    }
    if (found !== undefined) return first.add({ days: found + (feast.lead ?? 0) })
  }
  return undefined
}

function sunFeastIn(year: number, degrees: number): Temporal.PlainDate | undefined {
  const first = new Temporal.PlainDate(year, degrees === 270 ? 1 : 4, 10)
  for (let days = 0; days < 15; days += 1) {
    const date = first.add({ days })
    // Counted to the evening in India, as a passing after sunset is kept on the next day.
    if ((siderealSun(epochOf(date) + 12 * HOUR_MS) - degrees + 360) % 360 < 180) return date
  }
  return undefined
}

function epochOf(date: Temporal.PlainDate): number {
  return date.toZonedDateTime('UTC').epochMilliseconds
}
