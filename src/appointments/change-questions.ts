import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** A change the caller was asked about: an appointment to cancel, or the offer it would move to. */
export type ChangeQuestion = { companyId: string; callId: string; subject: string }

/** How it was asked about: by which request, by its effect key, whether the caller had said something unclear by then, and when. */
export type Asked = { askedBy: string; wasUnclear: boolean; at: Temporal.Instant }

/** How it was asked about (primary key); undefined when it was not. */
export async function readAsked(tx: Transaction<Database>, question: ChangeQuestion): Promise<Asked | undefined> {
  const row = await tx
    .selectFrom('change_questions')
    .select(['asked_by', 'was_unclear', 'asked_at'])
    .where('company_id', '=', question.companyId)
    .where('call_id', '=', question.callId)
    .where('subject', '=', question.subject)
    .executeTakeFirst()
  return row && { askedBy: row.asked_by, wasUnclear: row.was_unclear, at: row.asked_at }
}

/**
 * Notes that the caller was asked for a clear yes, and how. The first to ask stays the one, but for the first to ask after
 * something unclear was said.
 */
export async function noteQuestion(tx: Transaction<Database>, question: ChangeQuestion & Asked): Promise<void> {
  await tx
    .insertInto('change_questions')
    .values({
      company_id: question.companyId,
      call_id: question.callId,
      subject: question.subject,
      asked_by: question.askedBy,
      asked_at: question.at.toString(),
      was_unclear: question.wasUnclear,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'call_id', 'subject'])
        .doUpdateSet((is) => ({
          asked_by: is.ref('excluded.asked_by'),
          asked_at: is.ref('excluded.asked_at'),
          was_unclear: is.ref('excluded.was_unclear'),
        }))
        .where('change_questions.was_unclear', '=', false)
        .where('excluded.was_unclear', '=', true),
    )
    .execute()
}
