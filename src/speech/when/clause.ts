import { daypartHalf, hourFitsDaypart, type DaypartName } from './daypart.ts'
import type { Bound, Clock, DayMention, Link, Part } from './part.ts'

/** One side of what was said: a day, a time, or both. */
export type Endpoint = {
  days: readonly DayMention[]
  clocks: readonly Clock[]
  dayparts: readonly DaypartName[]
  /** A number nothing stands beside: hour or day of the month, settled when the whole is known. */
  numbers: readonly { value: number; figures: string | undefined; isHour: boolean }[]
}

/** One statement about when: a start, perhaps an end, and how each is bounded. */
export type Clause = {
  start: Endpoint
  end?: Endpoint | undefined
  /** "Montag bis Mittwoch, neun bis zwölf": the same hours of each of the days. */
  daily?: { start: Endpoint; end?: Endpoint | undefined } | undefined
  /** "zwischen": of two feasts the days that lie between them. */
  isBetween?: boolean | undefined
  /** "von neun bis zwölf", "zwischen 9 und 12": two bare numbers behind these are hours. */
  opensRange?: boolean | undefined
  /** The sentence ends in a preposition: what it was about is missing. */
  isCutOff?: boolean | undefined
  /** The end was tied on by a dash, which may as well be only a pause. */
  dashed: boolean
  /** "in der Nacht von Freitag auf Samstag" and "in der Nacht auf Samstag": one night, and the day it leads to. */
  leadsTo?: 'end' | 'start' | undefined
  dayBound?: Bound | undefined
  clockBound?: Bound | undefined
  near?: 'before' | 'after' | undefined
}

const TODAY: DayMention = { day: 'relative', days: 0 }
export const NOTHING: Endpoint = { days: [], clocks: [], dayparts: [], numbers: [] }

/** Has this side any part of a day in it? */
export function hasTime(side: Endpoint | undefined): boolean {
  return side !== undefined && (side.clocks.length > 0 || side.dayparts.length > 0)
}

/** Does this side say anything at all? */
export function saysAnything(side: Endpoint | undefined): boolean {
  return side !== undefined && (side.days.length > 0 || hasTime(side) || side.numbers.length > 0)
}

/** What the links said that waits for the part it is about. */
type Pending = {
  opening?: 'from' | 'between' | undefined
  /** "from" without an end opens the hours; "von zehn Uhr" is only where the appointment was. */
  opensHours?: boolean | undefined
  bound?: Bound | undefined
  boundText?: string | undefined
  half?: 'early' | 'late' | undefined
  at: boolean
}

/** Folds the parts of one statement, left to right, into a clause. */
export function clauseOf(parts: readonly Part[]): Clause {
  let clause: Clause = { start: NOTHING, dashed: false }
  let pending: Pending = { at: false }
  let last: Part | undefined
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'link') {
      ;[clause, pending] = tie(clause, pending, part, parts.slice(index + 1))
    } else if (part.kind === 'plain' || part.kind === 'unknown') {
      pending = { ...pending, bound: undefined, at: false }
    } else if (part.kind === 'half') {
      pending = { ...pending, half: part.half }
    } else if (part.kind !== 'filler' && part.kind !== 'impossible') {
      clause = settledBehind(clause, part, last, parts[index - 1]) ?? add(clause, pending, part)
      last = part
      const half = part.kind === 'daypart' ? undefined : pending.half
      pending = { ...pending, bound: undefined, half, at: false }
    }
  }
  if (pending.bound !== undefined) return bindLast(clause, pending.bound, pending.boundText, last)
  const staysOpen = pending.opensHours === true && clause.end === undefined && clause.clockBound === undefined
  return staysOpen && hasHours(clause.start) ? { ...clause, clockBound: 'since' } : clause
}

/** "ab sieben Uhr früh": behind its hour a part of the day says which hour, not until when. */
function settledBehind(
  clause: Clause,
  part: Telling,
  last: Part | undefined,
  before: Part | undefined,
): Clause | undefined {
  const [clock, ...others] = clause.start.clocks
  if (part.kind !== 'daypart' || last?.kind !== 'clock' || before !== last || clause.end !== undefined) return undefined
  if (clause.clockBound === undefined || clock?.other === undefined || others.length > 0) return undefined
  const hour = [clock.hour, clock.other].find((reading) => hourFitsDaypart(reading % 24, part.name))
  return hour === undefined
    ? undefined
    : { ...clause, start: { ...clause.start, clocks: [{ hour, minute: clock.minute }] } }
}

/** "15 Uhr spätestens" is bound by what follows it; "zehn nach" was cut off before it was said. */
function bindLast(clause: Clause, bound: Bound, text: string | undefined, last: Part | undefined): Clause {
  const isCutOff = last?.kind === 'clock' || last?.kind === 'number'
  if (bound === 'after' || bound === 'before') return { ...clause, isCutOff }
  // "fährt um sechs Uhr ab": the other half of a verb.
  if (text === 'ab') return clause
  const takes = hasHours(clause.start) && clause.end === undefined && clause.clockBound === undefined
  return takes ? { ...clause, clockBound: bound } : clause
}

function hasHours(side: Endpoint): boolean {
  return hasTime(side) || side.numbers.length > 0
}

function tie(clause: Clause, pending: Pending, { link, text }: LinkPart, behind: readonly Part[]): [Clause, Pending] {
  if (link === 'from' || link === 'between')
    return [
      { ...clause, isBetween: link === 'between', opensRange: /^(?:von|zwischen|zw|from|between)$/.test(text) },
      { ...pending, opening: link, opensHours: text === 'from' },
    ]
  if (link === 'at') return [clause, { ...pending, at: true }]
  if (isBound(link) && !closesRange(clause, text, behind))
    return [bindBehind(clause, pending, text, behind[0]), { ...pending, bound: link, boundText: text }]
  const joins = isBound(link) || link === 'to' || link === 'dash' || (link === 'and' && pending.opening === 'between')
  // "zum" and "auf" only end what "vom" began; elsewhere they are prepositions.
  const isNight = /^(?:zum|auf)$/.test(text) && clause.start.dayparts.includes('night')
  if (!joins || (/^(?:zum|auf)$/.test(text) && pending.opening === undefined))
    return [isNight && clause.start.days.length === 0 ? { ...clause, leadsTo: 'start' } : clause, pending]
  return join(isNight ? { ...clause, leadsTo: 'end' } : clause, pending, link, text)
}

type LinkPart = Extract<Part, { kind: 'link' }>

function isBound(link: Link): link is Bound {
  return link === 'since' || link === 'ever_since' || link === 'after' || link === 'before' || link === 'until'
}

/** "10:30 until 12:00", "December 1st until December 4th": the end of what began, not a bound of its own. */
function closesRange(clause: Clause, text: string, behind: readonly Part[]): boolean {
  if (!/^(?:until|til)$/.test(text)) return false
  const next = behind.find((part) => part.kind !== 'filler' && part.kind !== 'link')
  if (next?.kind === 'day') return clause.start.days.length > 0
  const isTime = next?.kind === 'clock' || next?.kind === 'number' || next?.kind === 'daypart'
  return isTime && hasHours(clause.start) && clause.clockBound === undefined
}

function join(clause: Clause, pending: Pending, link: Link, text: string): [Clause, Pending] {
  const { start, end } = clause
  if (!saysAnything(start)) {
    const opens = link === 'to' && !/^(?:to|zum|auf)$/.test(text)
    return [clause, opens ? { ...pending, bound: 'until' } : pending]
  }
  if (end === undefined)
    return [
      { ...clause, end: NOTHING, dashed: link === 'dash' },
      { ...pending, opening: undefined, bound: undefined },
    ]
  if (end.days.length === 0 || !hasHours(end)) return [clause, pending]
  const daily = { start: { ...end, days: [] }, end: NOTHING }
  return [{ ...clause, end: { ...NOTHING, days: end.days }, daily }, pending]
}

/** "von neun Uhr an", "from Monday on": the bound comes behind what it binds. */
function bindBehind(clause: Clause, pending: Pending, text: string, next: Part | undefined): Clause {
  if (next !== undefined || pending.opening !== 'from' || !/^(?:ab|onwards)$/.test(text)) return clause
  return hasHours(clause.start) ? { ...clause, clockBound: 'since' } : { ...clause, dayBound: 'since' }
}

type Telling = Exclude<Part, { kind: 'link' | 'half' | 'filler' | 'plain' | 'unknown' | 'impossible' }>

function add(clause: Clause, pending: Pending, part: Telling): Clause {
  const { daily } = clause
  if (daily !== undefined) return { ...clause, daily: { ...daily, end: extend(daily.end ?? NOTHING, part, pending) } }
  if (clause.end !== undefined && isDaily(clause, clause.end, pending, part))
    return { ...clause, daily: { start: extend(NOTHING, part, pending) }, clockBound: pending.bound }
  if (clause.end !== undefined) return { ...clause, end: extend(clause.end, part, pending) }
  const closes = closesOpenStart(clause, pending, part)
  if (closes) return { ...clause, end: extend(NOTHING, part, pending) }
  const start = extend(clause.start, part, pending)
  if (part.kind === 'near') return { ...clause, start, near: part.side }
  if (pending.bound === undefined) return { ...clause, start }
  const isDay = start.days.length > clause.start.days.length && part.kind === 'day'
  return isDay ? { ...clause, start, dayBound: pending.bound } : { ...clause, start, clockBound: pending.bound }
}

/** "Montag bis Mittwoch um zehn", "… ab zehn": a time of every day, not the end of the last. */
function isDaily(clause: Clause, end: Endpoint, pending: Pending, part: Telling): boolean {
  if (part.kind === 'day' || end.days.length === 0 || hasHours(clause.start) || hasHours(end)) return false
  return pending.at || pending.bound !== undefined
}

/** "ab zehn, spätestens zwölf": the second bound is the end of the first. */
function closesOpenStart(clause: Clause, pending: Pending, part: Telling): boolean {
  const isOpen = clause.clockBound === 'since' || clause.clockBound === 'after'
  const isEnd = pending.bound === 'until' || pending.bound === 'before'
  return isOpen && isEnd && part.kind !== 'day'
}

function extend(side: Endpoint, part: Telling, pending: Pending): Endpoint {
  switch (part.kind) {
    case 'day': {
      const hasDate = side.days.some((day) => day.day === 'calendar' && day.dayOfMonth !== undefined)
      if (part.orClock !== undefined && (pending.at || hasDate))
        return { ...side, clocks: [...side.clocks, part.orClock] }
      return { ...side, days: [...side.days, part.day] }
    }
    case 'clock':
    case 'near':
      return { ...side, clocks: [...side.clocks, part.clock] }
    case 'daypart': {
      const name = (pending.half && daypartHalf(part.name, pending.half)) ?? part.name
      const days = part.isToday === true ? [...side.days, TODAY] : side.days
      return { ...side, days, dayparts: [...side.dayparts, name] }
    }
    case 'number': {
      const isHour = pending.at || pending.bound !== undefined
      return { ...side, numbers: [...side.numbers, { value: part.value, figures: part.figures, isHour }] }
    }
  }
}
