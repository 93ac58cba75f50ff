import { setTimeout as wait } from 'node:timers/promises'

import type { JobRun } from '../infra/jobs.ts'
import type { Events } from '../infra/telemetry/events.ts'
import { type ComposeDeps, composeMessages } from './compose.ts'
import type { SendDeps } from './send-deps.ts'
import { prepareSending, sendDue } from './send-due.ts'

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
const COMPANIES_AT_ONCE = 4
/** Companies whose texts are under way beside that: one whose provider does not answer must not keep the others waiting. */
const TEXTING_AT_ONCE = 16

/** Tells whoever is to be told, for a minute: looks again and again, as something happens any second. */
export async function keepSending(
  deps: KeepSendingDeps,
  { signal, leaving }: Pick<JobRun, 'signal' | 'leaving'>,
  times: { runMs: number; pauseMs: number } = { runMs: RUN_MS, pauseMs: PAUSE_MS },
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(times.runMs)])
  const isEnough = AbortSignal.any([over, leaving])
  const texting = createTexting()
  while (!isEnough.aborted) {
    const companies = texting.inTurn(await waiting(deps)).values()
    const worker = async () => {
      for (const companyId of companies) {
        if (isEnough.aborted) return
        const failed = (error: unknown) => deps.events.sendingFailed(companyId, error)
        await tellBeside(deps, companyId, { texting, failed, signal: over }).catch(failed)
      }
    }
    await Promise.all(Array.from({ length: COMPANIES_AT_ONCE }, worker))
    await wait(times.pauseMs, undefined, { signal: isEnough }).catch(() => undefined)
  }
  await texting.ended()
}

/** The companies whose texts are under way in the background. */
type Texting = {
  /** Those whose texts were begun longest ago first, so that each gets its turn. */
  inTurn(companyIds: readonly string[]): readonly string[]
  /** Begins with a company's texts, unless they are under way or too many others are: then the next look does. */
  begin(companyId: string, work: () => Promise<void>): void
  ended(): Promise<void>
}

function createTexting(): Texting {
  const underWay = new Map<string, Promise<void>>()
  const turns = new Map<string, number>()
  let begun = 0
  return {
    inTurn: (companyIds) => companyIds.toSorted((one, other) => (turns.get(one) ?? 0) - (turns.get(other) ?? 0)),
    begin(companyId, work) {
      if (underWay.has(companyId) || underWay.size >= TEXTING_AT_ONCE) return
      begun += 1
      turns.set(companyId, begun)
      underWay.set(
        companyId,
        work().finally(() => underWay.delete(companyId)),
      )
    },
    async ended() {
      await Promise.all(underWay.values())
    },
  }
}

/** Composes and sends what a company has, its texts in the background. */
async function tellBeside(
  deps: ComposeDeps & SendDeps,
  companyId: string,
  { texting, failed, signal }: { texting: Texting; failed: (error: unknown) => void; signal: AbortSignal },
): Promise<void> {
  await composeAll(deps, companyId, signal)
  const sending = await prepareSending(deps, companyId, signal)
  if (sending === undefined) return
  texting.begin(companyId, () => sending.texts().then(() => undefined, failed))
  await sending.others()
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
  await composeAll(deps, companyId, signal)
  await sendDue(deps, companyId, signal)
}

async function composeAll(deps: ComposeDeps, companyId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await composeMessages(deps, companyId)));
}
