import { inLanguage, type Speaking } from './speaking.ts'

/** The calendar cannot be asked: nothing is known, which is something else than nothing being free. */
export function sayCalendarDown(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Ich kann unseren Kalender im Moment leider nicht einsehen. Soll Sie jemand aus unserem Team zurückrufen?',
    en: 'I am afraid I cannot look into our calendar at the moment. Shall somebody from our team call you back?',
  })
}
