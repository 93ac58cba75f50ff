import type { Client } from 'pg'

import { sayDate, sayTime } from '../../src/speech/say-when.ts'
import { drawDay } from './civil-day.ts'
import type { Difference } from './compare-openings.ts'
import type { Draw } from './draw.ts'
import { END_DATE, FIRST_DATE, type Zone } from './zones.ts'

/** An instant as it is said in a zone. */
export type SaidInstant = {
  readonly zone: Zone
  readonly epochMs: number
  readonly german: string
  readonly english: string
}

const MINUTES_AROUND = 1_440 + 180

/** Some minute of a drawn day, said as the gateway says it: weekday, day, month, and the time. */
export function drawSaid(draw: Draw): SaidInstant {
  const { zone, date } = drawDay(draw)
  const day =
    Temporal.PlainDate.compare(date, FIRST_DATE) < 0 || Temporal.PlainDate.compare(date, END_DATE) > 0
      ? FIRST_DATE
      : date
  const epochMs = day.toZonedDateTime(zone).epochMilliseconds + draw.below(MINUTES_AROUND) * 60_000
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDateTime()
  const say = (language: 'de' | 'en') =>
    `${sayDate(at.toPlainDate(), language)} ${at.year} ${sayTime(at.toPlainTime(), language)}`
  return { zone, epochMs, german: say('de'), english: say('en') }
}

/** What Postgres shows on the wall, in its own words: it is read back from there, not from the gateway's reckoning. */
const wallByPostgres = `
  select id, to_char(to_timestamp(epoch_ms / 1000.0) at time zone zone, 'ID DD MM YYYY HH24 MI') as wall
  from jsonb_to_recordset($1::jsonb) as asked(id int, zone text, epoch_ms int8) order by id`

/** Compares many instants at once. A sentence is right when it is the one for the wall time Postgres shows. */
export async function compareSentences(client: Client, said: readonly SaidInstant[]): Promise<readonly Difference[]> {
  const asked = said.map(({ zone, epochMs }, id) => ({ id, zone, epoch_ms: epochMs }))
  const { rows } = await client.query<{ id: number; wall: string }>(wallByPostgres, [JSON.stringify(asked)])
  return said.flatMap((one, index) => {
    const wall = rows[index]?.wall ?? ''
    const expected = [germanFor(wall), englishFor(wall)].join(' / ')
    const found = [one.german, one.english].join(' / ')
    return found === expected ? [] : [{ zone: one.zone, date: String(one.epochMs), found, expected }]
  })
}

const germanDays = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag']
const englishDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const germanMonths = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')
const englishMonths = 'January February March April May June July August September October November December'.split(' ')
const germanNumbers =
  'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(
    ' ',
  )
const germanTens = ['', '', 'zwanzig', 'dreißig', 'vierzig', 'fünfzig']
const englishNumbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const englishTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty']
const englishOrdinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  )

type Wall = { weekday: number; day: number; month: number; year: number; hour: number; minute: number }

function readWall(wall: string): Wall {
  const [weekday = 0, day = 0, month = 0, year = 0, hour = 0, minute = 0] = wall.split(' ').map(Number)
  return { weekday, day, month, year, hour, minute }
}

function germanFor(text: string): string {
  const { weekday, day, month, year, hour, minute } = readWall(text)
  const part = hour >= 1 && hour <= 3 ? ' nachts' : hour >= 4 && hour <= 6 ? ' morgens' : ''
  const minutes = minute === 0 ? '' : ` ${minute === 1 ? 'eins' : germanNumber(minute)}`
  const date = `${germanDays[weekday - 1]}, der ${germanOrdinal(day)} ${germanMonths[month - 1]}`
  return `${date} ${year} ${germanNumber(hour)} Uhr${minutes}${part}`
}

function germanNumber(value: number): string {
  if (value < 20) return germanNumbers[value] ?? ''
  const ones = value % 10
  const tens = germanTens[Math.floor(value / 10)] ?? ''
  return ones === 0 ? tens : `${germanNumbers[ones]}und${tens}`
}

function germanOrdinal(day: number): string {
  const odd: Readonly<Record<number, string>> = { 1: 'erste', 3: 'dritte', 7: 'siebte', 8: 'achte' }
  return odd[day] ?? `${germanNumber(day)}${day < 20 ? 'te' : 'ste'}`
}

function englishFor(text: string): string {
  const { weekday, day, month, year, hour, minute } = readWall(text)
  const date = `${englishDays[weekday - 1]}, the ${englishOrdinal(day)} of ${englishMonths[month - 1]}`
  if (hour === 12 && minute === 0) return `${date} ${year} noon`
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${englishNumber(minute)}`
  return `${date} ${year} ${englishNumber(hour % 12 || 12)}${minutes} ${hour < 12 ? 'a.m.' : 'p.m.'}`
}

function englishNumber(value: number): string {
  if (value < 20) return englishNumbers[value] ?? ''
  const ones = value % 10
  const tens = englishTens[Math.floor(value / 10)] ?? ''
  return ones === 0 ? tens : `${tens}-${englishNumbers[ones]}`
}

function englishOrdinal(day: number): string {
  if (day < 20) return englishOrdinals[day - 1] ?? ''
  if (day === 20) return 'twentieth'
  if (day === 30) return 'thirtieth'
  return `${day < 30 ? 'twenty' : 'thirty'}-${englishOrdinals[(day % 10) - 1]}`
}
