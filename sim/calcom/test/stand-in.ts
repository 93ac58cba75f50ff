import { whenFileIsDone } from '../../../test/harness/clean-up.ts'
import type { AccountFile } from '../account.ts'
import { practiceAccount } from '../practice-account.ts'
import { type CalcomStandIn, type CalcomStandInOptions, startCalcomStandIn } from '../start.ts'

/** A Saturday morning before a week in November. */
const NOW = '2026-11-21T08:00:00Z'

const VERSIONS = {
  slots: '2024-09-04',
  bookings: '2024-08-13',
  eventTypes: '2024-06-14',
  schedules: '2024-06-11',
}

/** What was answered. `body` is whatever JSON came. */
export type Answer = { status: number; headers: Headers; body: Json }
/** A piece of JSON whose parts a test names without asking whether they are there: what is not there is `undefined`. */
export type Json = {
  readonly [key: string]: Json
} & { readonly [Symbol.iterator]: () => IterableIterator<Json> } & readonly Json[]

export type Asking = {
  readonly standIn: CalcomStandIn
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Answer>
  /** The starts of a slot query, in order. */
  readonly slots: (query: string) => Promise<string[]>
  /** Books what `bookingBody` makes of the fields. */
  readonly book: (fields?: Record<string, unknown>) => Promise<Answer>
}

type AskOptions = { body?: unknown; version?: string | null; key?: string | null; signal?: AbortSignal }

/** A stand-in of its own, closed when the file is done, and a client that sends the right version and the account's first key. */
export async function askStandIn(
  options: Partial<Omit<CalcomStandInOptions, 'account'>> & { account?: AccountFile } = {},
): Promise<Asking> {
  const account = options.account ?? practiceAccount
  const standIn = await startCalcomStandIn({
    clock: { now: () => Temporal.Instant.from(NOW) },
    ...options,
    account,
  })
  whenFileIsDone(() => standIn.close())
  const [firstKey] = account.apiKeys ?? []

  const ask = async (method: string, path: string, asked: AskOptions = {}): Promise<Answer> => {
    const { key = firstKey?.key ?? null, version = versionOf(path), body, signal } = asked
    const response = await fetch(`${standIn.url}${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(version !== null && { 'cal-api-version': version }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json }
  }
  return {
    standIn,
    ask,
    async slots(query) {
      const { body } = await ask('GET', `/v2/slots?${query}`)
      const days: Json[] = Object.values(body['data'] ?? {})
      return days.flatMap((slots) => [...slots].map(({ start }) => String(start)))
    },
    book: (fields = {}) => ask('POST', '/v2/bookings', { body: bookingBody(fields) }),
  }
}

/** A booking of the practice's only event type. `email` and `start` may be said in short. */
export function bookingBody(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const { email = 'anna@example.test', attendee, ...rest } = fields
  return {
    start: '2026-11-23T09:00:00Z',
    eventTypeId: 1,
    attendee: attendee ?? { name: 'Anna Test', email, timeZone: 'Europe/Berlin', language: 'de' },
    ...rest,
  }
}

function versionOf(path: string): string | null {
  if (path.startsWith('/v2/slots')) return VERSIONS.slots
  if (path.startsWith('/v2/bookings')) return VERSIONS.bookings
  if (path.startsWith('/v2/schedules')) return VERSIONS.schedules
  if (path.startsWith('/v2/event-types') && !path.includes('webhooks')) return VERSIONS.eventTypes
  return null
}
