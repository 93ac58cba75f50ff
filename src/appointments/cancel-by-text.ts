import type { Transaction } from 'kysely'

import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import { vacate } from '../occupancy/segments.ts'
import type { House } from '../openings/house.ts'
import { changeAppointment } from './change-appointment.ts'
import { refuseCancelling } from './change-rules.ts'
import { markUnknown, notePendingChange } from './pending-changes.ts'
import { appointmentColumns, toAppointment } from './store.ts'

/** Who changed what was changed by answering a text, for the history. */
const byText = 'text reply'

/** `asked`: the calendar elsewhere has still to agree, and a job asks it. `refused`: too late, or too often. */
export type CancelledByText = 'cancelled' | 'asked' | 'refused' | 'gone'

/**
 * Cancels an appointment whose customer has answered a text with that. Who they are has been shown by whom the text went to; the
 * house's rules hold as on the phone, judged as of `asOf`: whoever was asked in time has answered in time. Nobody is on the line: where a calendar elsewhere has to agree, the job that settles such
 * changes asks it.
 */
export async function cancelByText(
  tx: Transaction<Database>,
  deps: { clock: Clock; ids: Ids },
  house: House,
  wanted: { appointmentId: string; effectKey: string; asOf: Temporal.Instant },
): Promise<CancelledByText> {
  const { id: companyId } = house.company
  const row = await tx
    .selectFrom('appointments')
    .select([...appointmentColumns, 'call_id', 'calendar_reference', 'move_count'])
    .where('company_id', '=', companyId)
    .where('id', '=', wanted.appointmentId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined || (row.state !== 'confirmed' && row.state !== 'pending_approval')) return 'gone'
  const own = { ...toAppointment(row), callId: row.call_id, calendarReference: row.calendar_reference }
  const appointment = { ...own, moveCount: row.move_count }
  const now = deps.clock.now()
  if ((await refuseCancelling(tx, house, appointment, wanted.asOf)) !== null) return 'refused'
  const isMirrored = house.company.calendar !== 'builtin' && row.calendar_reference !== null
  const to = {
    state: isMirrored ? ('cancelling' as const) : ('cancelled' as const),
    cancelled_by: 'customer' as const,
    cancelled_at: now.toString(),
  }
  const reason = { who: byText, why: 'cancelled by text' }
  if ((await changeAppointment(tx, deps, companyId, appointment, to, reason)) === undefined) return 'gone'
  if (!isMirrored) {
    await vacate(tx, companyId, appointment.id)
    return 'cancelled'
  }
  const { effectKey } = wanted
  const pending = {
    kind: 'cancel',
    stateBefore: row.state,
    effectKey,
    cancelledBy: 'customer',
    requestedAt: now,
  } as const
  await notePendingChange(tx, companyId, appointment.id, pending)
  await markUnknown(tx, companyId, appointment.id, now)
  return 'asked'
}
