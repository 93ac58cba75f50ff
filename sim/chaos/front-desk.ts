import { Client } from 'pg'

/**
 * Cancels an appointment as the front desk would: state, history and kept time in one transaction. Gives false when there
 * is no such open appointment.
 */
export async function cancelAtDesk(ownerUrl: string, appointmentId: string): Promise<boolean> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ done: number }>(
      `with cancelled as (
         update appointments set state = 'cancelled', version = version + 1
         where id = $1 and state = 'confirmed' returning id, company_id, version
       ), freed as (
         update segments set active = false where appointment_id in (select id from cancelled)
       ), written as (
         insert into appointment_history (id, company_id, appointment_id, version, from_state, to_state, who, why)
         select gen_random_uuid(), company_id, id, version, 'confirmed', 'cancelled', 'front desk', 'pressure run'
         from cancelled returning id
       )
       select count(*)::int as done from written`,
      [appointmentId],
    )
    return rows[0]?.done === 1
  } finally {
    await client.end()
  }
}
