import { setTimeout as wait } from 'node:timers/promises'

import { type DatabaseConnection, DummyDriver, Kysely, PostgresDialect, Transaction, sql } from 'kysely'
import type { Pool } from 'pg'

import { isUuid } from '../ids.ts'
import { hotRead } from './hot-read.ts'
import { type PoolOptions, createPool, kyselyPool } from './pool.ts'
import type { Database } from './tables.ts'

/** The role the gateway runs as: it owns nothing, and row-level security binds it. */
export const APP_ROLE = 'ringbook_app'

export type InCompanyOptions = {
  /** When it fires before the commit is sent, nothing is written and the call rejects at once with its reason. */
  signal?: AbortSignal
  /** How often `work` may run again after a deadlock or serialization failure. Say so only if it is safe to run twice. */
  retries?: 0 | 1 | 2 | 3
  /**
   * Whether the commit waits until the disk has it; it does unless told otherwise. Without, the last half second of such
   * transactions can be lost when the database crashes, never a part of one, and never one others have built on.
   */
  isDurable?: boolean
}

/** The database as the features see it. */
export type Db = {
  /** Queries outside a transaction. No company is set there: tables of companies show no rows. */
  kysely: Kysely<Database>
  /**
   * One transaction on behalf of one company: row-level security shows this company's rows and no others.
   *
   * An aborted call rejects at once. The statement in flight is not cancelled (its time-outs end it); the
   * connection comes back to the pool when `work` has come to rest, and what it did is undone.
   *
   * @throws TypeError when `companyId` is no uuid; what the database or `work` throws; the signal's reason.
   */
  inCompany<T>(
    companyId: string,
    work: (tx: Transaction<Database>) => Promise<T>,
    options?: InCompanyOptions,
  ): Promise<T>
  /** The connections themselves, for gauges. */
  pool: Pool
  close(): Promise<void>
}

/** serialization_failure and deadlock_detected: the database asks to try again. */
const RETRYABLE = new Set(['40001', '40P01'])
/** Those who met in a deadlock must not come back in step. */
const RETRY_SPREAD_MS = 50

/** The database undid the transaction when asked to commit it: nothing of it was written. */
export class RolledBackError extends Error {
  override readonly name = 'RolledBackError'
  constructor() {
    super('A statement of the transaction had failed: nothing was written')
  }
}

/** Opens the database as the app's role. Connects when first asked. */
export function openDatabase(options: PoolOptions): Db {
  const pool = createPool({ role: APP_ROLE, ...options })
  const dialect = new PostgresDialect({ pool: kyselyPool(pool, options.onQuery) })
  const kysely = new Kysely<Database>({ dialect })
  const executor = kysely.getExecutor()
  const transactionOn: TransactionOn = (work) =>
    executor.provideConnection(async (connection) => {
      const lent = lend(connection)
      const own = executor.withConnectionProvider(lent)
      try {
        return await work(new Transaction({ config: { dialect }, dialect, driver: new DummyDriver(), executor: own }))
      } finally {
        lent.end()
      }
    })
  let closed: Promise<void> | undefined
  return {
    kysely,
    pool,
    inCompany: (companyId, work, inCompany) => runInCompany(transactionOn, companyId, work, inCompany ?? {}),
    // Kysely ends a pool only after using it.
    close: () => (closed ??= pool.end()),
  }
}

/**
 * A connection for one transaction. Kysely would let statements go one by one; here each goes to the connection when it is
 * asked for, in the order they are asked for, and those asked for together are sent together.
 *
 * What is asked for after the end is refused: the connection may be somebody else's by then, in another company's name.
 */
function lend(connection: DatabaseConnection) {
  let isOver = false
  return {
    provideConnection: async <T>(use: (one: DatabaseConnection) => Promise<T>): Promise<T> => {
      if (isOver) throw new Error('The transaction is over')
      return await use(connection)
    },
    end: () => {
      isOver = true
    },
  }
}

/**
 * Sends a statement with the commit instead of waiting for it: the last thing a transaction does, when nothing depends on
 * its answer. Should it fail, the commit does, and the transaction rejects.
 */
export function withCommit(statement: Promise<unknown>): void {
  statement.catch(() => undefined)
}

const begin = hotRead('begin', (db) => ({ compile: () => sql`begin`.compile(db) }))
const setCompany = hotRead('set company', (db, { companyId }: { companyId: string }) => ({
  compile: () => sql`select set_config('app.company_id', ${companyId}, true)`.compile(db),
}))
const setCompanyAndHaste = hotRead('set company and haste', (db, { companyId }: { companyId: string }) => ({
  compile: () =>
    sql`select set_config('app.company_id', ${companyId}, true), set_config('synchronous_commit', 'off', true)`.compile(
      db,
    ),
}))
const setHaste = hotRead('set haste', (db) => ({ compile: () => sql`set local synchronous_commit to off`.compile(db) }))

/** Has the commit not wait for the disk, as with `isDurable: false`, where that is known only after the work. */
export function commitEarly(tx: Transaction<Database>): void {
  withCommit(setHaste(tx, {}))
}

/** Runs `work` on a connection of its own. */
type TransactionOn = <T>(work: (tx: Transaction<Database>) => Promise<T>) => Promise<T>

async function runInCompany<T>(
  transactionOn: TransactionOn,
  companyId: string,
  work: (tx: Transaction<Database>) => Promise<T>,
  options: InCompanyOptions,
): Promise<T> {
  if (!isUuid(companyId)) throw new TypeError('The id of a company is a uuid')
  for (let retriesLeft = options.retries ?? 0; ; retriesLeft -= 1) {
    try {
      return await abortable(options.signal, (beforeCommit) =>
        transactionOn((tx) =>
          runTransaction(tx, { companyId, isDurable: options.isDurable ?? true }, work, beforeCommit),
        ),
      )
    } catch (error) {
      if (retriesLeft <= 0 || !isRetryable(error) || options.signal?.aborted) throw error
      await wait(Math.random() * RETRY_SPREAD_MS)
    }
  }
}

/**
 * Begins and names the company on the way of the first statement: waiting for either would be a round trip, and there are
 * several transactions to a tool call.
 */
async function runTransaction<T>(
  tx: Transaction<Database>,
  { companyId, isDurable }: { companyId: string; isDurable: boolean },
  work: (tx: Transaction<Database>) => Promise<T>,
  beforeCommit: () => void,
): Promise<T> {
  try {
    const begun = Promise.all([begin(tx, {}), (isDurable ? setCompany : setCompanyAndHaste)(tx, { companyId })])
    begun.catch(() => undefined)
    const result = await work(tx)
    await begun
    beforeCommit()
    const { rows } = await sql<{ command: string }>`commit`.execute(tx)
    // After a failed statement the database answers a commit politely, and rolls back: `work` must not have hidden it.
    if (rows[0]?.command === 'ROLLBACK') throw new RolledBackError()
    return result
  } catch (error) {
    // A connection that cannot roll back is broken, and what broke it is what the caller has to know.
    await sql`rollback`.execute(tx).catch(() => undefined)
    throw error
  }
}

/** Rejects as soon as the signal fires, unless the commit is under way: then its outcome is what counts. */
async function abortable<T>(
  signal: AbortSignal | undefined,
  run: (beforeCommit: () => void) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return await run(() => undefined)
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const outcome = run(() => {
    signal.throwIfAborted()
    signal.removeEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([outcome, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    // When the caller has gone already, a failing roll-back is nobody's to catch.
    outcome.catch(() => undefined)
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RETRYABLE.has(String(error.code))
}
