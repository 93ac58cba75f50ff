import type { GrammarContext } from './date-grammar.ts'
import { readPeriodOf, periodUnit } from './day-grammar.ts'
import { ABOUT, readAnchor, readOffset } from './offset-grammar.ts'
import type { DayMention, Part, Which } from './part.ts'
import { JOINTS, markAt, numberAt, skipWords, wordAt, wordTable, type Read } from './peek.ts'
import { readSpan, type Span } from './span-grammar.ts'
import type { Token } from './token.ts'
import { shiftOf, whichNamed } from './which.ts'

const IN = new Set(['in', 'within', 'innerhalb', 'binnen', 'innert'])
const EDGES = wordTable<'start' | 'middle' | 'end' | 'rest'>([
  ['start', 'anfang beginn start beginning early'],
  ['middle', 'mitte middle mid'],
  ['end', 'ende end late'],
  ['rest', 'rest remainder'],
])
/** "Ende" of something; the other half of these words ("late afternoon") belongs to parts of the day. */
const MONTH_EDGES_ONLY = new Set(['early', 'late', 'mid'])
const WEEK_WORDS = new Set(['kw', 'kalenderwoche', 'woche', 'week', 'calendarweek'])

/** "Anfang", "mid": words that only cut what follows them. */
export function isEdgeWord(word: string): boolean {
  return EDGES.has(word)
}

/** Reads a stretch of days or a distance: "nächste Woche", "in zwei Wochen", "Ende November", "KW 45". */
export function readPeriod(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  return (
    readCalendarWeek(tokens, index) ??
    readEdge(tokens, index) ??
    readRun(tokens, index) ??
    readOffset(tokens, index, context) ??
    readPeriodName(tokens, index, context) ??
    readWholePeriod(tokens, index)
  )
}

function readCalendarWeek(tokens: readonly Token[], index: number): Read<Part> | undefined {
  if (wordAt(tokens, index) === 'calendar' && wordAt(tokens, index + 1) === 'week') {
    const read = readCalendarWeek(tokens, index + 1)
    return read === undefined ? undefined : { ...read, used: read.used + 1 }
  }
  const counted = readCountedWeek(tokens, index)
  if (counted !== undefined) return counted
  const week = numberAt(tokens, index + 1)
  if (!WEEK_WORDS.has(wordAt(tokens, index)) || week === undefined || week.ordinal) return undefined
  if (week.value < 1 || week.value > 53) return undefined
  const slash = markAt(tokens, index + 2, '/') ? 1 : 0
  const year = numberAt(tokens, index + 2 + slash)
  const isYear = year?.figures?.length === 4
  return day({ day: 'iso_week', week: week.value, year: isYear ? year.value : undefined }, isYear ? 3 + slash : 2)
}

/** "48. KW", "in der achtundvierzigsten Kalenderwoche 2026" */
function readCountedWeek(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const week = numberAt(tokens, index)
  if (week === undefined || week.value < 1 || week.value > 53) return undefined
  const dot = markAt(tokens, index + 1, '.', true) ? 1 : 0
  const at = index + 1 + dot
  if (!/^(?:kw|kalenderwoche)$/.test(wordAt(tokens, at)) || !(dot === 1 || week.ordinal)) return undefined
  const year = numberAt(tokens, at + 1)
  const isYear = year?.figures?.length === 4
  return day({ day: 'iso_week', week: week.value, year: isYear ? year.value : undefined }, 2 + dot + (isYear ? 1 : 0))
}

/** "nächste Woche", "this weekend", "übernächsten Monat", "week after next", "am Wochenende", "unter der Woche". */
function readPeriodName(tokens: readonly Token[], index: number, context: GrammarContext): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  if (word === 'unter' && wordAt(tokens, index + 1) === 'der' && wordAt(tokens, index + 2) === 'woche')
    return day({ day: 'period', unit: 'workweek', shift: 0 }, 3)
  if (/^neue[ns]?$/.test(word) && /^jahre?s?$/.test(wordAt(tokens, index + 1)))
    return day({ day: 'period', unit: 'year', shift: 1 }, 2)
  const which = whichNamed(word)
  const at = which === undefined ? index : index + 1
  const unit = periodUnit(wordAt(tokens, at))
  if (unit === undefined) return undefined
  const used = at - index + 1
  if (wordAt(tokens, at + 1) === 'after' && wordAt(tokens, at + 2) === 'next')
    return day({ day: 'period', unit, shift: 2 }, used + 2)
  if (which !== undefined) return day({ day: 'period', unit, shift: shiftFor(which, unit) }, used)
  if (unit === 'week' || unit === 'weekend') {
    const around = readWeekOf(tokens, index, unit, context)
    if (around !== undefined || unit === 'week') return around
  }
  // A year of its own is a number; "Wochenende" alone is the coming one.
  const year = numberAt(tokens, at + 1)
  if (unit === 'year' && year?.figures?.length === 4) return day({ day: 'calendar', year: year.value }, 2)
  return unit === 'weekend' || unit === 'workweek' ? day({ day: 'period', unit, shift: 0, loose: true }, 1) : undefined
}

/** "the week of November 23rd", "die Woche vom 23.11.", "am Wochenende vom 28.11." */
function readWeekOf(
  tokens: readonly Token[],
  index: number,
  edge: 'week' | 'weekend',
  context: GrammarContext,
): Read<Part> | undefined {
  if (!/^(?:of|vom|von|ab|beginning|starting)$/.test(wordAt(tokens, index + 1))) return undefined
  const anchor = readAnchor(tokens, skipWords(tokens, index + 1, WEEK_JOINTS), context)
  if (anchor === undefined) return undefined
  return day({ day: 'edge', edge, of: anchor.value }, anchor.used - index)
}

/** "kommendes Wochenende" is the one that comes, "nächstes" the one after it while this week still has one. */
function shiftFor(which: Which, unit: string): number {
  return which === 'coming' && unit === 'weekend' ? 0 : shiftOf(which)
}

/** "die ganze Woche", "noch die Woche", "das Jahr": the one that runs, unless what follows places it elsewhere. */
function readWholePeriod(tokens: readonly Token[], index: number): Read<Part> | undefined {
  if (/^(?:die|das|den)$/.test(wordAt(tokens, index)) && !ELSEWHERE.test(wordAt(tokens, index + 2))) {
    const unit = periodUnit(wordAt(tokens, index + 1))
    const isNumbered = numberAt(tokens, index + 2) !== undefined
    const isOne = /^(?:woche|monat|jahr|quartal)$/.test(wordAt(tokens, index + 1))
    if (unit !== undefined && isOne && !isNumbered) return day({ day: 'period', unit, shift: 0 }, 2)
  }
  const whole = /^(?:ganze|ganzen|gesamte|gesamten|whole|entire|laufende|laufenden|aktuelle|aktuellen)$/
  if (!whole.test(wordAt(tokens, index))) return undefined
  const unit = periodUnit(wordAt(tokens, index + 1))
  return unit === undefined ? undefined : day({ day: 'period', unit, shift: 0 }, 2)
}

/** "Wochenende" is none of them: it has days of its own. */
const GLUED_EDGE = /^(?!wochenende$)(wochen|monats|jahres)(anfang|beginn|mitte|ende)$/
const WEEK_JOINTS = new Set('of the vom von ab dem beginning starting on'.split(' '))
const ELSEWHERE =
  /^(?:drauf|darauf|danach|davor|vor|nach|um|ab|von|vom|of|mit|ohne|wo|in|uber|darauffolgend|spater|zuvor)$/

/** "Ende November", "Anfang nächster Woche", "the end of the month", "Rest der Woche", "Ende 2026". */
function readEdge(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const word = wordAt(tokens, index)
  const glued = GLUED_EDGE.exec(word)
  if (glued !== null) return readGluedEdge(glued[1] ?? '', glued[2] ?? '')
  const edge = EDGES.get(word)
  if (edge === undefined) return undefined
  const at = skipWords(tokens, index + 1, JOINTS)
  if (MONTH_EDGES_ONLY.has(word) && at !== index + 1) return undefined
  const dash = word === 'mid' && markAt(tokens, at, '-') ? 1 : 0
  const period = readPeriodOf(tokens, at + dash) ?? readDayPeriod(tokens, at)
  if (period === undefined) return undefined
  return day({ day: 'edge', edge, of: period.value }, at + dash + period.used - index)
}

/** "Monatsende", "Wochenanfang" */
function readGluedEdge(unit: string, edge: string): Read<Part> {
  const edges = { anfang: 'start', beginn: 'start', mitte: 'middle' } as const
  const found = edge === 'anfang' || edge === 'beginn' || edge === 'mitte' ? edges[edge] : 'end'
  const period = unit === 'wochen' ? 'week' : unit === 'jahres' ? 'year' : 'month'
  return day({ day: 'edge', edge: found, of: { day: 'period', unit: period, shift: 0 } }, 1)
}

/** "Ende des Tages" */
function readDayPeriod(tokens: readonly Token[], index: number): Read<DayMention> | undefined {
  const isDay = /^(?:tages|tags|day)$/.test(wordAt(tokens, index))
  return isDay ? { value: { day: 'relative', days: 0 }, used: 1 } : undefined
}

/** "die nächsten drei Tage", "in den nächsten zwei Wochen", "within two weeks", "die letzten 2 Monate". */
function readRun(tokens: readonly Token[], index: number): Read<Part> | undefined {
  const within = /^(?:within|innerhalb|binnen|innert)$/.test(wordAt(tokens, index))
  const isIn = IN.has(wordAt(tokens, index))
  const at = isIn ? skipWords(tokens, index + 1, ABOUT) : index
  const which = whichNamed(wordAt(tokens, at))
  if (which === undefined) {
    const span = within ? readSpan(tokens, at) : undefined
    if (span === undefined) return undefined
    return run(span.value, 'next', true, at + span.used - index)
  }
  if (which === 'this' || which === 'after_next' || which === 'before_last') return undefined
  const span = readSpan(tokens, at + 1) ?? readSomeDays(tokens, at + 1)
  if (span === undefined) return undefined
  const direction = which === 'last' ? 'last' : 'next'
  return run(span.value, direction, isIn, at + 1 + span.used - index)
}

/** "die nächsten Tage", "in the coming weeks": a few, as many as one plans with. */
function readSomeDays(tokens: readonly Token[], index: number): Read<Span> | undefined {
  const word = wordAt(tokens, index)
  if (/^(?:tage|tagen|days)$/.test(word)) return { value: { amount: 5, unit: 'day', doubtful: false }, used: 1 }
  if (!/^(?:wochen|weeks)$/.test(word)) return undefined
  return { value: { amount: 3, unit: 'week', doubtful: false }, used: 1 }
}

function run(
  span: { amount: number; unit: Extract<DayMention, { day: 'run' }>['unit'] },
  direction: 'next' | 'last',
  fromNow: boolean,
  used: number,
): Read<Part> {
  return day({ day: 'run', amount: span.amount, unit: span.unit, direction, fromNow }, used)
}

function day(day: DayMention, used: number): Read<Part> {
  return { value: { kind: 'day', day }, used }
}
