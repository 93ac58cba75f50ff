import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { asAnswerToChange, type AskedChange } from '../speech/answer-to-change.ts'
import type { ConfirmedBy } from './book-command.ts'
import type { NotAgreed } from './change-outcomes.ts'
import { noteQuestion, readAsked } from './change-questions.ts'
import { endsWithNo, type HeardTurn, judgeConfirmation, type Verdict } from './confirmation.ts'
import type { Visit } from './visit.ts'

/** What a request says about the caller's yes to a change. */
export type Agreement = Visit & {
  /** What the agent says; false only asks. */
  confirm: boolean | null
  /** What the caller said, with what our results had put on the table: appointments to cancel, or offers to move to. */
  heard: readonly HeardTurn[]
  /** The same for every delivery of one request. */
  effectKey: string
}

/** The change in question: an appointment's id, or an offer's. */
export type Subject = {
  id: string
  change: AskedChange
  /** The wall time of what may be on the table; undefined for an id that is none. */
  startOf: (id: string) => Temporal.PlainDateTime | undefined
}

/**
 * Who vouches for the caller's yes to a change, or why there is none yet, as with bookings: what the transcript shows after
 * our own result that proposed this very change; where it shows nothing clear, the agent's word after asking once. What was
 * said is asked about once as well: that the change was proposed before is not that. Neither a repeat of the request that asked
 * nor one that comes too soon for an answer is a second time.
 */
export async function hearYes(
  tx: Transaction<Database>,
  agreement: Agreement,
  subject: Subject,
  now: Temporal.Instant,
): Promise<ConfirmedBy | { why: NotAgreed }> {
  const { house, call, confirm, effectKey } = agreement
  const question = { companyId: house.company.id, callId: call.id, subject: subject.id }
  const ask = async (why: NotAgreed) => {
    await noteQuestion(tx, { ...question, askedBy: effectKey, wasUnclear: why === 'unclear', at: now })
    return { why }
  }
  if (confirm === false) return await ask('not_asked')
  if (!house.company.checksConfirmation) return 'unchecked'
  const verdict = judge(agreement, subject)
  switch (verdict) {
    case 'confirmed':
      return 'transcript'
    case 'declined':
    case 'changed':
      return { why: verdict }
    case 'unclear':
    case 'not_heard': {
      const asked = await readAsked(tx, question)
      const isAnswered =
        asked !== undefined && (verdict === 'unclear' ? asked.wasUnclear : !endsWithNo(heardOf(agreement, subject)))
      const isInTime = asked !== undefined && canAnswer({ by: asked.askedBy, at: asked.at }, { effectKey, now })
      if (confirm === true && isAnswered && isInTime) return 'agent'
      return await ask(verdict === 'unclear' ? 'unclear' : 'not_asked')
    }
  }
}

/** Whether the transcript shows the caller's yes to a change. */
export function isAgreedTo(agreement: Pick<Agreement, 'heard'>, subject: Subject): boolean {
  return judge(agreement, subject) === 'confirmed'
}

function judge(agreement: Pick<Agreement, 'heard'>, subject: Subject): Verdict {
  return judgeConfirmation(heardOf(agreement, subject), subject.id, subject.startOf)
}

function heardOf({ heard }: Pick<Agreement, 'heard'>, { change }: Subject): readonly HeardTurn[] {
  return heard.map((turn) => ({ ...turn, said: asAnswerToChange(change, turn.said) }))
}

/**
 * Nobody hears a question, answers it and has the answer passed on sooner: reading one out takes longer. Too long, and an
 * answer is asked for once more; too short, and a platform that delivers twice speaks for the caller.
 */
const soonestAnswerMs = 3_000

/**
 * Whether a request may bring the answer to a question, where no transcript tells: not the one that asked, delivered again, and
 * none that comes before the question can have been answered. Models that do not wait ask and answer in one breath.
 */
export function canAnswer(
  question: { by: string | null; at: Temporal.Instant },
  request: { effectKey: string; now: Temporal.Instant },
): boolean {
  // Without an invocation in it the key is that of every request in the same words.
  const isAskerAgain = question.by === request.effectKey && request.effectKey.startsWith('tool:')
  return !isAskerAgain && question.at.until(request.now).total('milliseconds') >= soonestAnswerMs
}
