import { setTimeout as wait } from 'node:timers/promises'

import type { JobRun } from '../infra/jobs.ts'
import type { Events } from '../infra/telemetry/events.ts'
import { type ComposeDeps, composeMessages } from './compose.ts'
import type { SendDeps } from './send-deps.ts'
import { sendDue } from './send-due.ts'

export type KeepSendingDeps = ComposeDeps &
  SendDeps & {
    /** Companies with something to tell somebody: one question for all of them. */
    companiesWithMessages(now: Temporal.Instant): Promise<readonly string[]>
    events: Pick<Events, 'sendingFailed'>
  }

/** Until the next minute's run has surely begun, which comes some seconds early or late: two may run beside each other. */
const RUN_MS = 65_000
/** Whoever hung up looks at their phone a moment later. */
const PAUSE_MS = 1_000
/** Companies at once: one whose provider is slow must not keep the others waiting. */
const COMPANIES_AT_ONCE = 4

/** Tells whoever is to be told, for a minute: looks again and again, as something happens any second. */
export async function keepSending(
  deps: KeepSendingDeps,
  { signal, leaving }: Pick<JobRun, 'signal' | 'leaving'>,
  times: { runMs: number; pauseMs: number } = { runMs: RUN_MS, pauseMs: PAUSE_MS },
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(times.runMs)])
  const isEnough = AbortSignal.any([over, leaving])
  while (!isEnough.aborted) {
    const companies = (await waiting(deps)).values()
    const worker = async () => {
      for (const companyId of companies) {
        if (isEnough.aborted) return
        await tellAll(deps, companyId, over).catch((error: unknown) => deps.events.sendingFailed(companyId, error))
      }
    }
    await Promise.all(Array.from({ length: COMPANIES_AT_ONCE }, worker))
    await wait(times.pauseMs, undefined, { signal: isEnough }).catch(() => undefined)
  }
}

/** None while the database is away: it may be back the next second, and the messages are in it. */
async function waiting(deps: KeepSendingDeps): Promise<readonly string[]> {
  try {
    return await deps.companiesWithMessages(deps.clock.now())
  } catch (error) {
    deps.events.sendingFailed(null, error)
    return []
  }
}

/** Composes and sends everything a company has at the moment. */
export async function tellAll(deps: ComposeDeps & SendDeps, companyId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await composeMessages(deps, companyId)) > 0);
  await sendDue(deps, companyId, signal)
}
