import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** As many as a person mishearing themselves needs, and too few to guess a code of six digits. */
const maxTriesPerDay = 5

export type Attempt = {
  companyId: string
  caller: string
  day: Temporal.PlainDate
  /** What is the same for every delivery of one request, and for no other; null when that cannot be told. */
  request: string | null
}

/**
 * Counts a try of this caller to be let into an appointment. False when the day's tries are used up: then nothing that
 * is said may open anything, right or wrong. Callers without a number share one count per call. A request that is delivered
 * again is one try.
 */
export async function countTry(tx: Transaction<Database>, attempt: Attempt): Promise<boolean> {
  const result = await sql<{ tries: number }>`
    insert into verification_tries as v (company_id, caller, day, tries, last_request)
    values (${attempt.companyId}, ${attempt.caller}, ${attempt.day.toString()}, 1, ${attempt.request})
    on conflict (company_id, caller, day) do update set
      tries = case when v.last_request = excluded.last_request then v.tries else least(v.tries + 1, 1000) end,
      last_request = excluded.last_request
    returning tries`.execute(tx)
  return (result.rows[0]?.tries ?? Infinity) <= maxTriesPerDay
}

/** Gives the tries of a caller back after a right answer: only wrong ones count. */
export async function forgetTries(
  tx: Transaction<Database>,
  attempt: Pick<Attempt, 'companyId' | 'caller' | 'day'>,
): Promise<void> {
  await tx
    .deleteFrom('verification_tries')
    .where('company_id', '=', attempt.companyId)
    .where('caller', '=', attempt.caller)
    .where('day', '=', sql<Temporal.PlainDate>`${attempt.day.toString()}::date`)
    .execute()
}

/** The request an effect key stands for. One made of what was said tells no repeat from somebody who guesses the same again. */
export function knownRequest(effectKey: string | undefined): string | null {
  return effectKey?.startsWith('tool:') === true ? effectKey : null
}
