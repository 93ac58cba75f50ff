import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** What a transaction is about to take: resources over a range of time, for one call. */
export type Claim = {
  companyId: string
  resourceIds: readonly string[]
  startMs: number
  endMs: number
  /** Serialises the requests of one call too; null for whoever takes a time without a call. */
  callId: string | null
  /** Other stretches taken with it, as a move takes the time it comes from and the one it goes to. */
  also?: readonly { resourceIds: readonly string[]; startMs: number; endMs: number }[]
  /** E.164. Serialises the calls of one number, so that what it holds can be counted; null when it cannot be. */
  caller: string | null
}

// "offset 0" keeps the planner from calling the lock before it has sorted.
const lockNames = hotRead('lock claim', (db, claim: { names: readonly string[] }) => ({
  compile: () =>
    sql`
      select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(name, 0) as key from unnest(${claim.names}::text[]) as name order by key offset 0
      ) as ordered`.compile(db),
}))

const millisecondsPerDay = 86_400_000

/**
 * Takes the advisory locks of a claim for the rest of the transaction: one per resource and day it touches, one for the
 * call, one for the number. Waits for whoever has them. All in one order, so that two claims never wait for each other in a circle.
 *
 * A statement of its own: what is read after it must have a snapshot from after the wait.
 */
export async function lockClaim(tx: Transaction<Database>, claim: Claim): Promise<void> {
  const names: string[] = []
  if (claim.callId !== null) names.push(`call ${claim.callId}`)
  if (claim.caller !== null) names.push(`caller ${claim.companyId} ${claim.caller}`)
  for (const { resourceIds, startMs, endMs } of [claim, ...(claim.also ?? [])]) {
    const firstDay = Math.floor(startMs / millisecondsPerDay)
    const lastDay = Math.floor((endMs - 1) / millisecondsPerDay)
    for (const resourceId of resourceIds) {
      for (let day = firstDay; day <= lastDay; day++) names.push(`${claim.companyId} ${resourceId} ${day}`)
    }
  }
  await lockNames(tx, { names })
}
