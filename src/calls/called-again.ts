import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Call } from './call.ts'
import { isServed } from './result.ts'

/** What became of the calls somebody made after one: `talking`, one goes on; `served`, one got them what they wanted; `over`, neither. */
export type CalledAgain = 'no' | 'talking' | 'served' | 'over'

/** More calls than anybody makes about one appointment. */
const MOST_READ = 20

/** Whether whoever made this call has called again since, from the same number. Nobody knows of those who show none. */
export async function calledAgain(
  tx: Transaction<Database>,
  { companyId, id, direction, callerNumber }: Call,
): Promise<CalledAgain> {
  if (callerNumber === null || direction !== 'inbound') return 'no'
  // later calls from a number (calls_from_number)
  const later = await tx
    .selectFrom('calls as later')
    .innerJoin('calls as first', (join) => join.onRef('first.company_id', '=', 'later.company_id'))
    .select(['later.state', 'later.result'])
    .where('later.company_id', '=', companyId)
    .where('first.id', '=', id)
    .where('later.from_number', '=', callerNumber)
    .where('later.direction', '=', 'inbound')
    .whereRef('later.created_at', '>', 'first.created_at')
    .orderBy('later.created_at', 'desc')
    .limit(MOST_READ)
    .execute()
  if (later.some(({ result }) => isServed(result))) return 'served'
  if (later.some(({ state }) => state === 'ongoing')) return 'talking'
  return later.length > 0 ? 'over' : 'no'
}
