import { cancelAppointment } from '../../src/appointments/cancel.ts'
import type { CancelOutcome, MoveOutcome } from '../../src/appointments/change-outcomes.ts'
import { checkAvailability } from '../../src/appointments/check-availability.ts'
import { moveAppointment } from '../../src/appointments/move.ts'
import { findOwnAppointments } from '../../src/appointments/own-appointments.ts'
import type { Visit } from '../../src/appointments/visit.ts'
import { findCustomer } from '../../src/customers/find-customer.ts'
import { findCustomerId } from '../../src/customers/remember-customer.ts'
import { ask, book, type RealHouse } from '../model/real-house.ts'

const signal = new AbortController().signal

/** Everybody in these houses is called so; whose call it is, is told by the number. */
export const attendee = 'Erika Beispiel'

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

/** A caller asks for a new time for an appointment; gives the offer, when it is free. */
export async function offerToMove(real: RealHouse, call: number, appointmentId: string, at: Temporal.PlainDateTime) {
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
  const found = await checkAvailability(real.deps, { ...visit, service, branch, staffId: null, when, moving }, signal)
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
