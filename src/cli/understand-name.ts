import { buildNameIndex, resolveName } from '../speech/names.ts'

function answer(fields: Record<string, unknown>): string {
  return JSON.stringify(fields)
}

function textOf(json: string): string | undefined {
  try {
    const line: unknown = JSON.parse(json)
    const text = typeof line === 'object' && line !== null && 'text' in line ? line.text : undefined
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000
}

/**
 * Prepares a list of staff names and gives the reader of lines: one JSON line `{"text","lang"}` in, one JSON line
 * `{"decision":"resolved"|"ambiguous"|"unknown","name","score","margin","candidates":[{"name","score"}]}` out. German and
 * English are read together, so `lang` changes nothing. `name` and `score` are null unless resolved; `margin` is null where
 * there is no second. A line that is no such JSON is answered with `{"error"}`.
 */
export function nameLineReader(staff: readonly string[]): (json: string) => string {
  const names = staff.map((name) => name.trim()).filter((name) => name !== '')
  const index = buildNameIndex(names.map((name, line) => ({ id: String(line), name })))
  return (json) => {
    const text = textOf(json)
    if (text === undefined) return answer({ error: 'text must be a string' })
    const found = resolveName(text, index)
    const candidates = found.candidates.map(({ name, score }) => ({ name, score: rounded(score) }))
    const only = found.decision === 'resolved' ? candidates[0] : undefined
    const margin = found.decision === 'unknown' || found.margin === Infinity ? null : rounded(found.margin)
    return answer({
      decision: found.decision,
      name: only?.name ?? null,
      score: only?.score ?? null,
      margin,
      candidates,
    })
  }
}
