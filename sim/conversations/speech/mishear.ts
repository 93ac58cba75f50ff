import type { Random } from '../../chaos/random.ts'

/** What speech recognition takes for what, in names and other words. */
const SLIPS: readonly [readonly [RegExp, string], ...(readonly [RegExp, string])[]] = [
  [/ei/, 'ai'],
  [/ai/, 'ei'],
  [/ay/, 'ei'],
  [/ey/, 'ei'],
  [/tz/, 'z'],
  [/ck/, 'k'],
  [/dt/, 't'],
  [/tt/, 't'],
  [/nn/, 'n'],
  [/mm/, 'm'],
  [/ff/, 'f'],
  [/ss/, 's'],
  [/ß/, 'ss'],
  [/ü/, 'ue'],
  [/ö/, 'oe'],
  [/ä/, 'e'],
  [/ph/, 'f'],
  [/th/, 't'],
  [/(?<=[aeiouäöü])h/, ''],
  [/v/, 'f'],
  [/b(?=$| )/, 'p'],
  [/d(?=$| )/, 't'],
  [/n(?=$| )/, 'nn'],
  [/er(?=$| )/, 'a'],
  [/ch/, 'sch'],
]

/** The same heard wrongly: one slip of the usual kinds. Itself when none of them can happen to it. */
export function mishear(random: Random, text: string): string {
  const possible = SLIPS.filter(([from]) => from.test(text))
  if (possible.length === 0) return text
  const [from, to] = random.pick(possible as [(typeof SLIPS)[number], ...(typeof SLIPS)[number][]])
  return text.replace(from, to)
}

/** Another time near by, as "dreizehn" is taken for "dreißig" and "zwei" for "drei". */
export function mishearTime(random: Random, time: Temporal.PlainTime): Temporal.PlainTime {
  const ways = [
    time.add({ hours: 1 }),
    time.subtract({ hours: 1 }),
    time.with({ minute: time.minute === 0 ? 30 : 0 }),
    time.with({ minute: 15 }),
  ]
  return random.pick(ways as [Temporal.PlainTime, ...Temporal.PlainTime[]])
}

/** Another day, as "Dienstag" is taken for "Donnerstag". Never one that has passed. */
export function mishearDate(random: Random, date: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const heard = date.add({ days: random.pick([1, 2, -2, 7, 10]) })
  return Temporal.PlainDate.compare(heard, today) <= 0 ? date.add({ days: 1 }) : heard
}
