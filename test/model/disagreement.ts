/** What the rules say and what happened are not the same. The message tells the step and both. */
class Disagreement extends Error {
  override readonly name = 'Disagreement'
}

/** Throws when `holds` is false. */
export function demand(holds: boolean, what: string, detail: unknown = ''): asserts holds {
  if (!holds) throw new Disagreement(detail === '' ? what : `${what}: ${show(detail)}`)
}

function show(detail: unknown): string {
  return typeof detail === 'string' ? detail : JSON.stringify(detail, (_key, value: unknown) => plain(value))
}

function plain(value: unknown): unknown {
  return value instanceof Map ? [...value] : value
}
