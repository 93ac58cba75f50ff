import type { Field } from './clause-shape.ts'
import { hasTime, saysAnything, type Clause } from './clause.ts'
import { sameClock } from './hours-resolution.ts'
import { partsOf } from './parts.ts'
import type { When, WhenContext, WhenQuestion, WhenSaid } from './reading.ts'
import { isOver, resolveClause } from './resolution.ts'
import type { Reading } from './resolved.ts'
import { complete, sentenceOf, type Sentence } from './sentence.ts'
import { LONGEST_SAID_LETTERS, tokensOf } from './token.ts'

/**
 * What was read, with the reason it cannot stand as it is: 'past' for a day or time gone by, 'missing' for a time
 * whose day was not said and is taken to be the next. Everything else that has to be asked has no reading.
 */
export type UnderstoodWhen =
  | { when: Exclude<When, { kind: 'question' }>; reason?: 'past' | 'missing' | undefined }
  | { when: Extract<When, { kind: 'question' }>; reason: WhenQuestion }

/**
 * Reads what a caller said about when, in wall time of `context.now`'s zone. The two arguments are what a voice model
 * made of it: either may hold everything, they may repeat each other, and an empty one says nothing. The rules and
 * conventions are written down in docs/speech-dates.md.
 *
 * @returns a point (minute), a window, or the question to ask; never throws, whatever the text.
 */
export function understandWhen(said: WhenSaid, context: WhenContext): When {
  const { when, reason } = readWhen(said, context)
  if (when.kind === 'question') return when
  if (reason !== undefined)
    return { kind: 'question', reason, candidates: [when.kind === 'point' ? when.at : when.from] }
  if (when.kind === 'point') return when
  const now = minuteOf(context)
  return Temporal.PlainDateTime.compare(when.from, now) < 0 ? { ...when, from: now } : when
}

/**
 * As `understandWhen`, with the whole reading: nothing of a window is cut off because it has begun, and a reading is
 * kept where only the calendar speaks against it.
 */
export function readWhen(said: WhenSaid, context: WhenContext): UnderstoodWhen {
  const date = readField(said.date, 'date', context)
  const time = readField(said.time, 'time', context)
  const sentence = join(date, time)
  if ('question' in sentence) return ask(sentence.question, [])
  const readings = distinct(sentence.clauses.map((clause) => resolve(clause, context)))
  const [first, ...others] = readings
  if (first === undefined) return ask('missing', [])
  if (others.length === 0) return conclude(first, context)
  return ask('ambiguous', readings.flatMap(startsOf))
}

function readField(text: string | undefined, field: Field, context: WhenContext): Sentence {
  if (text === undefined || text === null || text.trim() === '') return { clauses: [] }
  if (text.length > LONGEST_SAID_LETTERS) return { question: 'not_understood' }
  const grammar = { language: context.language, year: context.now.year }
  return sentenceOf(partsOf(tokensOf(text), grammar), field)
}

/** Brings the two arguments together: what one leaves out the other says, and what both say has to agree. */
function join(date: Sentence, time: Sentence): Sentence {
  if ('question' in date || 'question' in time) return 'question' in date ? date : time
  const [first, ...moreDates] = date.clauses
  const [second, ...moreTimes] = time.clauses
  if (first === undefined) return time
  if (second === undefined) return date
  if (moreDates.length > 0 && moreTimes.length > 0) return same(date.clauses, time.clauses)
  if (moreDates.length > 0) return { clauses: date.clauses.map((clause) => joinClauses(clause, second)) }
  return { clauses: time.clauses.map((clause) => joinClauses(first, clause)) }
}

function same(one: readonly Clause[], other: readonly Clause[]): Sentence {
  return JSON.stringify(one) === JSON.stringify(other) ? { clauses: one } : { question: 'ambiguous' }
}

function joinClauses(date: Clause, time: Clause): Clause {
  if (!saysTime(date) || isMidnight(date)) return complete({ ...date, start: withoutClocks(date) }, time)
  if (!saysTime(time)) return complete(time.start.days.length > 0 ? time : withNoTime(time), date)
  const clocks = sharedClocks(date, time)
  // What is said twice is said once; what differs is left in, so that the resolution sees the conflict.
  const days = [...date.start.days, ...time.start.days]
  const keeper = time.end === undefined && date.end !== undefined ? date : time
  const dayparts = [...new Set([...date.start.dayparts, ...time.start.dayparts])]
  return {
    ...keeper,
    start: { days, dayparts, clocks, numbers: [] },
    dayBound: date.dayBound ?? time.dayBound,
    clockBound: date.clockBound ?? time.clockBound,
  }
}

function saysTime(clause: Clause): boolean {
  return hasTime(clause.start) || clause.daily !== undefined || hasTime(clause.end)
}

function withNoTime(clause: Clause): Clause {
  return { ...clause, start: { ...clause.start, clocks: [], dayparts: [] } }
}

function withoutClocks(clause: Clause): Clause['start'] {
  return isMidnight(clause) ? { ...clause.start, clocks: [] } : clause.start
}

/** The 00:00 of an ISO date-time is how a machine writes a day. */
function isMidnight(clause: Clause): boolean {
  const [clock, ...others] = clause.start.clocks
  return (
    clock !== undefined && others.length === 0 && clock.hour === 0 && clock.minute === 0 && clause.end === undefined
  )
}

function sharedClocks(date: Clause, time: Clause): Clause['start']['clocks'] {
  const [one] = date.start.clocks
  const [other] = time.start.clocks
  const shared = one === undefined || other === undefined ? undefined : sameClock(one, other)
  return shared === undefined ? [...date.start.clocks, ...time.start.clocks] : [shared]
}

function resolve(clause: Clause, context: WhenContext): Reading {
  if (!saysAnything(clause.start)) return { kind: 'none', reason: 'missing', candidates: [] }
  return resolveClause(clause, { now: context.now.toPlainDateTime(), isOpen: context.isOpen })
}

function distinct(readings: readonly Reading[]): Reading[] {
  const keys = readings.map((reading) => JSON.stringify(reading))
  return readings.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}

function startsOf(reading: Reading): readonly Temporal.PlainDateTime[] {
  if (reading.kind === 'none') return reading.candidates
  return [reading.kind === 'point' ? reading.at : reading.window.from]
}

function conclude(reading: Reading, context: WhenContext): UnderstoodWhen {
  if (reading.kind === 'none') return ask(reading.reason, reading.candidates)
  const past = isOver(reading, minuteOf(context)) ? ('past' as const) : undefined
  const reason = past ?? (reading.dayIsAssumed ? ('missing' as const) : undefined)
  if (reading.kind === 'point') {
    if (!exists(reading.at, context)) return ask('impossible', [])
    return { when: { kind: 'point', at: reading.at }, reason }
  }
  const { from, to, grain, daily } = reading.window
  const window = { kind: 'window' as const, from, to, grain }
  return { when: daily === undefined ? window : { ...window, daily }, reason }
}

function minuteOf(context: WhenContext): Temporal.PlainDateTime {
  return context.now.toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'trunc' })
}

/** The hour that is skipped in spring is on no clock. */
function exists(at: Temporal.PlainDateTime, context: WhenContext): boolean {
  return at.toZonedDateTime(context.now.timeZoneId).toPlainDateTime().equals(at)
}

function ask(reason: WhenQuestion, candidates: readonly Temporal.PlainDateTime[]): UnderstoodWhen {
  return { when: { kind: 'question', reason, candidates }, reason }
}
