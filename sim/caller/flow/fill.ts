/** The variables of a call: always texts. */
export type Variables = ReadonlyMap<string, string>

const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g

/**
 * Puts the values of variables in for `{{name}}`. One that is unset stays as it is, as the platform leaves it: it would be
 * spoken with its braces.
 */
export function fill(text: string, variables: Variables): string {
  return text.replaceAll(BRACES, (braces, name: string) => variables.get(name) ?? braces)
}

/** The names of variables nobody filled. */
export function bracesIn(text: string): readonly string[] {
  return [...text.matchAll(BRACES)].map(([, name = '']) => name)
}

/** The value at `data.user.name`, `$.user.name` or `slots[0].time` of an answer; undefined when there is none. */
export function valueAt(answer: unknown, path: string): unknown {
  const steps = path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([key]) => key === step)?.[1]
  }, answer)
}

/** A value as a variable holds it; undefined for one that leaves the variable unset. */
export function variableOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
