import { AsyncLocalStorage } from 'node:async_hooks'

/** What one request asked of the database. For telemetry and tests alone: nothing decides anything by it. */
export type QueryTally = {
  /** Statements sent, transactions' begin and commit among them. */
  count: number
  /** Time spent waiting for them, in sum. */
  totalMs: number
  /** How often each statement was sent, by its text: the same one many times over is the sign of an N+1. */
  byStatement: Map<string, number>
}

const current = new AsyncLocalStorage<QueryTally>()

/** How many different statements a tally tells apart; a request that sends more is counted on, not listed. */
const STATEMENTS_LIMIT = 100

export function newTally(): QueryTally {
  return { count: 0, totalMs: 0, byStatement: new Map() }
}

/** Runs `work` and counts into `tally` every statement sent on its behalf. */
export function tallyQueries<T>(tally: QueryTally, work: () => T): T {
  return current.run(tally, work)
}

/** Counts one statement into the tally of the request it was sent for, if there is one. */
export function countQuery(statement: string, elapsedMs: number): void {
  const tally = current.getStore()
  if (tally === undefined) return
  tally.count += 1
  tally.totalMs += elapsedMs
  if (tally.byStatement.size < STATEMENTS_LIMIT || tally.byStatement.has(statement)) {
    tally.byStatement.set(statement, (tally.byStatement.get(statement) ?? 0) + 1)
  }
}
