import type { Language } from '../../speech/language.ts'

const LOCALES: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' }

/** A day as it is written: "Dienstag, 4. Juni" / "Tuesday 4 June", with the year when it is not this one. */
export function writeDate(date: Temporal.PlainDate, language: Language, today: Temporal.PlainDate): string {
  const year = date.year === today.year ? {} : ({ year: 'numeric' } as const)
  return date.toLocaleString(LOCALES[language], { weekday: 'long', day: 'numeric', month: 'long', ...year })
}

/** A time as it is written: "9:30 Uhr" / "9:30". */
export function writeTime(time: Temporal.PlainTime, language: Language): string {
  const written = `${time.hour}:${String(time.minute).padStart(2, '0')}`
  return language === 'de' ? `${written} Uhr` : written
}
