import { setTimeout as wait } from 'node:timers/promises'

import type { JobRun } from '../infra/jobs.ts'
import type { SettleDeps, SettlingEvents } from './settle-deps.ts'
import { settleUnknown } from './settle-unknown.ts'

export type KeepSettlingDeps = SettleDeps & {
  /** Companies with something open at their calendar: one question for all of them. */
  unsettledCompanies(): Promise<readonly string[]>
  events: SettlingEvents
}

/** Until the next minute's run has surely begun, which comes some seconds early or late: two may run beside each other. */
const RUN_MS = 65_000
/** A caller who hung up without a yes or no hears within a minute of the calendar's return: this is a tenth of it. */
const PAUSE_MS = 5_000

/** Settles whatever is open, for a minute: again and again, as a calendar may be back any second. */
export async function keepSettling(
  deps: KeepSettlingDeps,
  { signal, leaving }: Pick<JobRun, 'signal' | 'leaving'>,
  times: { runMs: number; pauseMs: number } = { runMs: RUN_MS, pauseMs: PAUSE_MS },
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(times.runMs)])
  const isEnough = AbortSignal.any([over, leaving])
  while (!isEnough.aborted) {
    const companies = await unsettled(deps)
    await Promise.all(
      companies.map(async (companyId) => {
        // One company's broken calendar must not keep the others waiting.
        await settleUnknown(deps, companyId, over).catch((error: unknown) =>
          deps.events.settlingFailed(companyId, error),
        )
      }),
    )
    await wait(times.pauseMs, undefined, { signal: isEnough }).catch(() => undefined)
  }
}

/** None while the database is away: it may be back the next second. */
async function unsettled(deps: KeepSettlingDeps): Promise<readonly string[]> {
  try {
    return await deps.unsettledCompanies()
  } catch (error) {
    deps.events.settlingFailed(null, error)
    return []
  }
}
