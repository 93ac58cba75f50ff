import { shapeClause } from './clause-shape.ts'
import type { Clause } from './clause.ts'
import { settleClock } from './hours-resolution.ts'
import { type ClockPiece, type Piece, piecesOf } from './mentioned-pieces.ts'
import type { DayMention } from './part.ts'
import { partsOf } from './parts.ts'
import type { WhenContext } from './reading.ts'
import { resolveClause } from './resolution.ts'
import type { Reading } from './resolved.ts'
import { LONGEST_SAID_LETTERS, tokensOf } from './token.ts'

/** "The first one is at nine" has no first of the month in it, and no one o'clock. */
const oneOfThem = /\bthe (?:first|second|third|next|last|earliest|latest|other) one\b/giu

/** Something a sentence says about when, in wall time. */
export type MentionedTime =
  | { kind: 'point'; at: Temporal.PlainDateTime }
  /** A day without a time. */
  | { kind: 'day'; day: Temporal.PlainDate }
  /** A time of a day nobody has named. */
  | { kind: 'hour'; time: Temporal.PlainTime }

/** The days a conversation has come to: what follows without a day is on that one, and a weekday lies in that period. */
export type DaysSpoken = {
  readonly day?: Temporal.PlainDate | undefined
  readonly period?: readonly DayMention[] | undefined
}

/** All that a sentence says, in order, each once, and what days the conversation is at behind it. */
export type TimesMentioned = { times: readonly MentionedTime[]; spoken: DaysSpoken }

/**
 * Every day and time that is named in a sentence, where `understandWhen` reads the one that is wished: "Dienstag um zehn oder
 * um elf; oder Mittwoch um neun" are three points. Ranges, limits and refusals ("bis elf", "nicht um zehn") are left out, and
 * so is what has no reading. Never throws, whatever the text; of a long one the first 600 letters are read.
 */
export function timesMentioned(text: string, context: WhenContext, spoken: DaysSpoken = {}): TimesMentioned {
  const grammar = { language: context.language, year: context.now.year }
  const mayBeOne = (days: readonly DayMention[]): boolean => read({ days }, context).kind !== 'none'
  const said = text.slice(0, LONGEST_SAID_LETTERS).replaceAll(oneOfThem, ' ')
  const pieces = piecesOf(partsOf(tokensOf(said), grammar), mayBeOne)
  const days = new Map<number, Temporal.PlainDate>()
  let at = spoken
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'days') continue
    const found = dayOf(piece.mentions, at, context)
    if (found.day !== undefined) days.set(index, found.day)
    at = found
  }
  const times = pieces.flatMap((piece, index) => timeOf(piece, index, pieces, days, spoken, context))
  // "Dienstag oder Mittwoch": which of them comes next nobody has said.
  const isOpen = pieces.some((piece) => piece.kind === 'days' && piece.isAlternative) && isSeveral([...days.values()])
  return { times: distinct(times), spoken: isOpen ? { period: at.period } : at }
}

/** The one day that is named, or else the period, in the light of what was spoken of before. */
function dayOf(mentions: readonly DayMention[], spoken: DaysSpoken, context: WhenContext): DaysSpoken {
  const [only] = mentions
  const isBareWeekday = mentions.length === 1 && only?.day === 'weekday' && only.which === undefined
  // "Dienstag, der erste Dezember … dann am Dienstag um elf": the one that was spoken of.
  if (isBareWeekday && spoken.day?.dayOfWeek === only.weekday) return spoken
  const within = isBareWeekday ? (spoken.period ?? []) : []
  // Of which week, with the talk of a day far ahead? Nobody can tell.
  const isFarAhead = spoken.day !== undefined && daysAhead(spoken.day, context) > 7
  if (isBareWeekday && within.length === 0 && isFarAhead) return {}
  const reading = read({ days: [...mentions, ...within] }, context)
  if (reading.kind === 'point') return { day: reading.at.toPlainDate() }
  if (reading.kind === 'none') return isBareWeekday && within.length > 0 ? spoken : {}
  const { from, to } = reading.window
  const isOneDay = from.add({ days: 1 }).equals(to)
  if (!isOneDay) return { period: mentions }
  return within.length > 0 ? { day: from.toPlainDate(), period: within } : { day: from.toPlainDate() }
}

function isSeveral(days: readonly Temporal.PlainDate[]): boolean {
  return days.some((day) => !day.equals(days[0] ?? day))
}

function daysAhead(day: Temporal.PlainDate, context: WhenContext): number {
  return context.now.toPlainDate().until(day, { largestUnit: 'days' }).days
}

function read(start: Partial<Clause['start']>, context: WhenContext): Reading {
  const said: Clause = { start: { days: [], clocks: [], dayparts: [], numbers: [], ...start }, dashed: false }
  const clause = shapeClause(said, 'date') ?? said
  return resolveClause(clause, { now: context.now.toPlainDateTime(), isOpen: context.isOpen })
}

function timeOf(
  piece: Piece,
  index: number,
  pieces: readonly Piece[],
  days: ReadonlyMap<number, Temporal.PlainDate>,
  spoken: DaysSpoken,
  context: WhenContext,
): readonly MentionedTime[] {
  if (piece.kind === 'days') {
    const day = days.get(index)
    const isTaken = pieces.some((other, at) => other.kind === 'clock' && dayIndexOf(at, pieces) === index)
    return day === undefined || isTaken ? [] : [{ kind: 'day', day }]
  }
  if (piece.isLimit) return []
  const own = dayIndexOf(index, pieces)
  // A day was named that has no reading: the one spoken of before is not meant.
  const day = own === undefined ? spoken.day : days.get(own)
  if (day !== undefined) return pointOf(piece, day, context)
  if (own !== undefined) return []
  const hour = settleClock(piece.clock, context.now.toPlainDate().add({ days: 1 }), [], {
    now: context.now.toPlainDateTime(),
    isOpen: context.isOpen,
  })
  return hour === undefined ? [] : [{ kind: 'hour', time: hour.toPlainTime() }]
}

/** Which piece has the day of a time: the last one before it, or, where sentences begin with the time, the next behind. */
function dayIndexOf(index: number, pieces: readonly Piece[]): number | undefined {
  const before = pieces.findLastIndex((piece, at) => at < index && piece.kind === 'days')
  const behind = pieces.findIndex((piece, at) => at > index && piece.kind === 'days')
  const isTimeFirst = pieces[0]?.kind === 'clock'
  // "Dienstag um zehn oder um elf am Mittwoch": a day with no time behind it belongs to the one in front.
  const belongsBehind =
    behind === index + 1 && pieces[behind + 1]?.kind !== 'clock' && pieces[index - 1]?.kind === 'clock'
  const chosen = isTimeFirst || belongsBehind ? [behind, before] : [before, behind]
  return chosen.find((at) => at >= 0)
}

function pointOf(piece: ClockPiece, day: Temporal.PlainDate, context: WhenContext): readonly MentionedTime[] {
  const date: DayMention = { day: 'calendar', year: day.year, month: day.month, dayOfMonth: day.day }
  for (const dayparts of [piece.dayparts, []]) {
    const reading = read({ days: [date], clocks: [piece.clock], dayparts }, context)
    if (reading.kind === 'point') return [{ kind: 'point', at: reading.at }]
  }
  return []
}

function distinct(times: readonly MentionedTime[]): readonly MentionedTime[] {
  const keys = times.map((time) => JSON.stringify(time))
  return times.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
