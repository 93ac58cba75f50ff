import type { KyselyTransactionLike } from 'pg-boss'

import { activeCompanies } from '../companies/routing.ts'
import { closeCalls, type CloseCallsDeps } from '../retell/webhooks/close-calls.ts'
import { workCall } from '../retell/webhooks/work-call.ts'
import { wrapUpCall } from '../retell/webhooks/wrap-up.ts'
import type { Context } from './context.ts'
import { workCallKind, wrapUpCallKind } from './job-kinds.ts'
import type { WorkerDeps } from './worker.ts'

/** Has what was told of a call worked. One job that waits sees all that comes until it runs; what came the very moment it began is made up for by `closeCalls`. */
export async function enqueueCallWork(
  { jobs }: Pick<Context, 'jobs'>,
  tx: KyselyTransactionLike,
  companyId: string,
  callId: string,
): Promise<void> {
  await jobs.enqueue(tx, workCallKind, { companyId, callId }, { key: callId })
}

/** What the jobs about calls work with. */
export function callJobs(context: Context): Pick<WorkerDeps, 'workCall' | 'wrapUpCall' | 'closeCalls'> {
  const enqueueWrapUp = async (tx: KyselyTransactionLike, companyId: string, callId: string, afterSeconds = 0) => {
    await context.jobs.enqueue(tx, wrapUpCallKind, { companyId, callId }, { key: callId, afterSeconds })
  }
  return {
    workCall: ({ companyId, callId }) => workCall({ ...context, enqueueWrapUp }, companyId, callId),
    wrapUpCall: ({ companyId, callId }, signal) => wrapUpCall(context, companyId, callId, signal),
    closeCalls: async () => {
      const companies = () => activeCompanies(context.database.kysely)
      const enqueueWork: CloseCallsDeps['enqueueWork'] = (...call) => enqueueCallWork(context, ...call)
      await closeCalls({ ...context, companies, enqueueWork, enqueueWrapUp })
    },
  }
}
