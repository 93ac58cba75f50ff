import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** What an agent found out about a call; what is undefined stays as it is. */
export type CallNotes = {
  /** What the caller wants, in a word or two. */
  intent?: string | undefined
  /** How it ended. */
  outcome?: string | undefined
  notes?: string | undefined
}

const LONGEST_WORD = 80
const LONGEST_NOTES = 1_000

/** Keeps what an agent says of its call. Texts longer than their column are cut; nothing said changes nothing. */
export async function updateCall(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  said: CallNotes,
): Promise<void> {
  const changes = {
    ...(said.intent !== undefined && { intent: cut(said.intent, LONGEST_WORD) }),
    ...(said.outcome !== undefined && { outcome: cut(said.outcome, LONGEST_WORD) }),
    ...(said.notes !== undefined && { notes: cut(said.notes, LONGEST_NOTES) }),
  }
  if (Object.keys(changes).length === 0) return
  await tx
    .updateTable('calls')
    .set(changes)
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.callId)
    .execute()
}

/** Half of a character is none a database can keep. */
function cut(text: string, longest: number): string {
  return text.slice(0, longest).toWellFormed()
}
