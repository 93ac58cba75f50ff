import { Client } from 'pg'

import { cancelAppointment, type CancelCommand } from '../../src/appointments/cancel.ts'
import type { CancelOutcome, MoveOutcome } from '../../src/appointments/change-outcomes.ts'
import { checkAvailability } from '../../src/appointments/check-availability.ts'
import { moveAppointment, type MoveCommand } from '../../src/appointments/move.ts'
import { findOwnAppointments } from '../../src/appointments/own-appointments.ts'
import type { Visit } from '../../src/appointments/visit.ts'
import { findCustomer } from '../../src/customers/find-customer.ts'
import { findCustomerId } from '../../src/customers/remember-customer.ts'
import { heard } from '../harness/booking.ts'
import { whenFileIsDone } from '../harness/clean-up.ts'
import { testIds } from '../harness/company.ts'
import { createTestDatabase } from '../harness/database.ts'
import { twoChairs } from '../model/fixed-plans.ts'
import type { Plan } from '../model/plan.ts'
import { ask, book, openHouse, type RealHouse } from '../model/real-house.ts'
import { instantOf } from '../model/reference-openings.ts'

const signal = new AbortController().signal

/** Everybody in these houses is called so; whose call it is, is told by the number. */
export const attendee = 'Erika Beispiel'

const phone = '+494066969021'
/** Calls 0 to 4 are from one number, 5 and 6 from another, 7 from none. */
const callers = [phone, phone, phone, phone, phone, '+494066969022', '+494066969022', null]

/** Opens a house of the plan, of two chairs unless given, on the day of the plan. */
export type HouseOpener = (plan?: Plan) => Promise<RealHouse>

/** Makes a database for the houses of the calling file. Call it in `beforeAll`. */
export async function createHouseOpener(): Promise<HouseOpener> {
  const { db, ownerUrl } = await createTestDatabase()
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  whenFileIsDone(() => owner.end())
  let houses = 0
  return async (plan = twoChairs) => {
    const nowMs = instantOf(plan.today, plan.nowMinute, plan.zone)
    const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(nowMs) }
    houses += 1
    return await openHouse(plan, { db, owner, seed: houses, callers, clock })
  }
}

/** The day after tomorrow. */
export function at(hour: number, minute = 0): Temporal.PlainDateTime {
  return twoChairs.today.add({ days: 2 }).toPlainDateTime({ hour, minute })
}

/** Who is on the line, as the edge puts it together. */
export async function visitOf(real: RealHouse, call: number): Promise<Visit> {
  const known = real.calls[call]
  if (known === undefined) throw new Error(`There is no call ${call}`)
  return await real.db.inCompany(real.companyId, async (tx) => {
    const house = await real.houses.get(tx, real.companyId)
    if (house === undefined) throw new Error('The house is gone')
    const customerId =
      known.callerNumber === null ? undefined : await findCustomerId(tx, real.companyId, known.callerNumber)
    const customer = customerId === undefined ? undefined : await findCustomer(tx, real.companyId, customerId)
    return { house, call: known, customer: customer ?? null }
  })
}

/** Books in a call what the caller has agreed to; gives the id of what was booked, or undefined. */
export async function bookAt(real: RealHouse, call: number, at: Temporal.PlainDateTime, key: string) {
  const found = await ask(real, { call, service: 0, staff: null, at })
  if (found.kind !== 'available') return undefined
  const turns = [{ said: 'Ja, gerne.', main: found.offer.id, others: [] }]
  const request = { call, offerId: found.offer.id, key, attendee, confirm: true, turns }
  const outcome = await book(real, request, real.deps.database)
  return outcome.kind === 'booked' ? outcome.appointment.id : undefined
}

/** The same, where it is known to be free. */
export async function booked(real: RealHouse, call: number, when: Temporal.PlainDateTime): Promise<string> {
  const id = await bookAt(real, call, when, `booking ${call} ${when.toString()}`)
  if (id === undefined) throw new Error('not free')
  return id
}

/** What is written down of an appointment, and which times are kept for it. */
export async function rowOf(real: RealHouse, id: string) {
  const { rows } = await real.owner.query(
    `select state, version, starts_at at time zone zone as start, code, call_id,
       (select coalesce(array_agg(to_char(lower(s.during) at time zone zone, 'HH24:MI') || '-'
          || to_char(upper(s.during) at time zone zone, 'HH24:MI') order by lower(s.during)), '{}')
        from segments s where s.appointment_id = a.id and s.active) as kept
     from appointments a where id = $1`,
    [id],
  )
  return rows[0] as { state: string; version: number; kept: string[]; code: string }
}

/** The caller was asked about this offer or appointment and agreed, unless they said something else. */
export const agreed = (id: string, said = 'Ja, bitte.') => heard({ id }, said)

const nothingSaid = { date: null, time: null, name: null, code: null }

/** A caller who has agreed to it cancels. */
export async function cancel(
  real: RealHouse,
  call: number,
  appointmentId: string,
  key: string,
): Promise<CancelOutcome> {
  const heard = [{ said: 'Ja, bitte absagen.', main: appointmentId, others: [] }]
  const command = { ...nothingSaid, name: attendee, appointmentId, confirm: true, heard, effectKey: key }
  return await cancelAppointment(
    real.deps,
    { ...(await visitOf(real, call)), ...command, tool: 'cancel_appointment' },
    signal,
  )
}

/** A request to cancel that says nothing of which appointment, nor whether. */
export async function cancelCommand(
  real: RealHouse,
  call: number,
  change: Partial<CancelCommand>,
): Promise<CancelCommand> {
  const request = { confirm: null, heard: [], effectKey: `tool:${testIds.uuid()}`, tool: 'cancel_appointment' }
  return { ...(await visitOf(real, call)), appointmentId: null, ...nothingSaid, ...request, ...change }
}

/** A request to move that says nothing of which appointment, nor where to. */
export async function moveCommand(real: RealHouse, call: number, change: Partial<MoveCommand>): Promise<MoveCommand> {
  return { ...(await cancelCommand(real, call, {})), offerId: null, when: null, ...change }
}

/** A caller asks for a new time for an appointment, with whomever unless named; gives the offer, when it is free. */
export async function offerToMove(
  real: RealHouse,
  call: number,
  appointmentId: string,
  at: Temporal.PlainDateTime,
  staffId: string | null = null,
) {
  const visit = await visitOf(real, call)
  const [branch] = visit.house.company.branches
  const [service] = visit.house.services
  if (branch === undefined || service === undefined) throw new Error('The house was not built as planned')
  const proof = { name: attendee, date: null, code: null }
  const own = await real.deps.database.inCompany(real.companyId, (tx) =>
    findOwnAppointments(tx, visit, proof, real.deps.clock.now()),
  )
  const moving = own.kind === 'own' ? own.appointments.find((one) => one.id === appointmentId) : undefined
  if (moving === undefined) return undefined
  const when = { kind: 'point', at } as const
  const found = await checkAvailability(real.deps, { ...visit, service, branch, staffId, when, moving }, signal)
  if (found.kind === 'available') return found.offer
  return 'alternatives' in found ? found.alternatives[0] : undefined
}

/** A caller who has agreed to an offer moves there. */
export async function move(
  real: RealHouse,
  call: number,
  wanted: { appointmentId: string; offerId: string; key: string },
): Promise<MoveOutcome> {
  const { appointmentId, offerId, key } = wanted
  const heard = [{ said: 'Ja, bitte.', main: offerId, others: [] }]
  const command = { ...nothingSaid, name: attendee, appointmentId, offerId, when: null, confirm: true, heard }
  return await moveAppointment(
    real.deps,
    { ...(await visitOf(real, call)), ...command, effectKey: key, tool: 'reschedule_appointment' },
    signal,
  )
}
