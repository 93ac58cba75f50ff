import type { ApiKey } from './account.ts'
import type { Family } from './fault-plan.ts'
import type { Fate } from './faults.ts'
import type { World } from './world.ts'

/** One request on its way through: who asks, what for, and what befalls it. */
export type Asked = {
  readonly world: World
  /** Nobody when no key was sent. A wrong key never gets here. */
  readonly key: ApiKey | undefined
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Path and query as they were sent. */
  readonly path: string
  readonly body: unknown
  /** The `cal-api-version` that was sent, if any. */
  readonly version: string | undefined
  readonly fate: Fate
  /** Takes the time this request was destined to take. Writes wait between checking and inserting: there lies the race. */
  pause(extraMs?: number): Promise<void>
}

export type Reply = { status: number; body: unknown }

export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Segments beginning with a colon are parameters. */
  path: string
  family: Family
  /** Versions this family answers to; none means that it does not care. */
  versions?: (world: World) => readonly string[]
  /** What an older server does with a request of another version. By default there is no such route there. */
  older?: (asked: Asked) => Reply
  /** `key`: 401 without one. `permission`: 403 without one. */
  needs?: 'key' | 'permission'
  /** Whether it is there at all in this dialect. */
  exists?: (world: World) => boolean
  /** Waits itself, at the right moment. */
  pausesItself?: boolean
  handle(asked: Asked): Reply | Promise<Reply>
}

export function success(data: unknown, status = 200): Reply {
  return { status, body: { status: 'success', data } }
}

/** The user who asks. Only of routes that need a key. @throws when there is none: a route without `needs` */
export function askerOf({ key }: Asked): number {
  if (key === undefined) throw new Error('a route that needs a key does not say so')
  return key.userId
}
