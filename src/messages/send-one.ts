import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { SendAnswer } from './channels/answer.ts'
import { hashText } from './channels/twilio.ts'
import { countText } from './count-texts.ts'
import type { Letter } from './letters/letter.ts'
import { type LoadedLetter, loadLetter } from './letters/load-letter.ts'
import type { Message } from './message.ts'
import { hasOptedOut, noteOptOut } from './opt-outs.ts'
import { end, type Ending, LANDED_AFTER_SECONDS, lockDue, markSending, wasTexted } from './queue.ts'
import type { Round, SendDeps } from './send-deps.ts'
import { tellDesk } from './tell-desk.ts'
import { whyNoText } from './text-number.ts'

/** How trying to send one message ended; `skipped` when somebody else has it. */
export type Tried = 'sent' | 'later' | 'unclear' | 'ended' | 'skipped'

type Ready = { message: Message; letter: Letter }

/** The first pause after a provider did not take something; doubled each time. */
const FIRST_PAUSE_SECONDS = 30
const LONGEST_PAUSE_SECONDS = 3_600

/** Sends one message: written down as being sent, handed over, and written down what came of it. */
export async function sendOne(deps: SendDeps, round: Round, id: string): Promise<Tried> {
  const { companyId } = round
  const ready = await deps.database.inCompany(companyId, (tx) => makeReady(tx, deps, round, id))
  if (typeof ready === 'string') return ready
  const { message, letter } = ready
  const startedMs = performance.now()
  const statusUrl = statusUrlOf(deps, message)
  const answer = await deps.senders.send(letter, { accounts: round.accounts, messageId: message.id, statusUrl })
  const { kind, channel } = message
  const durationMs = performance.now() - startedMs
  deps.events.messageTried({ companyId, messageId: id, channel, kind, outcome: answer.kind, durationMs })
  await deps.database.inCompany(companyId, (tx) => writeDown(tx, deps, round, message, answer))
  if (answer.kind === 'refused') return 'ended'
  return answer.kind
}

/** Where a provider tells what became of a text; null where nobody would hear it. */
function statusUrlOf({ publicUrl }: SendDeps, { companyId, id, channel }: Message): string | null {
  if (publicUrl === null || channel !== 'sms') return null
  return `${publicUrl}/api/webhooks/twilio/${companyId}/status/${id}`
}

async function makeReady(
  tx: Transaction<Database>,
  deps: SendDeps,
  round: Round,
  id: string,
): Promise<Ready | Extract<Tried, 'ended' | 'skipped'>> {
  const { companyId, house, settings, accounts } = round
  const now = deps.clock.now()
  const message = await lockDue(tx, companyId, id, now)
  if (message === undefined || !round.open.has(message.channel)) return 'skipped'
  const hearsReplies = deps.publicUrl !== null && accounts.twilio?.sender.startsWith('+') === true
  const loaded = await loadLetter(tx, deps, message, { house, settings, hearsReplies, now })
  const ending = loaded.kind === 'letter' ? await whyNot(tx, round, message, now) : endingOf(loaded, now)
  if (loaded.kind !== 'letter' || ending !== null) {
    await end(tx, message, 'queued', ending ?? { state: 'superseded' }, now)
    if (ending?.state === 'suppressed' || ending?.state === 'failed') await tellDesk(tx, deps, house, message)
    return 'ended'
  }
  const { letter } = loaded
  await markSending(tx, message, { now, textHash: letter.channel === 'sms' ? hashText(letter.text) : null })
  return { message, letter }
}

/** Somebody has to set an address, or to change words; until then it waits. */
const MENDING_MINUTES = 5

function endingOf(loaded: Exclude<LoadedLetter, { kind: 'letter' }>, now: Temporal.Instant): Ending {
  switch (loaded.kind) {
    case 'outdated':
      return { state: 'superseded' }
    case 'unready':
      return { state: 'queued', reason: loaded.why, nextAttemptAt: now.add({ minutes: MENDING_MINUTES }) }
    case 'unwritable':
      return { state: 'failed', reason: loaded.why }
  }
}

/** Kinds of which an appointment gets one text, whatever happens to it. */
const ONCE: ReadonlySet<string> = new Set([
  'confirmation',
  'booked_after_call',
  'settled',
  'pending_approval',
  'declined',
  'not_settled',
  'cancelled',
])

/** Why a text does not go out after all; null when it does, and then it is counted. */
async function whyNot(
  tx: Transaction<Database>,
  { companyId, house, settings }: Round,
  message: Message,
  now: Temporal.Instant,
): Promise<Ending | null> {
  const { channel, recipient, kind, attempts } = message
  if (channel !== 'sms') return null
  const reason = whyNoText(recipient, settings)
  if (reason !== null) return { state: 'suppressed', reason }
  if (await hasOptedOut(tx, companyId, recipient)) return { state: 'suppressed', reason: 'opted_out' }
  if (ONCE.has(kind) && (await wasTexted(tx, message))) return { state: 'suppressed', reason: 'booking_cap' }
  // Counted with its first attempt: one that surely was not taken is the same text again.
  if (attempts > 0) return null
  const day = now.toZonedDateTimeISO(house.company.zone).toPlainDate()
  const counted = await countText(tx, { companyId, day, recipient, mostPerDay: settings.textsPerDay })
  return counted === 'counted' ? null : { state: 'suppressed', reason: counted }
}

async function writeDown(
  tx: Transaction<Database>,
  deps: SendDeps,
  { companyId, house }: Round,
  message: Message,
  answer: SendAnswer,
): Promise<void> {
  const now = deps.clock.now()
  switch (answer.kind) {
    case 'sent':
      await end(tx, message, 'sending', { state: 'sent', providerId: answer.providerId }, now)
      return
    case 'later': {
      const seconds = answer.afterSeconds ?? pauseSeconds(message.attempts)
      const nextAttemptAt = now.add({ seconds: Math.round(Math.min(seconds, LONGEST_PAUSE_SECONDS)) })
      await end(tx, message, 'sending', { state: 'queued', reason: answer.why, nextAttemptAt }, now)
      return
    }
    case 'refused':
      if (answer.why === 'opted_out') await noteOptOut(tx, companyId, message.recipient, now)
      await end(tx, message, 'sending', { state: 'failed', reason: answer.why }, now)
      await tellDesk(tx, deps, house, message)
      return
    case 'unclear': {
      deps.events.alert('text_message_unclear', { companyId, messageId: message.id })
      const nextAttemptAt = now.add({ seconds: LANDED_AFTER_SECONDS })
      await end(tx, message, 'sending', { state: 'unclear', reason: answer.why, nextAttemptAt }, now)
    }
  }
}

function pauseSeconds(attemptsBefore: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** Math.min(attemptsBefore, 10), LONGEST_PAUSE_SECONDS)
}
