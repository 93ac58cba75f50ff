import { Socket } from 'node:net'

import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { Pool, type PoolClient } from 'pg'
import { prepareValue } from 'pg/lib/utils.js'

import { statementName } from './hot-read.ts'
import { countQuery } from './query-tally.ts'
import { type AskedStatement, type StatementAnswer, StatementBatch } from './statement-batch.ts'
import { createTurnstile } from './turnstile.ts'
import { parserOf, toParameter, valueParsers } from './value-parsers.ts'

export type PoolOptions = {
  url: string
  /** Which process the connections belong to, as the database lists them. */
  applicationName: string
  /** The role every connection takes on; without one it stays what it logged in as. */
  role?: string
  /** Connections kept open and connections at most. */
  size?: { min: number; max: number }
  /** How long one statement may take; somewhat later a connection that has not answered it is given up. */
  statementTimeoutMs?: number
  /** Called for a connection that broke while nobody used it. It is replaced; this is for the log. */
  onError?: (error: Error) => void
  /** Called for every statement that was answered. */
  onQuery?: (elapsedMs: number) => void
}

/** As many as two cores keep busy. They stay open, and come to use without waiting. */
const READY_CONNECTIONS = 4
/** Many enough for a process at full load, few enough for a handful of processes on a server's default hundred. */
const POOL_SIZE = { min: READY_CONNECTIONS, max: 20 }
/**
 * A new connection costs tens of milliseconds of processor time until it knows its tables and statements; a tool call costs
 * five. A burst is worked off sooner by the connections there are, unless these are waiting for a lock.
 */
const OPEN_ANOTHER_AFTER_MS = 20
/** While transactions end, one more helps only where the database is far away, and idle while its answers travel. */
const OPEN_ANOTHER_WHILE_BUSY_MS = 200
const IDLE_TIMEOUT_MS = 30_000
const CONNECT_TIMEOUT_MS = 5_000
/** A statement of a tool call takes about a millisecond; five seconds is a fault, not patience. */
const STATEMENT_TIMEOUT_MS = 5_000
/**
 * The database ends a statement itself, and says so. One that says nothing for so much longer is no longer there: the machine it
 * ran on has gone, and nobody was left to end the connection. The system would wait for a quarter of an hour.
 */
const SILENT_AFTER_MS = 3_000
/** Longer than any tool call: whoever still waits for a connection then has nobody left to answer. */
const LONGEST_WAIT_MS = 10_000
/** A transaction whose owner fell silent keeps locks that others wait for. */
const IDLE_IN_TRANSACTION_MS = 10_000

/**
 * Plans are kept. One made while a table is a page long reads all of it, and goes on so while it grows to thousands of rows;
 * one by an index is right from the first row to the last.
 */
const PLANS = '-c enable_seqscan=off -c jit=off'

/**
 * A pool of connections. Connects when first asked; an idle connection that breaks is replaced, not thrown. One that has fallen
 * silent is ended, and everything asked of it rejects: of a COMMIT nobody knows then, as with a connection that breaks.
 */
export function createPool(options: PoolOptions): Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS
  const pool = new Pool({
    connectionString: options.url,
    ...(options.size ?? POOL_SIZE),
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + SILENT_AFTER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: options.applicationName,
    keepAlive: true,
    // Statements of one transaction that do not wait for each other's answers are sent without waiting either.
    pipeline: true,
    types: valueParsers,
    ...(options.role === undefined ? {} : { options: `-c role=${options.role} ${PLANS}` }),
  })
  pool.on('error', (error) => options.onError?.(error))
  // The pool stops listening to a connection it has lent. One that breaks between two statements of a transaction would
  // end the process; so it is noted, and the next statement rejects by itself.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)))
  return pool
}

/**
 * The pool as kysely uses it: Temporal values may be parameters, hot reads go as named statements, and each statement
 * is counted for the request it belongs to.
 */
export function kyselyPool(pool: Pool, onQuery: ((elapsedMs: number) => void) | undefined): PostgresPool {
  // Kysely knows a connection again by its object.
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>()
  const turnstile = createTurnstile({
    readily: READY_CONNECTIONS,
    atMost: pool.options.max,
    growAfterMs: OPEN_ANOTHER_AFTER_MS,
    growWhileMovingMs: OPEN_ANOTHER_WHILE_BUSY_MS,
    longestWaitMs: LONGEST_WAIT_MS,
    room: () => pool.totalCount,
  })
  const leaving = new WeakMap<PoolClient, () => void>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const leave = await turnstile.enter()
      const client = await pool.connect().catch((error: unknown) => {
        leave()
        throw error
      })
      leaving.set(client, leave)
      const known = wrapped.get(client)
      if (known) return known
      const made = wrap(client, onQuery, () => leaving.get(client)?.())
      wrapped.set(client, made)
      return made
    },
  }
}

function isEnded(client: PoolClient): boolean {
  return hasStream(client) && client.connection.stream.destroyed
}

type WithStream = { connection: { stream: Pick<Socket, 'cork' | 'uncork' | 'destroyed'> } }

/** pg does not name its socket in its types. */
function hasStream(client: object): client is WithStream {
  const connection = 'connection' in client ? client.connection : undefined
  const stream =
    typeof connection === 'object' && connection !== null && 'stream' in connection ? connection.stream : undefined
  return stream instanceof Socket
}

/** A statement that is sent once and forgotten. */
type NamelessStatement = Omit<AskedStatement, 'name'>

function wrap(
  client: PoolClient,
  onQuery: ((elapsedMs: number) => void) | undefined,
  onRelease: () => void,
): PostgresPoolClient {
  let asked: (AskedStatement | NamelessStatement)[] = []
  /** Sends what was asked for in this tick, in one write and in order. Named statements that follow each other are a batch. */
  const send = () => {
    const sending = asked
    asked = []
    let batch: AskedStatement[] = []
    const sendBatch = () => {
      if (batch.length > 0) client.query(new StatementBatch(batch, parserOf))
      batch = []
    }
    const { stream } = hasStream(client) ? client.connection : {}
    stream?.cork()
    for (const one of sending) {
      if ('name' in one) {
        batch.push(one)
        continue
      }
      sendBatch()
      sendAlone(client, one)
    }
    sendBatch()
    stream?.uncork()
  }
  async function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const startedMs = performance.now()
    const name = statementName(text)
    const values = parameters.map((value) => prepareValue(toParameter(value)))
    const { promise, resolve, reject } = Promise.withResolvers<StatementAnswer>()
    if (asked.length === 0) process.nextTick(send)
    asked.push(name === undefined ? { text, values, resolve, reject } : { name, text, values, resolve, reject })
    const result = await promise
    const elapsedMs = performance.now() - startedMs
    countQuery(text, elapsedMs)
    onQuery?.(elapsedMs)
    return result as unknown as PostgresQueryResult<R>
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => {
      // One given up while it was lent is noticed by the pool only a moment later: somebody else could have it by then.
      client.release(destroy === true || isEnded(client))
      onRelease()
    },
    ...('processID' in client && typeof client.processID === 'number' ? { processID: client.processID } : {}),
  }
}

/** By pg's callback, not its promise, which takes longer to reject than a batch: what failed first is to be heard of first. */
function sendAlone(client: PoolClient, { text, values, resolve, reject }: NamelessStatement): void {
  client.query({ text, values }, (error: Error | undefined, result) => (error ? reject(error) : resolve(result)))
}
