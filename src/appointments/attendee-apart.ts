import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { foldName } from '../speech/name-folding.ts'
import { openStates } from './store.ts'

/** Who comes when, to which appointment. */
export type AttendeeTime = {
  readonly appointmentId: string
  readonly customerId: string
  readonly attendeeName: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/**
 * What an attendee is told apart by. Here nobody is let into two appointments at one time (appointments_one_place); in a calendar
 * elsewhere it happens, by mistake or with two people of one name: whoever is expected at another appointment then is somebody of
 * their own. By customer and start (appointments_customer).
 */
export async function attendeeKeyAt(tx: Transaction<Database>, companyId: string, at: AttendeeTime): Promise<string> {
  const { appointmentId, customerId, attendeeName } = at
  const key = foldName(attendeeName)
  const from = at.startsAt.toString()
  const to = at.endsAt.toString()
  const other = await tx
    .selectFrom('appointments')
    .select('id')
    .where('company_id', '=', companyId)
    .where('customer_id', '=', customerId)
    .where('attendee_key', '=', key)
    .where('state', 'in', openStates)
    .where('id', '!=', appointmentId)
    .where(sql<boolean>`tstzrange(starts_at, ends_at) && tstzrange(${from}::timestamptz, ${to}::timestamptz)`)
    .limit(1)
    .executeTakeFirst()
  return other === undefined ? key : `${key} ${appointmentId}`
}
