import { shapeClause, type Field } from './clause-shape.ts'
import { clauseOf, hasTime, saysAnything, type Clause, type Endpoint } from './clause.ts'
import type { Part } from './part.ts'
import type { WhenQuestion } from './reading.ts'

/** What a sentence says about when: statements of which one is meant, or the reason there is none. */
export type Sentence = { clauses: readonly Clause[] } | { question: WhenQuestion }

/** Turns the parts of a sentence into its statements: corrections applied, alternatives kept apart. */
export function sentenceOf(said: readonly Part[], field: Field): Sentence {
  const parts = withoutMovedFrom(said)
  if (parts.some((part) => part.kind === 'impossible')) return { question: 'impossible' }
  if (parts.some((part) => part.kind === 'unknown' && part.telling)) return { question: 'not_understood' }
  const segments = withoutRejected(split(parts, isCorrection))
  if (segments === undefined) return { question: 'not_understood' }
  let clauses: readonly Clause[] = []
  for (const segment of segments) {
    const said = alternativesOf(segment, field)
    if (said === undefined) return { question: 'not_understood' }
    clauses = said.length === 0 ? clauses : correct(clauses, said)
  }
  // Words nobody knows and nothing else: something was said, and it has no reading.
  const isRiddle = clauses.length === 0 && parts.some((part) => part.kind === 'unknown')
  return isRiddle ? { question: 'not_understood' } : { clauses }
}

const MOVING = /^(?:verschieb|verschob|verleg|umbuch|umgebuch|umleg|vorverleg|vorzieh)/

/** "von Dienstag auf Donnerstag verschieben": where it was is not where it is wanted. */
function withoutMovedFrom(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((part) => part.kind === 'plain' && MOVING.test(part.text))) return parts
  const from = parts.findIndex((part) => part.kind === 'link' && part.link === 'from')
  const onto = parts.findIndex((part, index) => index > from && part.kind === 'link' && part.text === 'auf')
  return from < 0 || onto < 0 ? parts : parts.toSpliced(from, onto + 1 - from)
}

function isCorrection(part: Part): boolean {
  return part.kind === 'link' && part.link === 'instead'
}

function isNegation(part: Part): boolean {
  return part.kind === 'link' && part.link === 'not'
}

/** "nicht Montag, sondern Dienstag": what was refused goes; a refusal with nothing in its place is a question. */
function withoutRejected(segments: readonly (readonly Part[])[]): (readonly Part[])[] | undefined {
  const kept: (readonly Part[])[] = []
  for (const [index, segment] of segments.entries()) {
    const at = segment.findIndex(isNegation)
    if (at < 0) {
      kept.push(segment)
      continue
    }
    const isReplaced = segments.slice(index + 1).some((later) => later.some(tells))
    if (!isReplaced && segment.some(tells)) return undefined
    const rejectsBehind = segment.slice(at).some(tells)
    kept.push(rejectsBehind ? segment.slice(0, at) : [])
  }
  return kept
}

function tells(part: Part): boolean {
  return (
    part.kind === 'day' ||
    part.kind === 'clock' ||
    part.kind === 'near' ||
    part.kind === 'daypart' ||
    part.kind === 'number'
  )
}

function split(parts: readonly Part[], at: (part: Part) => boolean): Part[][] {
  const segments: Part[][] = [[]]
  for (const part of parts) {
    if (at(part)) segments.push([])
    else segments.at(-1)?.push(part)
  }
  return segments
}

/** "Dienstag oder Mittwoch": each alternative on its own; undefined when one of them cannot be shaped. */
function alternativesOf(segment: readonly Part[], field: Field): readonly Clause[] | undefined {
  const clauses: Clause[] = []
  for (const piece of split(joinRanges(segment), isAlternative)) {
    const last = clauses.at(-1)
    // "um acht oder neun": beside a time a number is an hour.
    const clause = shapeClause(clauseOf(piece), last !== undefined && hasTime(last.start) ? 'time' : field)
    if (clause === undefined) return undefined
    if (!saysAnything(clause.start)) continue
    if (last === undefined) clauses.push(clause)
    else if (overlaps(last, clause)) clauses.push(inherit(clause, last))
    else clauses[clauses.length - 1] = complete(last, clause)
  }
  return shareForward(clauses)
}

function isAlternative(part: Part): boolean {
  return part.kind === 'link' && part.link === 'or'
}

/** Settles what "und" and "/" tie: the end of "zwischen … und", a range of two dates, or an alternative. */
function joinRanges(segment: readonly Part[]): Part[] {
  let isBetween = false
  return segment.map((part, index) => {
    if (part.kind !== 'link') return part
    if (part.link === 'between') isBetween = true
    if (part.text === '/') return { ...part, link: tellsTwice(segment, index) ? 'dash' : 'or' }
    if (part.link !== 'and') return part
    if (isBetween) {
      isBetween = false
      return { ...part, link: 'to', text: 'bis' }
    }
    return { ...part, link: 'or' }
  })
}

function tellsTwice(segment: readonly Part[], index: number): boolean {
  const before = segment[index - 1]
  const after = segment[index + 1]
  return before !== undefined && after !== undefined && tells(before) && tells(after)
}

function overlaps(one: Clause, other: Clause): boolean {
  const bothDays = one.start.days.length > 0 && other.start.days.length > 0
  return bothDays || (hasTime(one.start) && hasTime(other.start))
}

/** "Dienstag um zehn oder elf": the second has the first's day. */
function inherit(clause: Clause, from: Clause): Clause {
  if (clause.start.days.length > 0) return clause
  return { ...clause, start: { ...clause.start, days: from.start.days } }
}

/** "Dienstag oder Mittwoch um zehn": the first has the second's time; "um zehn oder elf am Montag": its day. */
function shareForward(clauses: readonly Clause[]): Clause[] {
  const last = clauses.at(-1)
  return clauses.map((clause) => {
    if (last !== undefined && clause.start.days.length === 0) return inherit(clause, last)
    if (last === undefined || hasTime(clause.start) || clause.end !== undefined || !hasTime(last.start)) return clause
    return { ...last, start: { ...last.start, days: clause.start.days } }
  })
}

/** Two statements of different things are one: "am Dienstag, und zwar um zehn". */
export function complete(one: Clause, other: Clause): Clause {
  const [days, time] = one.start.days.length > 0 ? [one, other] : [other, one]
  if (days.end !== undefined && days.end.days.length > 0)
    return { ...days, daily: { start: time.start, end: time.end }, clockBound: time.clockBound, near: time.near }
  return {
    ...time,
    start: { ...time.start, days: [...days.start.days, ...time.start.days] },
    dayBound: days.dayBound ?? time.dayBound,
  }
}

/** The later word counts; what it leaves open stands as it was said before. */
function correct(before: readonly Clause[], after: readonly Clause[]): readonly Clause[] {
  const old = before.at(-1)
  if (old === undefined) return after
  return after.map((clause) => {
    const saysDay = clause.start.days.length > 0
    const saysTime = hasTime(clause.start)
    if (saysDay && !saysTime && hasTime(old.start)) return complete(clause, withoutDays(old))
    if (saysTime && !saysDay) return complete(withoutTime(old), clause)
    return clause
  })
}

function withoutDays(clause: Clause): Clause {
  const end = clause.end === undefined ? undefined : { ...clause.end, days: [] }
  return { ...clause, start: { ...clause.start, days: [] }, end, dayBound: undefined }
}

function withoutTime(clause: Clause): Clause {
  const end = clause.end === undefined || clause.end.days.length === 0 ? undefined : onlyDays(clause.end)
  return { ...clause, start: onlyDays(clause.start), end, clockBound: undefined, near: undefined, daily: undefined }
}

function onlyDays(side: Endpoint): Endpoint {
  return { ...side, clocks: [], dayparts: [] }
}
