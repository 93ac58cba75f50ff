import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'

/** As many as a person mishearing themselves needs, and too few to guess a code of six digits. */
const maxTriesPerDay = 5

/**
 * Counts a try of this caller to be let into an appointment. False when the day's tries are used up: then nothing that
 * is said may open anything, right or wrong. Callers without a number share one count per call.
 */
export async function countTry(
  tx: Transaction<Database>,
  attempt: { companyId: string; caller: string; day: Temporal.PlainDate },
): Promise<boolean> {
  const result = await sql<{ tries: number }>`
    insert into verification_tries as v (company_id, caller, day, tries)
    values (${attempt.companyId}, ${attempt.caller}, ${attempt.day.toString()}, 1)
    on conflict (company_id, caller, day) do update set tries = least(v.tries + 1, 1000)
    returning tries`.execute(tx)
  return (result.rows[0]?.tries ?? Infinity) <= maxTriesPerDay
}

/** Gives the tries of a caller back after a right answer: only wrong ones count. */
export async function forgetTries(
  tx: Transaction<Database>,
  attempt: { companyId: string; caller: string; day: Temporal.PlainDate },
): Promise<void> {
  await tx
    .deleteFrom('verification_tries')
    .where('company_id', '=', attempt.companyId)
    .where('caller', '=', attempt.caller)
    .where('day', '=', sql<Temporal.PlainDate>`${attempt.day.toString()}::date`)
    .execute()
}
