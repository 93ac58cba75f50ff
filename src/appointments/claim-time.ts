import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { shift } from '../occupancy/shift.ts'
import { yieldHolds } from '../occupancy/yield-holds.ts'
import type { House } from '../openings/house.ts'
import type { Appointment } from './appointment.ts'
import { type OutsideDeps, stretchOf } from './outside-booking.ts'

/**
 * Takes a time for an appointment that stands there already in a calendar elsewhere, in place of what it keeps; false when another
 * appointment has it, and then it takes nobody's.
 */
export async function claimTime(
  tx: Transaction<Database>,
  deps: OutsideDeps,
  house: House,
  appointment: Appointment,
  to: { staffId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<boolean> {
  const { id: companyId } = house.company
  const stretch = stretchOf(house, appointment.serviceId, to)
  const { startMs, endMs } = stretch
  const resourceIds = [appointment.staffId, to.staffId]
  await lockClaim(tx, { companyId, resourceIds, startMs, endMs, callId: null, caller: null })
  const isFree = (await yieldHolds(tx, { companyId, ...stretch }, appointment.id)) === 'free'
  const shifted = await shift(tx, deps, { companyId, appointmentId: appointment.id, to: isFree ? [stretch] : [] })
  if (!shifted) throw new Error('A time that was free and locked has been taken')
  return isFree
}
