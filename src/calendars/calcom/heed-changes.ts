import type { Transaction } from 'kysely'
import { z } from 'zod'

import { defineCacheKind } from '../../infra/cache/cache-kind.ts'
import type { Cache } from '../../infra/cache/cache.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Sealer } from '../../infra/sealing.ts'
import { openingsChanged } from './openings-changes.ts'
import { loadConnection } from './store.ts'
import { areWebhooksHealthy } from './sync-state.ts'

type Deps = {
  readonly cache: Cache
  readonly sealing: Sealer
  readonly database: { inCompany<T>(companyId: string, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> }
}

/** Something of a calendar elsewhere turned out to be other than was thought. */
export type HeardChange = {
  readonly companyId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  /** Whose time it is; missing where nobody here knows. */
  readonly staffId?: string | null
}

/** Drops the days of a company's calendar that a change touches. A company without a connection has none. */
export async function heedChange(deps: Deps, { companyId, from, to, staffId = null }: HeardChange): Promise<void> {
  const known = await deps.database.inCompany(companyId, async (tx) => {
    const [connection, company] = await Promise.all([
      loadConnection(tx, deps, companyId),
      tx.selectFrom('companies').select('zone').where('id', '=', companyId).executeTakeFirst(),
    ])
    return connection && company && { connection, zone: company.zone }
  })
  if (known === undefined) return
  const { connection, zone } = known
  await openingsChanged({ cache: deps.cache, connection }, [{ staffId, startsAt: from, endsAt: to, zone }])
}

class NotKnownError extends Error {
  override readonly name = 'NotKnownError'
}

/** Whether a company's webhooks are proven, by its id. */
const webhookTrustKind = defineCacheKind({
  name: 'webhook-trust',
  // Polls come every five minutes: what they find counts within one.
  ttlMs: 60_000,
  staleForMs: 0,
  answerWithinMs: 1_000,
  schema: z.boolean(),
  unavailable: { is: (error) => error instanceof NotKnownError, make: () => new NotKnownError('Nobody knows') },
})

/** Whether every change that was found lately had come by webhook. What cannot be found out counts as no: then days are looked at sooner. */
export async function webhooksAreProven(
  deps: Pick<Deps, 'cache' | 'database'> & { readonly clock: Clock },
  companyId: string,
): Promise<boolean> {
  const read = () => deps.database.inCompany(companyId, (tx) => areWebhooksHealthy(tx, companyId, deps.clock.now()))
  const place = { scope: companyId, id: 'calcom' }
  const known = await deps.cache.get(webhookTrustKind, place, read).catch(() => undefined)
  return known?.value ?? false
}
