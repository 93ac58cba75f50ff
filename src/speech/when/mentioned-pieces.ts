import { spokenClock } from './clock-words.ts'
import type { DaypartName } from './daypart.ts'
import type { Clock, DayMention, Part } from './part.ts'

/** A stretch of a sentence that names one day, or one time of day. */
export type Piece = DaysPiece | ClockPiece
export type DaysPiece = {
  kind: 'days'
  mentions: readonly DayMention[]
  /** "Dienstag oder Mittwoch": beside the day before, not instead of it. */
  isAlternative: boolean
}
export type ClockPiece = {
  kind: 'clock'
  clock: Clock
  /** Parts of the day named with it. */
  dayparts: readonly DaypartName[]
  /** One end of a range, a limit or something refused: "bis elf", "ab fünf", "nicht um zehn". */
  isLimit: boolean
  /** Nothing but a preposition stands between it and the piece before. */
  isClose: boolean
}

/** What the words since the last piece do to the next one. */
type Pending = {
  isLimit: boolean
  at: boolean
  isClose: boolean
  or: boolean
  instead: boolean
  dayparts: readonly DaypartName[]
}

const nothing: Pending = { isLimit: false, at: false, isClose: true, or: false, instead: false, dayparts: [] }

/** Whether several mentions may be of the same day. */
type MayBeOne = (mentions: readonly DayMention[]) => boolean

/**
 * The days and times of a sentence in order. Days that stand together ("morgen, Dienstag, der 24.") are one piece; with words
 * between them they are when they may be ("am dritten, das ist ein Dienstag").
 */
export function piecesOf(parts: readonly Part[], mayBeOne: MayBeOne): readonly Piece[] {
  const pieces: Piece[] = []
  let pending = nothing
  for (const [index, part] of parts.entries()) pending = take(pieces, pending, part, parts.slice(index + 1), mayBeOne)
  return pieces
}

function take(pieces: Piece[], pending: Pending, part: Part, behind: readonly Part[], mayBeOne: MayBeOne): Pending {
  switch (part.kind) {
    case 'link':
      return takeLink(pieces, pending, part, behind)
    case 'day':
      if (part.orClock !== undefined && pending.at) return takeClock(pieces, pending, part.orClock)
      return takeDay(pieces, pending, part.day, mayBeOne)
    case 'clock':
      return takeClock(pieces, pending, part.clock)
    case 'near':
      return takeClock(pieces, { ...pending, isLimit: true }, part.clock)
    case 'number':
      return takeNumber(pieces, pending, part.value)
    case 'daypart':
      return takeDaypart(pieces, pending, part, mayBeOne)
    case 'plain':
    case 'unknown':
      // A comma parts nothing here.
      return part.text === '' ? pending : { ...pending, isLimit: false, at: false, isClose: false }
    case 'half':
    case 'filler':
    case 'impossible':
      return pending
  }
}

type LinkPart = Extract<Part, { kind: 'link' }>

function takeLink(pieces: Piece[], pending: Pending, { link, text }: LinkPart, behind: readonly Part[]): Pending {
  const isTo = (link === 'to' && !/^(?:zum|auf)$/.test(text)) || link === 'dash'
  const last = pieces.at(-1)
  if (isTo && last?.kind === 'clock' && pending.isClose && isTime(behind)) {
    pieces[pieces.length - 1] = { ...last, isLimit: true }
    return { ...pending, isLimit: true }
  }
  switch (link) {
    case 'at':
      return { ...pending, at: true }
    case 'or':
    case 'and':
      return { ...pending, or: true }
    case 'to':
      return text === 'bis' ? { ...pending, isLimit: true } : pending
    case 'from':
    case 'dash':
      return pending
    case 'instead':
      return { ...pending, isLimit: false, or: true, instead: true }
    case 'between':
    case 'since':
    case 'ever_since':
    case 'after':
    case 'before':
    case 'until':
    case 'not':
      return { ...pending, isLimit: true }
  }
}

function isTime(behind: readonly Part[]): boolean {
  const next = behind.find((part) => part.kind !== 'filler' && part.kind !== 'link')
  return next?.kind === 'clock' || next?.kind === 'number'
}

function takeDay(pieces: Piece[], pending: Pending, day: DayMention, mayBeOne: MayBeOne): Pending {
  // "bis morgen", "ab Montag": no day to come on.
  if (pending.isLimit) return nothing
  const last = pieces.at(-1)
  const isOne = last?.kind === 'days' && !pending.or && (pending.isClose || mayBeOne([...last.mentions, day]))
  if (isOne) pieces[pieces.length - 1] = { ...last, mentions: [...last.mentions, day] }
  else pieces.push({ kind: 'days', mentions: [day], isAlternative: pending.or && !pending.instead })
  return { ...nothing, dayparts: pending.dayparts }
}

function takeClock(pieces: Piece[], pending: Pending, clock: Clock): Pending {
  const { isLimit, isClose, dayparts } = pending
  pieces.push({ kind: 'clock', clock, dayparts, isLimit, isClose })
  return { ...nothing, dayparts }
}

/** "um neun", "um zehn oder elf", "Freitag, zehn": any other number may be anything. */
function takeNumber(pieces: Piece[], pending: Pending, value: number): Pending {
  const last = pieces.at(-1)
  const follows = pending.isClose && (last?.kind === 'days' || (last?.kind === 'clock' && pending.or))
  const isHour = value >= 1 && value <= 24 && (pending.at || follows)
  return isHour ? takeClock(pieces, pending, spokenClock(value, 0)) : { ...pending, at: false, isClose: false }
}

const today: DayMention = { day: 'relative', days: 0 }

function takeDaypart(
  pieces: Piece[],
  pending: Pending,
  { name, isToday }: Extract<Part, { kind: 'daypart' }>,
  mayBeOne: MayBeOne,
): Pending {
  const next = isToday === true ? takeDay(pieces, pending, today, mayBeOne) : pending
  const last = pieces.at(-1)
  if (last?.kind === 'clock' && pending.isClose && !pending.or) {
    pieces[pieces.length - 1] = { ...last, dayparts: [name] }
    return next
  }
  return { ...next, dayparts: [name] }
}
