import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'
import { appointmentColumns, toAppointment } from './store.ts'

/** What tells a request from another: see docs/booking.md, "The same request". */
export type EffectKey = { companyId: string; key: string }

// by key (primary key), with its appointment
const readAppointmentOfEffect = hotRead('appointment of an effect', (db, effect: EffectKey) =>
  db
    .selectFrom('effects')
    .innerJoin('appointments', (join) =>
      join
        .onRef('appointments.company_id', '=', 'effects.company_id')
        .onRef('appointments.id', '=', 'effects.appointment_id'),
    )
    .select(appointmentColumns.map((column) => `appointments.${column}` as const))
    .where('effects.company_id', '=', effect.companyId)
    .where('effects.key', '=', effect.key),
)

/** The appointment an earlier delivery of this request made, as it is now; undefined when none had an effect. */
export async function readEffect(tx: Transaction<Database>, effect: EffectKey): Promise<Appointment | undefined> {
  const [row] = await readAppointmentOfEffect(tx, effect)
  return row && toAppointment(row)
}

/**
 * Notes what a request did, in the transaction that did it. Requests of one call wait for each other, so a second row
 * for one key is a fault and the primary key makes it one.
 */
export async function noteEffect(
  tx: Transaction<Database>,
  effect: EffectKey & { callId: string; tool: string; appointmentId: string },
): Promise<void> {
  await insertEffect(tx, effect)
}

const insertEffect = hotRead(
  'insert effect',
  (db, effect: EffectKey & { callId: string; tool: string; appointmentId: string }) =>
    db.insertInto('effects').values({
      company_id: effect.companyId,
      key: effect.key,
      call_id: effect.callId,
      tool: effect.tool,
      appointment_id: effect.appointmentId,
    }),
)

/** Nothing came of a request after all: its repeat is worked afresh. */
export async function forgetEffect(tx: Transaction<Database>, effect: EffectKey): Promise<void> {
  await tx.deleteFrom('effects').where('company_id', '=', effect.companyId).where('key', '=', effect.key).execute()
}
