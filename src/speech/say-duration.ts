import type { Language } from './language.ts'
import { sayNumber } from './say-number.ts'

const MINUTES_PER_HOUR = 60
const MINUTES_PER_DAY = 1440

/**
 * A length of time in words: 45 is "fünfundvierzig Minuten" / "forty-five minutes", 90 "eineinhalb Stunden" /
 * "an hour and a half", 75 "eine Stunde und fünfzehn Minuten". Fractions of a minute are rounded.
 */
export function sayDuration(minutes: number, language: Language): string {
  const whole = Math.max(0, Math.round(minutes))
  if (whole === 90) return language === 'de' ? 'eineinhalb Stunden' : 'an hour and a half'
  const parts = [
    { amount: Math.floor(whole / MINUTES_PER_DAY), unit: 'day' as const },
    { amount: Math.floor((whole % MINUTES_PER_DAY) / MINUTES_PER_HOUR), unit: 'hour' as const },
    { amount: whole % MINUTES_PER_HOUR, unit: 'minute' as const },
  ].filter((part) => part.amount > 0)
  if (parts.length === 0) return language === 'de' ? 'null Minuten' : 'zero minutes'
  const spoken = parts.map((part) => sayAmount(part.amount, part.unit, language))
  return spoken.join(language === 'de' ? ' und ' : ' and ')
}

const UNITS = {
  de: {
    day: ['ein Tag', 'Tage'],
    hour: ['eine Stunde', 'Stunden'],
    minute: ['eine Minute', 'Minuten'],
  },
  en: {
    day: ['one day', 'days'],
    hour: ['one hour', 'hours'],
    minute: ['one minute', 'minutes'],
  },
} as const

function sayAmount(amount: number, unit: 'day' | 'hour' | 'minute', language: Language): string {
  const [one, many] = UNITS[language][unit]
  return amount === 1 ? one : `${sayNumber(amount, language)} ${many}`
}
