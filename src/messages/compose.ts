import type { Transaction } from 'kysely'

import { addAppointmentTask } from '../appointments/appointment-task.ts'
import type { CompanyDatabase } from '../appointments/visit.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Houses } from '../openings/load-house.ts'
import { connectedServices } from './accounts.ts'
import type { Senders } from './channels/senders.ts'
import type { Channel } from './message.ts'
import { insertMessages, type NewMessage } from './new-message.ts'
import { type Addressee, type Occasion, readAddressees, readNoticedTasks, takeOccasions } from './occasions.ts'
import { type Planning, planForAppointment, planForTask } from './plan-messages.ts'
import { readSettings } from './settings.ts'
import { isAwaited, kindOfChange, kindToTell, taskInstead } from './what-follows.ts'

export type ComposeDeps = {
  clock: Clock
  ids: Ids
  database: CompanyDatabase
  houses: Houses
  senders: Pick<Senders, 'hasMail'>
}

/**
 * Turns what has changed in a company into messages, in one transaction: an occasion is gone exactly if its messages are written.
 * Returns whether there may be more of them.
 */
export async function composeMessages(deps: ComposeDeps, companyId: string): Promise<boolean> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const { occasions, mayBeMore } = await takeOccasions(tx, companyId)
    const house = occasions.length === 0 ? undefined : await deps.houses.get(tx, companyId)
    if (house === undefined) return mayBeMore
    const [settings, services] = await Promise.all([readSettings(tx, companyId), connectedServices(tx, companyId)])
    await compose(tx, deps, { house, settings, services, now: deps.clock.now() }, occasions)
    return mayBeMore
  })
}

async function compose(
  tx: Transaction<Database>,
  deps: ComposeDeps,
  planning: Planning,
  occasions: readonly Occasion[],
): Promise<void> {
  const { id: companyId } = planning.house.company
  const changes = lastChanges(occasions)
  const tasks = occasions.filter((occasion) => occasion.what === 'task')
  const [addressees, noticed] = await Promise.all([
    readAddressees(tx, companyId, [...changes.keys()]),
    readNoticedTasks(
      tx,
      companyId,
      tasks.map(({ taskId }) => taskId),
    ),
  ])
  const messages: NewMessage[] = []
  for (const [appointmentId, occasion] of changes) {
    const addressee = addressees.get(appointmentId)
    if (addressee === undefined) continue
    const planned = planForAppointment(planning, occasion, addressee)
    const isDeskTold = await leaveToPeople(tx, deps, planning, { occasion, addressee, planned })
    messages.push(...planned.map((message) => ({ ...message, isDeskTold })))
  }
  for (const occasion of tasks) {
    const task = noticed.get(occasion.taskId)
    if (task !== undefined) messages.push(...planForTask(planning, occasion, task))
  }
  await supersede(tx, companyId, messages)
  await insertMessages(tx, deps, companyId, messages, planning.now)
}

type Change = Extract<Occasion, { what: 'appointment' }>

/** Of several changes of one appointment that are told together, the last that is worth a message says it all. */
function lastChanges(occasions: readonly Occasion[]): ReadonlyMap<string, Change> {
  const last = new Map<string, Change>()
  for (const occasion of occasions) {
    if (occasion.what === 'appointment' && kindOfChange(occasion) !== null) last.set(occasion.appointmentId, occasion)
  }
  return last
}

/**
 * Where nothing can reach somebody who waits to hear, the front desk has to call them: there is no number and no address, or nothing
 * to send by. What waits for an account goes out all the same when there is one. True where the desk was told.
 */
async function leaveToPeople(
  tx: Transaction<Database>,
  deps: ComposeDeps,
  { house, services, now }: Planning,
  { occasion, addressee, planned }: { occasion: Change; addressee: Addressee; planned: readonly NewMessage[] },
): Promise<boolean> {
  const kind = kindToTell(occasion, addressee)
  if (kind === null || !isAwaited(kind, occasion)) return false
  const open = new Set<Channel>([
    ...(services.has('twilio') ? (['sms'] as const) : []),
    ...(deps.senders.hasMail ? (['email'] as const) : []),
  ])
  if (planned.some(({ channel, suppressed }) => suppressed === null && open.has(channel))) return false
  if (Temporal.Instant.compare(addressee.startsAt, now) <= 0) return false
  const { appointmentId: id, customerId, branchId } = addressee
  await addAppointmentTask(tx, deps, house, { kind: taskInstead(kind), appointment: { id, customerId, branchId } })
  return true
}

/** What waits to be told of an appointment (messages_appointment) is overtaken by what is told now. */
async function supersede(tx: Transaction<Database>, companyId: string, messages: readonly NewMessage[]): Promise<void> {
  const ids = [...new Set(messages.flatMap(({ appointmentId }) => appointmentId ?? []))]
  if (ids.length === 0) return
  await tx
    .updateTable('messages')
    .set({ state: 'superseded' })
    .where('company_id', '=', companyId)
    .where('appointment_id', 'in', ids)
    .where('state', '=', 'queued')
    .execute()
}
