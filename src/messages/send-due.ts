import { loadAccounts, NOT_CONNECTED } from './accounts.ts'
import { endBeyondCaps } from './count-texts.ts'
import type { Channel } from './message.ts'
import { expireLate, isAnythingDue, putOff, readDue, takeBack } from './queue.ts'
import type { Round, SendDeps } from './send-deps.ts'
import { sendOne } from './send-one.ts'
import { readSettings } from './settings.ts'
import { settleUnclear } from './settle-unclear.ts'
import { tellDesk, tellDeskOfWaiting } from './tell-desk.ts'

/** At once per company: providers take a few at a time, and answer in a tenth of a second. */
const AT_ONCE = 8
/** What there is no account for is looked at again after this; connecting one makes it due at once. */
const PUT_OFF_MINUTES = 5
/** Many times what two hundred texts take. The rest come with the next look, so that who is slow makes room for others. */
const MOST_TEXTING_MS = 10_000
const CHANNELS: readonly Channel[] = ['sms', 'email', 'slack', 'pagerduty']

/** How many messages of a company were sent, and how many were tried in all. */
export type SendCounts = { readonly sent: number; readonly tried: number }

/** What is to be done in a company, begun by calling: texts apart, as a provider that does not answer must not hold up the rest. */
export type Sending = { texts(): Promise<SendCounts>; others(): Promise<SendCounts> }

/**
 * Sends what is due in a company, once through. Several may do so at once: each message is taken by one of them. Ended by the
 * signal it lets what is under way come to its end.
 */
export async function sendDue(deps: SendDeps, companyId: string, signal: AbortSignal): Promise<SendCounts> {
  const sending = await prepareSending(deps, companyId, signal)
  if (sending === undefined) return { sent: 0, tried: 0 }
  const parts = [sending.texts(), sending.others()] as const
  await ended(parts)
  const [texts, others] = await Promise.all(parts)
  return { sent: texts.sent + others.sent, tried: texts.tried + others.tried }
}

/** Looks what is due in a company; undefined when nothing is, or there is no such company. */
export async function prepareSending(
  deps: SendDeps,
  companyId: string,
  signal: AbortSignal,
): Promise<Sending | undefined> {
  const begun = await begin(deps, companyId)
  if (begun === undefined) return undefined
  const { round, texts, others } = begun
  return {
    async texts() {
      const enough = AbortSignal.any([signal, AbortSignal.timeout(MOST_TEXTING_MS)])
      const settling = round.open.has('sms') ? settleUnclear(deps, round, enough) : Promise.resolve()
      const sending = sendEach(deps, round, texts, enough)
      await ended([sending, settling])
      return await sending
    },
    others: async () => await sendEach(deps, round, others, signal),
  }
}

async function sendEach(
  deps: SendDeps,
  round: Round,
  due: readonly string[],
  signal: AbortSignal,
): Promise<SendCounts> {
  let sent = 0
  let tried = 0
  const waiting = due.values()
  const worker = async () => {
    for (const id of waiting) {
      if (signal.aborted) return
      const outcome = await sendOne(deps, round, id)
      if (outcome !== 'skipped') tried += 1
      if (outcome === 'sent') sent += 1
    }
  }
  await ended(Array.from({ length: AT_ONCE }, worker))
  return { sent, tried }
}

/** Until nothing is under way any more. @throws what the first that failed threw */
async function ended(all: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(all)
  await Promise.all(all)
}

/** Takes back what somebody died over, ends what is late, puts off what has no way out, and reads what is due. */
async function begin(
  deps: SendDeps,
  companyId: string,
): Promise<{ round: Round; texts: readonly string[]; others: readonly string[] } | undefined> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const now = deps.clock.now()
    if (!(await isAnythingDue(tx, companyId, now))) return undefined
    const house = await deps.houses.get(tx, companyId)
    if (house === undefined) return undefined
    const accounts = await loadAccounts(tx, deps, companyId)
    const open = new Set<Channel>([
      ...(deps.senders.hasMail ? (['email'] as const) : []),
      ...(accounts.twilio ? (['sms'] as const) : []),
      ...(accounts.slack ? (['slack'] as const) : []),
      ...(accounts.pagerduty ? (['pagerduty'] as const) : []),
    ])
    for (const id of await takeBack(tx, companyId, now)) {
      deps.events.alert('text_message_unclear', { companyId, messageId: id })
    }
    const settings = await readSettings(tx, companyId)
    const day = now.toZonedDateTimeISO(house.company.zone).toPlainDate()
    const beyond = await endBeyondCaps(tx, { companyId, day, mostPerDay: settings.textsPerDay, now })
    const late = await expireLate(tx, companyId, now)
    for (const message of [...beyond, ...late]) await tellDesk(tx, deps, house, message)
    const closed = CHANNELS.filter((channel) => !open.has(channel))
    await putOff(tx, companyId, closed, { reason: NOT_CONNECTED, now, until: now.add({ minutes: PUT_OFF_MINUTES }) })
    await tellDeskOfWaiting(tx, deps, { house, settings })
    const texts = await readDue(tx, companyId, now, { areTexts: true })
    const others = await readDue(tx, companyId, now, { areTexts: false })
    return { round: { companyId, house, settings, accounts, open }, texts, others }
  })
}
