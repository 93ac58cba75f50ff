import { describe, expect, test } from 'vitest'

import { notationOf } from './when.notation.ts'
import { understandWhen } from './when.ts'

/** A Thursday morning. */
const now = Temporal.ZonedDateTime.from('2026-11-19T09:30[Europe/Berlin]')

function meaning(phrase: string): string {
  return notationOf(understandWhen({ date: phrase }, { now, language: 'de' }))
}

describe('German as callers speak it', () => {
  test.each([
    ['heute', '2026-11-19T09:30/2026-11-20T00:00'],
    ['übermorgen', '2026-11-21'],
    ['uebermorgen', '2026-11-21'],
    ['über morgen', '2026-11-21'],
    ['am Sonnabend', '2026-11-21'],
    ['kommenden Montag', '2026-11-23'],
    ['nächsten Dienstag', '2026-11-24'],
    ['nachsten Dienstag', '2026-11-24'],
    ['übernächsten Dienstag', '2026-12-01'],
    ['Dienstag nächster Woche', '2026-11-24'],
    ['nächste Woche am Mittwoch', '2026-11-25'],
    ['diese Woche Freitag', '2026-11-20'],
    ['Samstag in einer Woche', '2026-11-28'],
    ['heute in vierzehn Tagen', '2026-12-03'],
    ['in drei Wochen', '2026-12-10'],
    ['in anderthalb Monaten', '2027-01-03'],
    ['drei Tage nach Ostermontag', '2027-04-01'],
    ['am Tag vor Heiligabend', '2026-12-23'],
    ['am Mitwoch', '2026-11-25'],
    ['Freitag vor Weihnachten', '2026-12-18'],
    ['Freitag den 4', '2026-12-04'],
    ['Montag in acht Tagen', '2026-11-30'],
  ])('the day "%s" is %s', (phrase, expected) => {
    expect(meaning(phrase)).toBe(expected)
  })

  test.each([
    ['24.11.', '2026-11-24'],
    ['24. 11.', '2026-11-24'],
    ['am 3.12.2026', '2026-12-03'],
    ['3.12.26', '2026-12-03'],
    ['03-12-2026', '2026-12-03'],
    ['am vierundzwanzigsten', '2026-11-24'],
    ['am vierten zwölften', '2026-12-04'],
    ['am ersten achten', '2027-08-01'],
    ['vierter Dezember', '2026-12-04'],
    ['der 4. Dezember zweitausendsechsundzwanzig', '2026-12-04'],
    ['am siebenundzwanzichsten Elften', '2026-11-27'],
    ['28. Februar', '2027-02-28'],
    ['29. Februar', '2028-02-29'],
    ['4/12', '2026-12-04'],
    ['am 5. nächsten Monats', '2026-12-05'],
    ['erster Montag im Dezember', '2026-12-07'],
    ['letzter Freitag des Monats', '2026-11-27'],
    ['KW 49', '2026-11-30/2026-12-07'],
    ['Mittwoch in der KW 49', '2026-12-02'],
  ])('the date "%s" is %s', (phrase, expected) => {
    expect(meaning(phrase)).toBe(expected)
  })

  test.each([
    ['halb drei', '14:30'],
    ['halb 9', '08:30'],
    ['halb eins', '12:30'],
    ['Viertel nach zehn', '10:15'],
    ['viertel vor zwölf', '11:45'],
    ['viertel drei', '14:15'],
    ['dreiviertel vier', '15:45'],
    ['drei viertel vier', '15:45'],
    ['zehn nach elf', '11:10'],
    ['fünf vor halb drei', '14:25'],
    ['zehn nach halb vier', '15:40'],
    ['zwanzig vor neun', '08:40'],
    ['13 Uhr', '13:00'],
    ['dreizehn Uhr dreißig', '13:30'],
    ['14 Uhr 5', '14:05'],
    ['14h30', '14:30'],
    ['9.15 Uhr', '09:15'],
    ['um drei', '15:00'],
    ['um drei Uhr nachts', '03:00'],
    ['um sechs Uhr früh', '06:00'],
    ['um sechs', '18:00'],
    ['um sieben', '07:00'],
    ['um acht', '08:00'],
    ['um acht Uhr abends', '20:00'],
    ['gegen elf', '11:00'],
    ['so um zehn rum', '10:00'],
    ['Punkt zwölf', '12:00'],
    ['mittags um halb eins', '12:30'],
    ['15 Uhr vierzich', '15:40'],
    ['halbdrei', '14:30'],
  ])('tomorrow "%s" is at %s', (phrase, time) => {
    expect(meaning(`morgen ${phrase}`)).toBe(`2026-11-20T${time}`)
    expect(meaning(`${phrase}, übermorgen`)).toBe(`2026-11-21T${time}`)
  })

  test.each([
    ['morgen früh', '2026-11-20T06:00/09:00'],
    ['morgen Vormittag', '2026-11-20T08:00/12:00'],
    ['übermorgen Nachmittag', '2026-11-21T12:00/18:00'],
    ['Montag morgen', '2026-11-23T06:00/12:00'],
    ['Donnerstagnachmittag', '2026-11-26T12:00/18:00'],
    ['am späten Nachmittag am Dienstag', '2026-11-24T15:00/18:00'],
    ['heute Abend', '2026-11-19T17:00/22:00'],
    ['morgen nach 17 Uhr', '2026-11-20T17:00/2026-11-21T00:00'],
    ['morgen ab Mittag', '2026-11-20T12:00/2026-11-21T00:00'],
    ['morgen nicht vor zehn', '2026-11-20T10:00/2026-11-21T00:00'],
    ['morgen spätestens um elf', '2026-11-20T00:00/11:00'],
    ['morgen zwischen zehn und zwölf', '2026-11-20T10:00/12:00'],
    ['zwischen vier und sieben am Montag', '2026-11-23T16:00/19:00'],
    ['Dienstag von neun bis eins', '2026-11-24T09:00/13:00'],
    ['Dienstag bis 15 Uhr', '2026-11-24T00:00/15:00'],
    ['Freitag 12 Uhr spätestens', '2026-11-20T00:00/12:00'],
    ['Dienstag 14-16 Uhr', '2026-11-24T14:00/16:00'],
    ['kurz vor zehn am Dienstag', '2026-11-24T09:30/10:00'],
    ['nächste Woche vormittags', '2026-11-23/2026-11-30 daily 08:00-12:00'],
    ['Montag bis Mittwoch ab 17 Uhr', '2026-11-23/2026-11-26 daily 17:00-00:00'],
    ['Mo-Fr', '2026-11-23/2026-11-28'],
    ['in zwei bis drei Wochen', '2026-12-03/2026-12-11'],
    ['die Woche vom 7.12.', '2026-12-07/2026-12-14'],
    ['Monatsanfang', '2026-12-01/2026-12-11'],
    ['14.-16.12.', '2026-12-14/2026-12-17'],
    ['vom 28.12. bis 2.1.', '2026-12-28/2027-01-03'],
    ['Ende November', '2026-11-21/2026-12-01'],
    ['Anfang nächster Woche', '2026-11-23/2026-11-25'],
    ['irgendwann vormittags', '2026-11-19T09:30/2026-12-03T00:00 daily 08:00-12:00'],
    ['egal wann', '2026-11-19T09:30/2026-12-03T00:00'],
    ['bis Freitag', '2026-11-19T09:30/2026-11-21T00:00'],
    ['nach Ostern', '2027-03-30/2027-04-13'],
    ['zwischen Weihnachten und Neujahr', '2026-12-27/2027-01-01'],
  ])('the window "%s" is %s', (phrase, expected) => {
    expect(meaning(phrase)).toBe(expected)
  })

  test.each([
    ['nicht Montag, sondern Dienstag', '2026-11-24'],
    ['am Montag, nein, am Dienstag um zehn', '2026-11-24T10:00'],
    ['Dienstag um zehn, ach nein, um elf', '2026-11-24T11:00'],
    ['Montag geht nicht, lieber Dienstag', '2026-11-24'],
    ['Dienstag oder Mittwoch', '?ambiguous'],
    ['Dienstag um zehn oder elf', '?ambiguous'],
    ['nicht am Montag', '?not_understood'],
    ['jeden Dienstag', '?not_understood'],
    ['morgen um zehn nach', '?not_understood'],
    ['zwei Dienstage', '?not_understood'],
    ['nach der Arbeit am Dienstag', '?not_understood'],
    ['Ich gehe morgen um zehn nach Hause', '2026-11-20T10:00'],
    ['ich schlage Dienstag vor', '2026-11-24'],
    ['Freitag, falls das nicht geht Samstag', '?ambiguous'],
    ['beim ersten Termin', '?missing'],
    ['morgen geht nicht, wie wäre es mit Montag um neun', '2026-11-23T09:00'],
    ['morgen um blubb', '?not_understood'],
    ['morgen Krampfzeit', '?not_understood'],
    ['nach den Ferien', '?not_understood'],
    ['in acht Tagen', '?ambiguous'],
    ['in zwei Wochen am Mittwoch', '?ambiguous'],
    ['Guten Tag, ich hätte gern einen Termin', '?missing'],
    ['Wir treffen uns morgen um halb acht am Bahnhof', '2026-11-20T07:30'],
    ['Am Montag wandern wir', '2026-11-23'],
    ['Ich muss am Montag abgeben', '2026-11-23'],
    ['Ich würde gern am Dienstag gegen elf vorbeikommen', '2026-11-24T11:00'],
    ['äh, also, am Freitag dem 27. so um halb elf bitte', '2026-11-27T10:30'],
  ])('the sentence "%s" means %s', (phrase, expected) => {
    expect(meaning(phrase)).toBe(expected)
  })
})
