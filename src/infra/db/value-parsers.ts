import { type CustomTypesConfig, types } from 'pg'

/** The numbers Postgres knows its types by (pg_type.oid of the built-in ones never change). */
const OID = { int8: 20, date: 1082, time: 1083, timestamp: 1114, timestamptz: 1184 }
const ARRAY_OID = { int8: 1016, date: 1182, time: 1183, timestamp: 1115, timestamptz: 1185 }

type Parse = (text: string) => unknown

const SCALARS: Record<keyof typeof OID, Parse> = {
  int8: exactNumber,
  date: (text) => Temporal.PlainDate.from(text),
  time: (text) => Temporal.PlainTime.from(text),
  timestamp: (text) => Temporal.PlainDateTime.from(text),
  timestamptz: (text) => Temporal.Instant.from(text),
}

/** pg lists the types it knows as an enum; ours is a number off the wire. */
function pgParserOf(oid: number, format: 'text' | 'binary' = 'text'): Parse {
  const find: (oid: number, format?: 'text' | 'binary') => Parse = types.getTypeParser
  return find(oid, format)
}

/** pg's own parser of arrays of text, which leaves their items to us. */
const parseTextArray = pgParserOf(1009)

const PARSERS = new Map<number, Parse>()
for (const name of ['int8', 'date', 'time', 'timestamp', 'timestamptz'] as const) {
  const parse = SCALARS[name]
  PARSERS.set(OID[name], parse)
  PARSERS.set(ARRAY_OID[name], (text) => parseItems(parseTextArray(text), parse))
}

function parseItems(items: unknown, parse: Parse): unknown {
  if (Array.isArray(items)) return items.map((item) => parseItems(item, parse))
  return typeof items === 'string' ? parse(items) : null
}

/** A count past 2^53 would silently become another one: better a fault. */
function exactNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}

/** Reads a value of the type with this number from its text, as `valueParsers` says. */
export function parserOf(oid: number): Parse {
  return PARSERS.get(oid) ?? pgParserOf(oid)
}

/**
 * How values come out of the database: times as Temporal values, int8 as a number, numeric as its text, the rest as pg
 * has it. Given to one pool, not set for the process: the job queue's own connections expect pg's.
 */
export const valueParsers: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => PARSERS.get(oid) ?? pgParserOf(oid, format),
}

/** How values go in: Temporal values as their ISO text (pg would write them as quoted JSON), also within arrays. */
export function toParameter(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toParameter)
  return isoText(value) ?? value
}

function isoText(value: object): string | undefined {
  if (value instanceof Temporal.Instant) return value.toString()
  if (value instanceof Temporal.PlainDate) return value.toString()
  if (value instanceof Temporal.PlainTime) return value.toString()
  if (value instanceof Temporal.PlainDateTime) return value.toString()
  return undefined
}
