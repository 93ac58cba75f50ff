import type { Random } from '../../chaos/random.ts'
import type { Language } from '../company/company.ts'
import type { Trouble } from '../troubles.ts'
import { mishearDate, mishearTime } from './mishear.ts'
import { sayDay, sayTime, weekdayWord, writeDate, writeTime } from './say-when.ts'

/** When somebody wants to come: a time, or a part of a day. Wall time of the company. */
export type WishedTime = { date: Temporal.PlainDate } & (
  | { kind: 'at'; time: Temporal.PlainTime }
  | { kind: 'within'; from: Temporal.PlainTime; to: Temporal.PlainTime; words: Readonly<Record<Language, string>> }
)

/** A wish as it was said, as it was heard, and what the model makes of it. */
export type SpokenWish = { said: string; heard: string; args: Readonly<Record<string, string>> }

/** Parts of a day, as people call them; whoever says one is content with any time in it. */
const PARTS: readonly [readonly [number, number, string, string], ...(readonly [number, number, string, string])[]] = [
  [7, 13, 'vormittags', 'in the morning'],
  [12, 19, 'nachmittags', 'in the afternoon'],
  [14, 22, 'ab vierzehn Uhr', 'from two p.m.'],
  [16, 22, 'nach 16 Uhr', 'after 4 p.m.'],
  [10, 12, 'zwischen zehn und zwölf', 'between ten and twelve'],
  [0, 24, 'egal wann', 'any time'],
]

export function drawPart(random: Random, date: Temporal.PlainDate): WishedTime {
  const [from, to, de, en] = random.pick(PARTS)
  const until = to === 24 ? Temporal.PlainTime.from('23:59') : new Temporal.PlainTime(to)
  return { kind: 'within', date, from: new Temporal.PlainTime(from), to: until, words: { de, en } }
}

/** Whether a time is what was wished for. */
export function fitsWish(wish: WishedTime, at: Temporal.PlainDateTime): boolean {
  if (!at.toPlainDate().equals(wish.date)) return false
  const time = at.toPlainTime()
  if (wish.kind === 'at') return time.equals(wish.time)
  return Temporal.PlainTime.compare(time, wish.from) >= 0 && Temporal.PlainTime.compare(time, wish.to) <= 0
}

type Context = {
  random: Random
  language: Language
  today: Temporal.PlainDate
  has: (trouble: Trouble) => boolean
}

/** Says a wish once; `isFirst` is when it may be heard or written down wrongly. */
export function speakWish(context: Context, wish: WishedTime, isFirst: boolean): SpokenWish {
  const understood = isFirst && context.has('misheard_number') ? mishearWish(context, wish) : wish
  const said = phrase(context, wish)
  const heard = understood === wish ? said : phrase(context, understood)
  return {
    said: `${said.date} ${said.time}`,
    heard: `${heard.date} ${heard.time}`,
    args: write(context, understood, heard, isFirst),
  }
}

type Phrase = { date: string; time: string }

function phrase({ random, language, today }: Context, wish: WishedTime): Phrase {
  const date = sayDay(random, language, wish.date, today)
  return { date, time: wish.kind === 'at' ? sayTime(random, language, wish.time) : wish.words[language] }
}

function mishearWish({ random, today }: Context, wish: WishedTime): WishedTime {
  if (wish.kind === 'at' && random.chance(0.6)) return { ...wish, time: mishearTime(random, wish.time) }
  return { ...wish, date: mishearDate(random, wish.date, today) }
}

const INVENTED_YEARS = [-1, -2, -3] as const

function write({ random, language, has }: Context, wish: WishedTime, heard: Phrase, isFirst: boolean) {
  const time = wish.kind === 'at' ? writeTime(wish.time) : heard.time
  if (isFirst && has('invented_year')) {
    const year = random.pick(INVENTED_YEARS)
    return { date: writeDate(wish.date.add({ years: year })), time }
  }
  if (isFirst && has('wrong_weekday')) {
    const other = wish.date.add({ days: random.whole(1, 6) })
    return { date: `${weekdayWord(other, language)}, ${writeDate(wish.date)}`, time }
  }
  if (has('numeric_dates'))
    return random.chance(0.5) ? { date: writeDate(wish.date), time } : { date: wish.date.toString(), time }
  const ways = [
    heard,
    heard,
    { date: `${heard.date} ${heard.time}` },
    { date: heard.date, time },
    { date: writeDate(wish.date), time },
  ] as const
  return random.pick(ways)
}
