import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { type ComposeDeps } from './compose.ts'
import { insertMessages } from './new-message.ts'
import { readAddressees } from './occasions.ts'
import { planReminder } from './plan-messages.ts'
import { readSettings } from './settings.ts'

/** Later than this before it begins a reminder is no help any more. */
const LATEST_HOURS = 2
/** Whoever was told of an appointment so shortly before its reminder is due is not told again. */
const TOLD_HOURS = 2
const MOST_PER_RUN = 200

/**
 * Writes the reminders of a company that are due. Once for each time an appointment has; not for those whose customers were written
 * to when it was due already, or shortly before. Returns how many appointments there were.
 */
export async function remindCustomers(deps: ComposeDeps, companyId: string): Promise<number> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const settings = await readSettings(tx, companyId)
    if (settings.reminderHours === null) return 0
    const now = deps.clock.now()
    const due = await readUpcoming(tx, companyId, { now, hours: settings.reminderHours })
    const house = due.length === 0 ? undefined : await deps.houses.get(tx, companyId)
    if (house === undefined) return 0
    const addressees = await readAddressees(tx, companyId, due)
    const planning = { house, settings, services: new Set<never>(), now }
    const messages = [...addressees.values()].flatMap((addressee) => planReminder(planning, addressee))
    await insertMessages(tx, deps, companyId, messages, now)
    return due.length
  })
}

// those that come soon (appointments_upcoming) and were not written about (messages_appointment)
async function readUpcoming(
  tx: Transaction<Database>,
  companyId: string,
  { now, hours }: { now: Temporal.Instant; hours: number },
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('appointments as a')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.company_id', '=', 'a.company_id').onRef('c.id', '=', 'a.customer_id'),
    )
    .select('a.id')
    .where('a.company_id', '=', companyId)
    .where('a.state', '=', 'confirmed')
    .where('a.source', '<>', 'calendar')
    .where('a.starts_at', '>', at(now.add({ hours: LATEST_HOURS })))
    .where('a.starts_at', '<=', at(now.add({ hours })))
    .where((is) => is.or([is('c.phone', 'is not', null), is('c.email', 'is not', null)]))
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('messages as m')
            .select('m.id')
            .where('m.company_id', '=', companyId)
            .whereRef('m.appointment_id', '=', 'a.id')
            .where((told) =>
              told.or([
                told.and([told('m.kind', '=', 'reminder'), sql<boolean>`m.about_time = a.starts_at`]),
                sql<boolean>`m.created_at > a.starts_at - make_interval(hours => ${hours + TOLD_HOURS})`,
              ]),
            ),
        ),
      ),
    )
    // What has just happened to it is about to be told: then nobody is reminded of it as well (message_occasions_appointment).
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('message_occasions as o')
            .select('o.position')
            .where('o.company_id', '=', companyId)
            .whereRef('o.appointment_id', '=', 'a.id'),
        ),
      ),
    )
    .orderBy('a.starts_at')
    .limit(MOST_PER_RUN)
    .execute()
  return rows.map(({ id }) => id)
}

function at(instant: Temporal.Instant) {
  return sql<Temporal.Instant>`${instant.toString()}::timestamptz`
}
