import { NOTHING, hasTime, saysAnything, type Clause, type Endpoint } from './clause.ts'
import { spokenClock } from './clock-words.ts'
import type { DayMention } from './part.ts'

/** Which argument the words came from settles what a number alone is: "10" as a time or as a day of the month. */
export type Field = 'date' | 'time'

/**
 * Gives a folded clause its final shape: numbers become hours or days, a dash that only paused is taken away, days and
 * hours said once for both ends are given to both.
 *
 * @returns undefined when a number is left that fits nowhere, or the sentence was cut off.
 */
export function shapeClause(folded: Clause, field: Field): Clause | undefined {
  const clause = settleNumbers(folded, field)
  if (clause === undefined || clause.isCutOff === true) return undefined
  return shareDays(openEnd(withoutPause(pairOffsets(clause))))
}

function settleNumbers(clause: Clause, field: Field): Clause | undefined {
  const otherHour = hasTime(clause.end) || hasHourNumber(clause.end)
  const otherDay = clause.end?.days.some((day) => day.day === 'calendar' && day.dayOfMonth !== undefined) === true
  const areHours = clause.opensRange === true && (clause.end?.numbers.length ?? 0) > 0 && !otherDay
  const role = areHours ? 'hour' : roleOf(clause.start, clause.end, field)
  const start = settle(clause.start, otherDay && !otherHour ? 'day' : role)
  if (start === undefined) return undefined
  const endIsHour = (hasTime(start) || start.days.length > 0) && !isDayList(start)
  const end = settleOptional(clause.end, endIsHour ? 'hour' : 'day')
  const dailyStart = settleOptional(clause.daily?.start, 'hour')
  const dailyEnd = settleOptional(clause.daily?.end, 'hour')
  if (end === LOST || dailyStart === LOST || dailyEnd === LOST) return undefined
  return { ...clause, start, end, daily: dailyStart === undefined ? undefined : { start: dailyStart, end: dailyEnd } }
}

const LOST = 'lost'

function settleOptional(side: Endpoint | undefined, role: 'hour' | 'day'): Endpoint | undefined | typeof LOST {
  return side === undefined ? undefined : (settle(side, role) ?? LOST)
}

function hasHourNumber(side: Endpoint | undefined): boolean {
  return side?.numbers.some((number) => number.isHour) === true
}

/** "14 bis 16 Dezember": the start was settled as a bare day of the month. */
function isDayList(side: Endpoint | undefined): boolean {
  return side?.days.length === 1 && !hasTime(side) && isBareDay(side.days[0])
}

function isBareDay(day: DayMention | undefined): boolean {
  return day?.day === 'calendar' && day.dayOfMonth !== undefined && day.month === undefined
}

function roleOf(start: Endpoint, end: Endpoint | undefined, field: Field): 'hour' | 'day' {
  if (hasTime(end)) return 'hour'
  const hasDay = start.days.some((day) => day.day !== 'any') || (end?.days.length ?? 0) > 0
  if (hasDay || hasHourNumber(start)) return 'hour'
  return field === 'time' ? 'hour' : 'day'
}

function settle(side: Endpoint, role: 'hour' | 'day'): Endpoint | undefined {
  let settled: Endpoint = { ...side, numbers: [] }
  for (const number of side.numbers) {
    const hour = number.isHour || role === 'hour'
    if (hour && number.value <= 24 && !hasTime({ ...settled, dayparts: [] })) {
      const isPadded = number.figures?.startsWith('0') === true
      const clock = isPadded ? { hour: number.value, minute: 0 } : spokenClock(number.value, 0)
      settled = { ...settled, clocks: [...settled.clocks, clock] }
    } else if (
      number.value >= 1 &&
      number.value <= 31 &&
      number.figures !== undefined &&
      !number.isHour &&
      settled.days.length === 0
    ) {
      settled = { ...settled, days: [{ day: 'calendar', dayOfMonth: number.value }] }
    } else if (number.value >= 1900 && number.value < 2200) {
      settled = { ...settled, days: [...settled.days, { day: 'calendar', year: number.value }] }
    } else return undefined
  }
  return settled
}

/** "26.10. – vormittags", "16.10. - 07:00": the dash was a pause; nothing was ranged. */
function withoutPause(clause: Clause): Clause {
  const { start, end, dashed } = clause
  if (end === undefined) return clause
  if (!saysAnything(end)) return { ...clause, end: undefined }
  const onlyDay = start.days.length > 0 && !hasTime(start)
  if (!dashed || !onlyDay || end.days.length > 0 || clause.daily !== undefined) return clause
  return { ...clause, start: { ...start, clocks: end.clocks, dayparts: end.dayparts }, end: undefined }
}

/** "Dienstag bis 15 Uhr": there is no start to the hours, only an end. */
function openEnd(clause: Clause): Clause {
  const { start, end } = clause
  if (end === undefined || end.days.length > 0 || start.days.length === 0 || hasTime(start)) return clause
  if (clause.daily !== undefined) return clause
  const bounded = { ...start, clocks: end.clocks, dayparts: end.dayparts }
  return { ...clause, start: bounded, end: undefined, clockBound: 'until' }
}

/** "von zehn bis zwölf am Dienstag": the day came last and is meant for both. */
function shareDays(clause: Clause): Clause {
  const { start, end } = clause
  if (end === undefined || start.days.length > 0 || !hasTime(start) || end.days.length === 0) return clause
  if (!hasTime(end)) return { ...clause, start: { ...start, days: end.days }, end: NOTHING }
  return { ...clause, start: { ...start, days: end.days }, end: { ...end, days: [] } }
}

/** "Samstag in einer Woche", "heute in vierzehn Tagen": day and distance are one mention. */
function pairOffsets(clause: Clause): Clause {
  const end = clause.end === undefined ? undefined : pairSide(clause.end)
  return { ...clause, start: pairSide(clause.start), end }
}

function pairSide(side: Endpoint): Endpoint {
  const at = side.days.findIndex((day) => day.day === 'offset' && day.from === undefined && isDays(day.unit))
  const before = side.days[at - 1]
  const offset = side.days[at]
  if (before === undefined || offset?.day !== 'offset') return side
  if (before.day !== 'weekday' && before.day !== 'relative' && before.day !== 'holiday') return side
  const days = side.days.toSpliced(at - 1, 2, { ...offset, from: before })
  return { ...side, days }
}

function isDays(unit: string): boolean {
  return unit !== 'hour' && unit !== 'minute' && unit !== 'second'
}
