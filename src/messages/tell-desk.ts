import { type Transaction, sql } from 'kysely'

import { addAppointmentTask } from '../appointments/appointment-task.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database, MessageState } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { House } from '../openings/house.ts'
import { readAwaited } from './awaited.ts'
import { at } from './message-row.ts'
import type { Message } from './message.ts'
import { afterQuietHours } from './quiet-hours.ts'
import type { MessageSettings } from './settings.ts'
import { taskInstead } from './what-follows.ts'

type TellDeskDeps = { clock: Clock; ids: Ids }

/** Whoever waits to hear may be kept waiting so long by a provider before somebody calls them. */
const LONGEST_WAIT_MINUTES = 15
/** What has told the customer, or still may. */
const MAY_TELL: readonly MessageState[] = ['queued', 'sending', 'unclear', 'sent']

/**
 * Has the front desk call somebody who waits to hear and whom this message will not reach; not where another way has told them, or
 * still may. Once for a message, and for those of the same change.
 */
export async function tellDesk(
  tx: Transaction<Database>,
  deps: TellDeskDeps,
  house: House,
  message: Message,
): Promise<void> {
  if (message.isAwaited) await tellOnce(tx, deps, house, { message, mayTell: MAY_TELL })
}

/**
 * Has the front desk call whoever waits to hear and was kept waiting too long: the account is wrong, the provider is away. The
 * message stays as it is and may still go out.
 */
export async function tellDeskOfWaiting(
  tx: Transaction<Database>,
  deps: TellDeskDeps,
  { house, settings }: { house: House; settings: MessageSettings },
): Promise<void> {
  const now = deps.clock.now()
  const latest = now.subtract({ minutes: LONGEST_WAIT_MINUTES })
  for (const message of await readAwaited(tx, house.company.id, latest)) {
    // What was written at night was not to go out before the morning.
    const dueAt = afterQuietHours(message.createdAt, settings, house.company.zone)
    if (Temporal.Instant.compare(dueAt, latest) > 0) continue
    await tellOnce(tx, deps, house, { message, mayTell: ['sent'] })
  }
}

async function tellOnce(
  tx: Transaction<Database>,
  deps: TellDeskDeps,
  house: House,
  { message, mayTell }: { message: Message; mayTell: readonly MessageState[] },
): Promise<void> {
  const { companyId, appointmentId, kind, id } = message
  if (appointmentId === null || (await isLookedAfter(tx, message, mayTell))) return
  const appointment = await tx
    .selectFrom('appointments')
    .select(['customer_id', 'branch_id'])
    .where('company_id', '=', companyId)
    .where('id', '=', appointmentId)
    .executeTakeFirst()
  if (appointment === undefined) return
  const { customer_id: customerId, branch_id: branchId } = appointment
  const appointmentTask = { kind: taskInstead(kind), appointment: { id: appointmentId, customerId, branchId } }
  await addAppointmentTask(tx, deps, house, appointmentTask)
  await tx
    .updateTable('messages')
    .set({ is_desk_told: true })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .execute()
}

// the messages of this change, or of a later one of its kind (messages_appointment): the desk was told, or another way is open
async function isLookedAfter(
  tx: Transaction<Database>,
  { companyId, appointmentId, kind, id, createdAt }: Message,
  mayTell: readonly MessageState[],
): Promise<boolean> {
  const row = await tx
    .selectFrom('messages')
    .select('id')
    .where('company_id', '=', companyId)
    .where('appointment_id', '=', appointmentId)
    .where('kind', '=', kind)
    .where('created_at', '>=', at(createdAt))
    .where((is) =>
      is.or([
        is('is_desk_told', '=', true),
        is.and([is('id', '<>', id), is('state', 'in', mayTell), sql<boolean>`delivery is distinct from 'undelivered'`]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
