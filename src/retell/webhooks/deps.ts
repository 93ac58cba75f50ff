import type { KyselyTransactionLike } from 'pg-boss'

import type { RetellDeps } from '../deps.ts'
import type { SigningKey } from '../signature.ts'

/** What taking in events needs of the application. */
export type WebhookDeps = Pick<RetellDeps, 'clock' | 'ids' | 'sealing' | 'database' | 'houses' | 'calendars'> & {
  events: Pick<RetellDeps['events'], 'alert'> & {
    requestFailed(request: { requestId: string; route: string }, error: unknown): void
  }
  /** Has what was told of a call worked, as part of the transaction. */
  enqueueCallWork(tx: KyselyTransactionLike, companyId: string, callId: string): Promise<void>
}

/** The same with the keys events may be signed with. */
export type SignedWebhookDeps = WebhookDeps & { signingKeys(): Promise<readonly SigningKey[]> }
