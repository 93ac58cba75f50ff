import type { Mention } from './answer-mention.ts'
import { readNumeral } from './numerals.ts'

/** Days inside an answer: weekdays, dates, parts of the day, and "morgen" where today is known. */

const weekdays: readonly RegExp[] = [
  /^(montags?|montagstermin|mondays?)$/,
  /^(dienstags?|dienstagstermin|tuesdays?)$/,
  /^(mittwochs?|mittwochstermin|wednesdays?)$/,
  /^(donnerstags?|donnerstagstermin|thursdays?)$/,
  /^(freitags?|freitagstermin|fridays?)$/,
  /^(samstags?|samstagstermin|sonnabends?|saturdays?)$/,
  /^(sonntags?|sundays?)$/,
]

const months: readonly RegExp[] = [
  /^(januar|jaenner|january)$/,
  /^(februar|feber|february)$/,
  /^(maerz|march)$/,
  /^april$/,
  /^(mai|may)$/,
  /^(juni|juno|june)$/,
  /^(juli|julei|july)$/,
  /^(august)$/,
  /^september$/,
  /^(oktober|october)$/,
  /^november$/,
  /^(dezember|december)$/,
]

/** From and to in hours; generous at the seams, since "mittags" and "nachmittags" overlap in everyone's speech. */
const dayparts: readonly (readonly [RegExp, number, number])[] = [
  [/^(vormittags?|morgens|mornings?|frueh)$/, 0, 12],
  [/^(mittags?)$/, 11, 14],
  [/^(nachmittags?|afternoons?)$/, 12, 18],
  [/^(abends?|evenings?)$/, 17, 24],
]

const relativeDays: Readonly<Record<string, number>> = { heute: 0, today: 0, morgen: 1, tomorrow: 1, uebermorgen: 2 }

function daypartAt(words: readonly string[], at: number): Mention | undefined {
  const word = words[at] ?? ''
  const isMorning = word === 'morgen' && /^(am|diesem|jeden|frueh)$/.test(words[at - 1] ?? '')
  const [, from, to] = dayparts.find(([pattern]) => pattern.test(isMorning ? 'morgens' : word)) ?? []
  if (from === undefined || to === undefined) return undefined
  return { used: 1, what: 'part', fits: (offer) => offer.hour >= from && offer.hour < to }
}

function indexOf(patterns: readonly RegExp[], word: string): number {
  return patterns.findIndex((pattern) => pattern.test(word)) + 1
}

function onDate(used: number, day: number, month?: number): Mention {
  return { used, what: 'day', fits: (at) => at.day === day && (month === undefined || at.month === month) }
}

function typedDateAt(words: readonly string[], at: number): Mention | undefined {
  const word = words[at] ?? ''
  const iso = /^\d{4}-(\d{2})-(\d{2})$/.exec(word)
  if (iso !== null) return onDate(1, Number(iso[2]), Number(iso[1]))
  const german = /^(\d{1,2})\.(\d{1,2})\.?(?:\d{2,4})?$/.exec(word)
  if (german === null || Number(german[2]) > 12) return undefined
  return onDate(1, Number(german[1]), Number(german[2]))
}

/** "vierundzwanzigsten November", "24. 11.", "the twenty-fourth of November". `isMarked` tells it from a place in a list. */
function ordinalDateAt(words: readonly string[], at: number): Mention | undefined {
  const day = readNumeral(words.slice(at, at + 6))
  if (day === undefined || day.value < 1 || day.value > 31) return undefined
  const gap = words[at + day.used] === 'of' ? 1 : 0
  const next = at + day.used + gap
  const month = indexOf(months, words[next] ?? '')
  if (month > 0) return onDate(day.used + gap + 1, day.value, month)
  const isNumberedDay = /^(am|vom)$/.test(words[at - 1] ?? '') && !/^(uhr|oclock)$/.test(words[next] ?? '')
  if (!day.ordinal) return isNumberedDay ? onDate(day.used, day.value) : undefined
  const numbered = readNumeral(words.slice(next, next + 6))
  if (numbered?.ordinal === true && numbered.value >= 1 && numbered.value <= 12) {
    return onDate(day.used + gap + numbered.used, day.value, numbered.value)
  }
  const isDate = /^(am|vom|zum|on)$/.test(words[at - 1] ?? '') || day.value > 5
  return isDate ? onDate(day.used, day.value) : undefined
}

function monthAt(words: readonly string[], at: number): Mention | undefined {
  const month = indexOf(months, words[at] ?? '')
  // "May" and "march" are words of their own in English; they count beside a number only.
  const isWord = /^(may|march)$/.test(words[at] ?? '')
  if (month === 0) return undefined
  const gap = words[at + 1] === 'the' ? 1 : 0
  const day = readNumeral(words.slice(at + 1 + gap, at + 7 + gap))
  if (day !== undefined && day.value >= 1 && day.value <= 31) return onDate(1 + gap + day.used, day.value, month)
  return isWord ? undefined : { used: 1, what: 'day', fits: (offer) => offer.month === month }
}

function relativeDayAt(
  words: readonly string[],
  at: number,
  today: Temporal.PlainDate | undefined,
): Mention | undefined {
  const days = relativeDays[words[at] ?? '']
  if (days === undefined) return undefined
  if (today === undefined) return { used: 1, what: 'relative', fits: () => false }
  const day = today.add({ days })
  return { used: 1, what: 'day', fits: (offer) => offer.toPlainDate().equals(day) }
}

/** Reads a day or a part of a day at `at`. Words are folded; without `today` "morgen" stays untold. */
export function dayAt(words: readonly string[], at: number, today?: Temporal.PlainDate): Mention | undefined {
  const weekday = indexOf(weekdays, words[at] ?? '')
  if (weekday > 0) return { used: 1, what: 'day', fits: (offer) => offer.dayOfWeek === weekday }
  return (
    daypartAt(words, at) ??
    typedDateAt(words, at) ??
    ordinalDateAt(words, at) ??
    monthAt(words, at) ??
    relativeDayAt(words, at, today)
  )
}
