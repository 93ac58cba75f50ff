import { end, type Ending, takeUnclear, type UnclearText } from './queue.ts'
import type { Round, SendDeps } from './send-deps.ts'
import { tellDesk } from './tell-desk.ts'

/** Asked again about so far apart: the provider may be away. Several times what it may take to answer. */
const ASK_AGAIN_SECONDS = 60
/** Asked about at once. */
const AT_ONCE = 4
/** Half an hour of a provider that breaks off each time: whoever waits has to be called. */
const MOST_ATTEMPTS = 12

/**
 * Finds out what became of texts nobody knows the end of: what the provider has is sent; what it surely does not have is sent
 * again; and where it cannot tell until it would be too late, nothing is sent, and that is reported. A few at a time, each by one
 * process; a provider that cannot tell of one is asked about no more for now.
 */
export async function settleUnclear(deps: SendDeps, round: Round, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const texts = await takeSome(deps, round)
    const endings = await Promise.all(texts.map(async (text) => await settleOne(deps, round, text)))
    if (texts.length < AT_ONCE || endings.includes('unclear')) return
  }
}

async function takeSome(deps: SendDeps, { companyId }: Round): Promise<readonly UnclearText[]> {
  const now = deps.clock.now()
  const taken = { now, until: now.add({ seconds: ASK_AGAIN_SECONDS }), most: AT_ONCE }
  return await deps.database.inCompany(companyId, (tx) => takeUnclear(tx, companyId, taken))
}

async function settleOne(deps: SendDeps, round: Round, text: UnclearText): Promise<Ending['state']> {
  const { companyId, house } = round
  const ending = await findOut(deps, round, text)
  await deps.database.inCompany(companyId, async (tx) => {
    const now = deps.clock.now()
    if (!(await end(tx, text, 'unclear', ending, now)) || ending.state !== 'failed') return
    deps.events.alert('text_message_lost', { companyId, messageId: text.id })
    await tellDesk(tx, deps, house, text)
  })
  return ending.state
}

async function findOut(deps: SendDeps, { accounts }: Round, text: UnclearText): Promise<Ending> {
  const { recipient: to, textHash, attemptedAt: since } = text
  const found = await deps.senders.findText(accounts, { to, textHash, since })
  const now = deps.clock.now()
  const isLate = Temporal.Instant.compare(text.sendBefore, now) <= 0
  switch (found.kind) {
    case 'found':
      return { state: 'sent', providerId: found.providerId }
    case 'absent':
      if (isLate) return { state: 'expired' }
      if (text.attempts >= MOST_ATTEMPTS) return { state: 'failed', reason: 'no_answer' }
      return { state: 'queued', reason: 'surely_not_sent', nextAttemptAt: now }
    case 'unknown':
      if (isLate) return { state: 'failed', reason: 'unclear' }
      return { state: 'unclear', reason: 'not_found_out', nextAttemptAt: now.add({ seconds: ASK_AGAIN_SECONDS }) }
  }
}
