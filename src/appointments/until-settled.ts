import { setTimeout as wait } from 'node:timers/promises'

import { sql } from 'kysely'

import type { BookingDeps } from './visit.ts'

/** Often enough that a caller notices nothing, seldom enough for a calendar that takes seconds. */
const lookAgainMs = 100
/** A calendar elsewhere has five seconds; what takes longer is settled by a job. */
const longestWaitMs = 5_000

/**
 * Waits while another request about an appointment asks the calendar elsewhere, as long as the caller can be kept waiting.
 * Not for one whose answer has failed to come: that is the job's.
 */
export async function untilSettled(
  deps: Pick<BookingDeps, 'database'>,
  of: { companyId: string; appointmentId: string },
  signal: AbortSignal,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < longestWaitMs && !signal.aborted; waitedMs += lookAgainMs) {
    if (!(await isBeingAsked(deps, of))) return
    await wait(lookAgainMs, undefined, { signal }).catch(() => undefined)
  }
}

async function isBeingAsked(
  deps: Pick<BookingDeps, 'database'>,
  of: { companyId: string; appointmentId: string },
): Promise<boolean> {
  return await deps.database.inCompany(of.companyId, async (tx) => {
    const row = await tx
      .selectFrom('appointments')
      .leftJoin('pending_changes', (join) =>
        join
          .onRef('pending_changes.company_id', '=', 'appointments.company_id')
          .onRef('pending_changes.appointment_id', '=', 'appointments.id'),
      )
      .select(sql<boolean>`state in ('booking', 'moving', 'cancelling') and unknown_since is null`.as('asked'))
      .where('appointments.company_id', '=', of.companyId)
      .where('appointments.id', '=', of.appointmentId)
      .executeTakeFirst()
    return row?.asked ?? false
  })
}
