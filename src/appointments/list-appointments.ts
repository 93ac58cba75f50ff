import type { Transaction } from 'kysely'

import { isNameOf } from '../customers/check-customer.ts'
import type { Customer } from '../customers/customer.ts'
import { splitName } from '../customers/name-columns.ts'
import { countTry, forgetTries } from '../customers/verification-tries.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Appointment } from './appointment.ts'
import type { ListOutcome } from './outcomes.ts'
import { readByCode, readOpenAppointments } from './store.ts'
import type { BookingDeps, Visit } from './visit.ts'

export type ListCommand = Visit & {
  /** What the caller offers as proof of who they are, besides the number they call from. */
  name: string | null
  date: Temporal.PlainDate | null
  code: string | null
}

/** More than three are not remembered when heard. */
const maxRead = 3

/**
 * The upcoming appointments of the caller, once the caller has shown to be who the number says: the number and one of
 * name, date of an appointment, booking code. A stranger, a wrong name and a sixth try today all get the same answer,
 * and the same queries are made for each.
 */
export async function listAppointments(deps: BookingDeps, command: ListCommand): Promise<ListOutcome> {
  const { house, call } = command
  const now = deps.clock.now()
  if (command.name === null && command.date === null && command.code === null) return { kind: 'verify' }
  return await deps.database.inCompany(house.company.id, async (tx) => {
    const attempt = {
      companyId: house.company.id,
      caller: call.callerNumber ?? `call ${call.id}`,
      day: now.toZonedDateTimeISO(house.company.zone).toPlainDate(),
    }
    const mayTry = await countTry(tx, attempt)
    const appointments = await candidates(tx, command, now)
    const isProven = isShown(command, appointments)
    if (!mayTry || !isProven) return { kind: 'verify' }
    await forgetTries(tx, attempt)
    const wanted = ofTheDay(command, appointments)
    if (wanted.length === 0) return { kind: 'none' }
    return { kind: 'list', appointments: wanted.slice(0, maxRead), total: wanted.length }
  })
}

/** Those of the day that was named; all of them when none was, or when there is none on it. */
function ofTheDay(command: ListCommand, appointments: readonly Appointment[]): readonly Appointment[] {
  const { date } = command
  if (date === null) return appointments
  const onDay = appointments.filter((one) => dayOf(one, command.house.company.zone).equals(date))
  return onDay.length > 0 ? onDay : appointments
}

/** Whose appointments the caller could mean. Looked up for a stranger too, so that a miss takes as long as a hit. */
async function candidates(
  tx: Transaction<Database>,
  command: ListCommand,
  now: Temporal.Instant,
): Promise<readonly Appointment[]> {
  const { company } = command.house
  if (command.customer !== null) return await readOpenAppointments(tx, company.id, command.customer.id, now)
  if (command.code === null) return await readOpenAppointments(tx, company.id, nobody, now)
  return await readByCode(tx, company.id, command.code, now)
}

const nobody = '00000000-0000-0000-0000-000000000000'

function isShown(command: ListCommand, appointments: readonly Appointment[]): boolean {
  const { zone } = command.house.company
  const named = command.name !== null && isNamed(command.name, command.customer, appointments)
  const dated = command.date !== null && appointments.some((one) => dayOf(one, zone).equals(command.date ?? ''))
  const coded = command.code !== null && appointments.some((one) => one.code === command.code)
  // A number proves half; without one, everything has to be said and fit.
  return command.customer === null ? named && dated && coded : named || dated || coded
}

function isNamed(name: string, customer: Customer | null, appointments: readonly Appointment[]): boolean {
  if (customer !== null && isNameOf(name, customer)) return true
  return appointments.some((one) => isNameOf(name, splitName(one.attendeeName)))
}

function dayOf(appointment: Appointment, zone: string): Temporal.PlainDate {
  return appointment.startsAt.toZonedDateTimeISO(zone).toPlainDate()
}
