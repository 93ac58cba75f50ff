import * as z from 'zod'

import { refuse } from './refusal.ts'
import { isTimeZone } from './zone-offset.ts'

/** Reads a body or query by a schema. @throws RefusedRequest with every field that is wrong, in the server's wording */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  throw refuse(400, wordingOf(read.error.issues))
}

/** `start property is wrong,start must be … `: each field with its complaints; nested ones after those they are in. */
function wordingOf(issues: readonly z.core.$ZodIssue[]): string {
  const complaints = new Map<string, string[]>()
  for (const { path, text } of issues.flatMap(complaintsOf)) {
    const where = path.map((_, index) => `${path.slice(0, index + 1).join(' ')} property is wrong,`).join(' ')
    complaints.set(where, [...(complaints.get(where) ?? []), text])
  }
  return [...complaints].map(([where, texts]) => `${where}${texts.join(',')} `).join('')
}

function complaintsOf(issue: z.core.$ZodIssue): { path: string[]; text: string }[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [{ path, text: issue.message }]
  return issue.keys.map((key) => ({ path: [...path, key], text: `property ${key} should not exist` }))
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** A date or a date and time as ISO 8601 writes them. Without an offset it is UTC. */
export function isoDate(name: string) {
  const message = `${name} must be a valid ISO 8601 date string`
  return z.string(message).refine((text) => ISO_DATE.test(text) && !Number.isNaN(instantOf(text)), message)
}

/** Epoch milliseconds of a text that `isoDate` has accepted. */
export function instantOf(text: string): number {
  const hasTime = text.includes('T')
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10))
  return Date.parse(hasTime && !hasOffset ? `${text}Z` : text)
}

export function timeZone(name: string) {
  const message = `${name} must be a valid IANA time-zone`
  return z.string(message).refine(isTimeZone, message)
}

export function text(name: string) {
  return z.string(`${name} must be a string`)
}

/** A number that may have been sent as text, as everything in a query is. */
export function numeric(name: string) {
  return z.coerce.number(`${name} must be a number conforming to the specified constraints`)
}

/** The query as an object: what is sent twice counts once. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(query)
}
