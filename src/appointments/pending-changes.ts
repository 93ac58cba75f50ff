import type { Transaction } from 'kysely'

import type { AppointmentState, Database } from '../infra/db/tables.ts'
import type { Stretch } from '../occupancy/stretch.ts'
import type { Target } from './change-appointment.ts'

/** The states in which an appointment may be changed. */
export type ChangeableState = Extract<AppointmentState, 'confirmed' | 'pending_approval'>

/** Who had an appointment cancelled. */
export type CancelledBy = 'customer' | 'house' | 'calendar'

/** What an outside calendar has been asked to change about an appointment, and has not answered for. */
export type PendingChange = {
  /** What it was, and is again when nothing comes of it. */
  readonly stateBefore: ChangeableState
  /** The request it came of; forgotten when nothing comes of it. */
  readonly effectKey: string
  readonly requestedAt: Temporal.Instant
  /** Since when it is known that no answer came in time; null while the request still waits for one. */
  readonly unknownSince: Temporal.Instant | null
} & (
  | {
      readonly kind: 'move'
      readonly to: Target
      /** What it kept before, and what it keeps when the move goes through; until then it keeps both. */
      readonly before: readonly Stretch[]
      readonly after: readonly Stretch[]
    }
  | { readonly kind: 'cancel'; readonly cancelledBy: CancelledBy }
)

type NewChange =
  | Omit<Extract<PendingChange, { kind: 'move' }>, 'unknownSince'>
  | Omit<Extract<PendingChange, { kind: 'cancel' }>, 'unknownSince'>

/** Notes what the calendar is about to be asked, in the transaction that takes the appointment to moving or cancelling. */
export async function notePendingChange(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  change: NewChange,
): Promise<void> {
  const { kind, stateBefore, effectKey, requestedAt } = change
  const common = {
    company_id: companyId,
    appointment_id: appointmentId,
    kind,
    state_before: stateBefore,
    effect_key: effectKey,
    requested_at: requestedAt.toString(),
  }
  const what =
    change.kind === 'cancel'
      ? { cancelled_by: change.cancelledBy, stretches_before: '[]', stretches_after: '[]' }
      : {
          branch_id: change.to.branchId,
          staff_id: change.to.staffId,
          starts_at: change.to.startsAt.toString(),
          ends_at: change.to.endsAt.toString(),
          stretches_before: JSON.stringify(change.before),
          stretches_after: JSON.stringify(change.after),
        }
  await tx
    .insertInto('pending_changes')
    .values({ ...common, ...what })
    .execute()
}

/** What is under way for an appointment (primary key); undefined when nothing is. */
export async function readPendingChange(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<PendingChange | undefined> {
  const row = await tx
    .selectFrom('pending_changes')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const common = {
    stateBefore: row.state_before,
    effectKey: row.effect_key,
    requestedAt: row.requested_at,
    unknownSince: row.unknown_since,
  }
  const { branch_id: branchId, staff_id: staffId, starts_at: startsAt, ends_at: endsAt } = row
  if (branchId === null || staffId === null || startsAt === null || endsAt === null) {
    return { ...common, kind: 'cancel', cancelledBy: row.cancelled_by ?? 'house' }
  }
  const to = { branchId, staffId, startsAt, endsAt }
  // Ours, written above: its shape is known.
  const before = row.stretches_before as readonly Stretch[]
  const after = row.stretches_after as readonly Stretch[]
  return { ...common, kind: 'move', to, before, after }
}

/** Leaves it to the job that settles what no answer came for. */
export async function markUnknown(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
  since: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('pending_changes')
    .set({ unknown_since: since.toString() })
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .execute()
}

/** Nothing is under way any more. */
export async function forgetPendingChange(
  tx: Transaction<Database>,
  companyId: string,
  appointmentId: string,
): Promise<void> {
  await tx
    .deleteFrom('pending_changes')
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .execute()
}
