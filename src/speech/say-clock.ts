import type { Language } from './language.ts'
import { sayCount, sayNumber } from './say-number.ts'
import { sayTime } from './say-when.ts'

/** Between these hours a clock of twelve is heard the right way: "halb acht" at night would be taken for the morning. */
const EARLIEST_MINUTE = 7 * 60
const LATEST_MINUTE = 18 * 60 + 45

/**
 * A time as neighbours say it: "halb drei", "Viertel nach zehn", "drei Uhr" / "half past two", "quarter past ten".
 * Only for quarters of an hour and only by day, where it cannot be misheard; else as `sayTime`.
 */
export function sayClock(time: Temporal.PlainTime, language: Language): string {
  const minutes = time.hour * 60 + time.minute
  if (time.minute % 15 !== 0 || minutes < EARLIEST_MINUTE || minutes > LATEST_MINUTE) return sayTime(time, language)
  const hour = ((time.hour + 11) % 12) + 1
  const next = (hour % 12) + 1
  return language === 'de' ? sayGermanQuarter(time.minute, hour, next) : sayEnglishQuarter(time.minute, hour, next)
}

function sayGermanQuarter(minute: number, hour: number, next: number): string {
  switch (minute) {
    case 15:
      return `Viertel nach ${sayNumber(hour, 'de')}`
    case 30:
      return `halb ${sayNumber(next, 'de')}`
    case 45:
      return `Viertel vor ${sayNumber(next, 'de')}`
    default:
      return `${sayCount(hour, 'de')} Uhr`
  }
}

function sayEnglishQuarter(minute: number, hour: number, next: number): string {
  switch (minute) {
    case 15:
      return `quarter past ${sayNumber(hour, 'en')}`
    case 30:
      return `half past ${sayNumber(hour, 'en')}`
    case 45:
      return `quarter to ${sayNumber(next, 'en')}`
    default:
      return `${sayNumber(hour, 'en')} o'clock`
  }
}
