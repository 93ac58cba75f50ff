import type { Transaction } from 'kysely'

import type { AgreedAppointment, CallToRead } from '../../appointments/agreed-appointment/agreed-appointment.ts'
import { findAgreedAppointment } from '../../appointments/agreed-appointment/find-agreed-appointment.ts'
import { bookAgreed, hasBookedItself } from '../../appointments/book-agreed.ts'
import { requestCallback } from '../../appointments/request-callback.ts'
import type { BookingDeps, Visit } from '../../appointments/visit.ts'
import type { CompanyCalendars } from '../../calendars/company-calendars.ts'
import { type CalledAgain, calledAgain } from '../../calls/called-again.ts'
import { readTranscriptOf } from '../../calls/contents.ts'
import { findCallById } from '../../calls/remember-call.ts'
import { isServed } from '../../calls/result.ts'
import { noteAgreed, writeResult } from '../../calls/write-result.ts'
import type { Service } from '../../catalog/service.ts'
import { isOpenAt } from '../../companies/opening-hours.ts'
import { findCustomer } from '../../customers/find-customer.ts'
import type { CallResult, Database, TranscriptEntry } from '../../infra/db/tables.ts'
import { releaseHold } from '../../occupancy/holds.ts'
import type { Houses } from '../../openings/load-house.ts'
import { takesVisits } from '../../openings/visit-plan.ts'
import { sayDateTime } from '../../speech/say-when.ts'
import { findStaff } from '../../staff/find-staff.ts'
import { nameOfServices } from '../answers/speaking.ts'
import { turnsOf } from './transcript-turns.ts'

/** What looking through a call that is over needs. */
export type WrapUpDeps = BookingDeps & {
  houses: Houses
  calendars: CompanyCalendars
}

type Over = {
  visit: Visit
  result: CallResult | null
  /** Whether an appointment of this call stands, or the calendar is being asked about it. */
  hasBooked: boolean
  startedAt: Temporal.Instant
  transcript: readonly TranscriptEntry[]
  again: CalledAgain
}

/**
 * Looks through a call that is over, and whose tools have ended: what came of it is judged again, and what the caller agreed to and nobody booked is booked, or becomes a task of the front
 * desk. Whoever has called again since speaks for themselves: while they do it is left, and `closeCalls` comes back to it. Doing it
 * again does nothing more.
 */
export async function wrapUpCall(
  deps: WrapUpDeps,
  companyId: string,
  callId: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await deps.database.inCompany(companyId, async (tx) => {
    const over = await readOver(tx, deps, companyId, callId)
    const agreed = over && agreedIn(over)
    if (over === undefined || (agreed !== undefined && over.again === 'talking')) return undefined
    if (agreed === undefined) await noteWrappedUp(tx, deps, companyId, callId)
    return agreed && { over, agreed }
  })
  if (found === undefined) return
  await serve(deps, found.over, found.agreed, signal)
  await deps.database.inCompany(companyId, (tx) => noteWrappedUp(tx, deps, companyId, callId))
}

/** What is left to be done for the caller; undefined when that is nothing. */
function agreedIn(over: Over): Agreed | undefined {
  if (isServed(over.result) || over.hasBooked || over.again === 'served' || over.transcript.length === 0)
    return undefined
  const agreed = findAgreedAppointment(toRead(over))
  return agreed.kind === 'agreed' ? agreed : undefined
}

async function noteWrappedUp(
  tx: Transaction<Database>,
  deps: WrapUpDeps,
  companyId: string,
  callId: string,
): Promise<void> {
  await tx
    .updateTable('calls')
    .set({ wrapped_up_at: deps.clock.now().toString() })
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
    .where('wrapped_up_at', 'is', null)
    .execute()
}

async function readOver(
  tx: Transaction<Database>,
  deps: WrapUpDeps,
  companyId: string,
  callId: string,
): Promise<Over | undefined> {
  const [house, call, row, transcript] = await Promise.all([
    deps.houses.get(tx, companyId),
    findCallById(tx, companyId, callId),
    readRow(tx, companyId, callId).executeTakeFirst(),
    readTranscriptOf(tx, companyId, callId),
  ])
  if (house === undefined || call === undefined || row === undefined || row.state !== 'ended') return undefined
  // A tool that ran when the end was told has written down since what came of it.
  await writeResult(tx, { companyId, callId })
  const [customer, again, { result }, hasBooked] = await Promise.all([
    call.customerId === null ? undefined : findCustomer(tx, companyId, call.customerId),
    calledAgain(tx, call),
    readRow(tx, companyId, callId).executeTakeFirstOrThrow(),
    hasBookedItself(tx, companyId, callId),
  ])
  return {
    visit: { house, call, customer: customer ?? null },
    result,
    hasBooked,
    startedAt: row.started_at ?? row.created_at,
    transcript: transcript ?? [],
    again,
  }
}

function readRow(tx: Transaction<Database>, companyId: string, callId: string) {
  return tx
    .selectFrom('calls')
    .select(['state', 'result', 'started_at', 'created_at'])
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
}

function toRead({ visit, startedAt, transcript }: Over): CallToRead {
  const { company, services, staff } = visit.house
  return {
    turns: turnsOf(transcript),
    startedAt,
    zone: company.zone,
    language: visit.call.language,
    services,
    staff,
    isOpen: (at) => company.branches.some((branch) => isOpenAt(company, branch, at)),
  }
}

type Agreed = Extract<AgreedAppointment, { kind: 'agreed' }>

/** Books what was agreed without a doubt; what cannot be booked, or leaves one, is for a person. */
async function serve(deps: WrapUpDeps, { visit, again }: Over, agreed: Agreed, signal: AbortSignal): Promise<void> {
  const { id: companyId } = visit.house.company
  const { id: callId } = visit.call
  // Who called again and did not book may think otherwise by now.
  const isSure = agreed.confidence === 'high' && again === 'no'
  const booked = isSure ? await book(deps, visit, agreed, signal) : undefined
  if (booked !== undefined) {
    await deps.database.inCompany(companyId, (tx) => noteAgreed(tx, { companyId, callId, appointmentId: booked }))
    return
  }
  await deps.database.inCompany(companyId, (tx) => releaseHold(tx, companyId, callId))
  await requestCallback(deps, {
    ...visit,
    kind: 'callback',
    reason: tellDesk(visit, agreed),
    phone: null,
    wish: null,
    unreadWish: '',
    branch: null,
  })
}

/** The id of the appointment; undefined when it cannot be booked. */
async function book(deps: WrapUpDeps, visit: Visit, agreed: Agreed, signal: AbortSignal): Promise<string | undefined> {
  const { house, call, customer } = visit
  const [service, ...further] = servicesOf(visit, agreed)
  const branch = branchOf(visit, agreed.staff)
  const attendeeName = agreed.attendeeName ?? (customer && `${customer.firstName} ${customer.lastName}`.trim())
  if (service === undefined || branch === undefined || !attendeeName) return undefined
  const { company, version } = house
  if (further.length > 0 && !takesVisits(company)) return undefined
  const calendar = await deps.database.inCompany(company.id, (tx) => deps.calendars.of(tx, { ...company, version }))
  const { at, staff: staffId } = agreed
  const command = { house, call, customer, at, service, further, branch, staffId, attendeeName }
  const outcome = await bookAgreed({ ...deps, calendar }, command, signal)
  return outcome.kind === 'booked' ? outcome.appointment.id : undefined
}

/** What was agreed to be done, in order; [] when the house does some of it no longer. */
function servicesOf({ house }: Visit, agreed: Agreed): readonly Service[] {
  const ids = agreed.service === null ? [] : [agreed.service, ...agreed.further]
  const services = ids.flatMap((id) => house.services.find((one) => one.id === id) ?? [])
  return services.length === ids.length ? services : []
}

/** Where it was agreed to be: with whom, else where they called, else where they usually go, else the only one there is. */
function branchOf({ house, call, customer }: Visit, staffId: string | null) {
  const { branches } = house.company
  const ofStaff = findStaff(house.staff, staffId)?.branchId ?? null
  const wanted = [ofStaff, call.branchId, customer?.usualBranchId ?? null]
  const known = wanted.flatMap((id) => branches.find((one) => one.id === id) ?? []).at(0)
  return known ?? (branches.length === 1 ? branches[0] : undefined)
}

/** What the front desk reads, in the language of the house. */
function tellDesk(visit: Visit, agreed: Agreed): string {
  const { house } = visit
  const language = house.company.languages[0] ?? 'de'
  const speaking = { language, house, today: agreed.at.toPlainDate(), branchId: null }
  const services = nameOfServices(
    speaking,
    servicesOf(visit, agreed).map(({ id }) => id),
  )
  const told = [sayDateTime(agreed.at, language), services, agreed.attendeeName ?? '']
    .filter((part) => part !== '')
    .join(', ')
  return language === 'de'
    ? `Der Anruf brach ab, bevor gebucht war. Vermutlich vereinbart: ${told}.`
    : `The call broke off before anything was booked. Probably agreed: ${told}.`
}
