/** A part of the day by name; the hours are our convention, wide enough that no usual meaning is cut off. */
export type DaypartName =
  | 'early'
  | 'morning'
  | 'forenoon'
  | 'noon'
  | 'early_afternoon'
  | 'afternoon'
  | 'late_afternoon'
  | 'early_evening'
  | 'evening'
  | 'late_evening'
  | 'night'
  | 'late'

/** Hours of the wall clock; `to` past 24 lies on the following day. */
export type DaypartHours = { from: number; to: number }

const HOURS: Record<DaypartName, DaypartHours> = {
  early: { from: 6, to: 9 },
  morning: { from: 6, to: 12 },
  forenoon: { from: 8, to: 12 },
  noon: { from: 12, to: 14 },
  early_afternoon: { from: 12, to: 15 },
  afternoon: { from: 12, to: 18 },
  late_afternoon: { from: 15, to: 18 },
  early_evening: { from: 17, to: 19 },
  evening: { from: 17, to: 22 },
  late_evening: { from: 20, to: 24 },
  night: { from: 22, to: 30 },
  late: { from: 17, to: 22 },
}

/** The part of the day with exactly these hours, if there is one. */
export function daypartOfHours({ from, to }: DaypartHours): DaypartName | undefined {
  return NAMES.find((name) => HOURS[name].from === from && HOURS[name].to === to)
}

/** For telling "zehn Uhr abends" from "zehn Uhr": which hours go with the word, wider than the window it makes. */
const CLOCK_HOURS: Record<DaypartName, DaypartHours> = {
  ...HOURS,
  early: { from: 0, to: 12 },
  morning: { from: 0, to: 12 },
  forenoon: { from: 5, to: 13 },
  noon: { from: 11, to: 15 },
  early_afternoon: { from: 12, to: 18 },
  afternoon: { from: 12, to: 19 },
  late_afternoon: { from: 12, to: 20 },
  early_evening: { from: 15, to: 24 },
  evening: { from: 15, to: 25 },
  late_evening: { from: 17, to: 27 },
  night: { from: 18, to: 30 },
  late: { from: 15, to: 26 },
}

const WORDS: readonly (readonly [DaypartName, string])[] = [
  ['early', 'fruh fruhs fruhmorgens fruhmorgen morgenfruh tagesanbruch sonnenaufgang sunrise dawn daybreak'],
  ['morning', 'morgens morning mornings morgenstunden morgenstunde fruhstunden'],
  ['forenoon', 'vormittag vormittags vorm vormittage vormittagszeit forenoon vormittagsstunden'],
  ['noon', 'mittag mittags mittagessen mittagszeit mittagsstunde mittagspause lunchtime lunch midday'],
  ['early_afternoon', 'fruhnachmittag fruhnachmittags'],
  [
    'afternoon',
    'nachmittag nachmittags nachm nachmittage nachmittagszeit afternoon afternoons namittag nammittag arvo',
  ],
  ['late_afternoon', 'spatnachmittag spatnachmittags'],
  ['early_evening', 'fruhabend fruhabends vorabend'],
  ['evening', 'abend abends abendessen abendbrot abendzeit evening evenings abendstunden feierabend'],
  ['late_evening', 'spatabend spatabends primetime'],
  ['night', 'nacht nachts night nights nachtstunden overnight'],
]
const BY_WORD = new Map(WORDS.flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const)))

/** The part of the day a folded word names; "morgen" alone is tomorrow and is left to the grammar. */
export function daypartNamed(folded: string): DaypartName | undefined {
  return folded === 'morgen' ? 'morning' : BY_WORD.get(folded)
}

const NAMES: readonly DaypartName[] = WORDS.map(([name]) => name)

/** The hours a part of the day stands for. */
export function daypartHours(name: DaypartName): DaypartHours {
  return HOURS[name]
}

/** Does a clock hour (0 to 23) go with this part of the day? "zehn Uhr abends" is 22, not 10. */
export function hourFitsDaypart(hour: number, name: DaypartName): boolean {
  const { from, to } = CLOCK_HOURS[name]
  return (hour >= from && hour < to) || (hour + 24 >= from && hour + 24 < to)
}

/** "früher Nachmittag", "late evening": the half of a part of the day, undefined where it makes no difference. */
export function daypartHalf(name: DaypartName, half: 'early' | 'late'): DaypartName | undefined {
  if (half === 'early') {
    if (name === 'morning') return 'early'
    if (name === 'forenoon') return 'forenoon'
    if (name === 'afternoon') return 'early_afternoon'
    if (name === 'evening') return 'early_evening'
    return name === 'night' ? 'late_evening' : undefined
  }
  if (name === 'morning' || name === 'forenoon') return 'forenoon'
  if (name === 'afternoon') return 'late_afternoon'
  return name === 'evening' || name === 'night' ? 'late_evening' : undefined
}

/** All words, for the search of misspellings. */
export const DAYPART_WORDS: readonly string[] = [...BY_WORD.keys()]
