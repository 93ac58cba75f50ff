import type { Language } from '../speech/language.ts'
import { readWhen } from '../speech/when/understand.ts'

/** One line asked: the words, the moment of speaking in local ISO time, its zone and the language of the call. */
type DateLine = { text: string; ref: string; zone: string; lang: Language }

const DEFAULT_ZONE = 'Europe/Berlin'

/**
 * Reads one JSON line `{"text","ref","zone","lang"}` and answers with one JSON line
 * `{"kind","start","end","grain","reason","candidates"}`; times are local ISO to the minute, without offset.
 *
 * `kind` tells what was read: a point, a window (`end` is the first minute that is out), or a question without one
 * reading. A reading may still carry a `reason` why the caller is asked before anything is booked: 'past', or 'missing'
 * for a time whose day was not said. A line that is no such JSON is answered with `{"error"}`.
 */
export function understandDateLine(json: string): string {
  const line = parseLine(json)
  if (typeof line === 'string') return JSON.stringify({ error: line })
  const now = Temporal.PlainDateTime.from(line.ref).toZonedDateTime(line.zone)
  const { when, reason } = readWhen({ date: line.text }, { now, language: line.lang })
  switch (when.kind) {
    case 'point':
      return answer({ kind: 'point', start: minute(when.at), end: null, grain: 'minute', reason: reason ?? null })
    case 'window': {
      const { daily } = when
      const hours = daily && { from: clock(daily.from), to: clock(daily.to) }
      const span = { start: minute(when.from), end: minute(when.to), grain: when.grain }
      return answer({ kind: 'window', ...span, reason: reason ?? null, ...(hours && { daily: hours }) })
    }
    case 'question': {
      const candidates = when.candidates.map(minute)
      return answer({ kind: 'question', start: null, end: null, grain: null, reason: when.reason, candidates })
    }
  }
}

function answer(fields: Record<string, unknown>): string {
  return JSON.stringify(fields)
}

function minute(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: 'minute' })
}

function clock(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' })
}

function parseLine(json: string): DateLine | string {
  try {
    const line: unknown = JSON.parse(json)
    if (typeof line !== 'object' || line === null) return 'not a JSON object'
    const text = 'text' in line ? line.text : undefined
    const ref = 'ref' in line ? line.ref : undefined
    const zone = 'zone' in line && typeof line.zone === 'string' ? line.zone : DEFAULT_ZONE
    if (typeof text !== 'string' || typeof ref !== 'string') return 'text and ref must be strings'
    // Both throw where they are no time and no zone.
    Temporal.PlainDateTime.from(ref).toZonedDateTime(zone)
    return { text, ref, zone, lang: 'lang' in line && line.lang === 'en' ? 'en' : 'de' }
  } catch (error) {
    return error instanceof Error ? error.message : 'not readable'
  }
}
