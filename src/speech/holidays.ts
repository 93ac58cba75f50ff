import { getHolidays } from 'feiertagejs'

import type { Language } from './language.ts'

/** The sixteen German states by their ISO 3166-2 letters; each has holidays of its own. */
export type GermanState =
  | 'BW'
  | 'BY'
  | 'BE'
  | 'BB'
  | 'HB'
  | 'HH'
  | 'HE'
  | 'MV'
  | 'NI'
  | 'NW'
  | 'RP'
  | 'SL'
  | 'SN'
  | 'ST'
  | 'SH'
  | 'TH'

export const GERMAN_STATES: readonly GermanState[] = [
  'BW',
  'BY',
  'BE',
  'BB',
  'HB',
  'HH',
  'HE',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
]

const NAMES: Record<string, Record<Language, string>> = {
  NEUJAHRSTAG: { de: 'Neujahr', en: "New Year's Day" },
  HEILIGEDREIKOENIGE: { de: 'Heilige Drei Könige', en: 'Epiphany' },
  WELTFRAUENTAG: { de: 'Internationaler Frauentag', en: "International Women's Day" },
  KARFREITAG: { de: 'Karfreitag', en: 'Good Friday' },
  OSTERSONNTAG: { de: 'Ostersonntag', en: 'Easter Sunday' },
  OSTERMONTAG: { de: 'Ostermontag', en: 'Easter Monday' },
  TAG_DER_ARBEIT: { de: 'Tag der Arbeit', en: 'Labour Day' },
  CHRISTIHIMMELFAHRT: { de: 'Christi Himmelfahrt', en: 'Ascension Day' },
  PFINGSTSONNTAG: { de: 'Pfingstsonntag', en: 'Whit Sunday' },
  PFINGSTMONTAG: { de: 'Pfingstmontag', en: 'Whit Monday' },
  FRONLEICHNAM: { de: 'Fronleichnam', en: 'Corpus Christi' },
  MARIAHIMMELFAHRT: { de: 'Mariä Himmelfahrt', en: 'Assumption Day' },
  WELTKINDERTAG: { de: 'Weltkindertag', en: "Children's Day" },
  DEUTSCHEEINHEIT: { de: 'Tag der Deutschen Einheit', en: 'German Unity Day' },
  REFORMATIONSTAG: { de: 'Reformationstag', en: 'Reformation Day' },
  ALLERHEILIGEN: { de: 'Allerheiligen', en: "All Saints' Day" },
  BUBETAG: { de: 'Buß- und Bettag', en: 'Day of Repentance and Prayer' },
  ERSTERWEIHNACHTSFEIERTAG: { de: 'Erster Weihnachtsfeiertag', en: 'Christmas Day' },
  ZWEITERWEIHNACHTSFEIERTAG: { de: 'Zweiter Weihnachtsfeiertag', en: 'Boxing Day' },
}

/**
 * The public holiday on this day in this state, by the name to say; undefined on a working day. The rules are those
 * of feiertagejs; only its date strings are read, which do not depend on the machine's zone.
 */
export function holidaysOn(
  date: Temporal.PlainDate,
  germanState: GermanState,
  language: Language = 'de',
): string | undefined {
  const day = date.toString()
  const holiday = getHolidays(date.year, germanState).find((holiday) => holiday.dateString === day)
  return holiday === undefined ? undefined : (NAMES[holiday.name]?.[language] ?? holiday.translate(language))
}
