import { type Transaction, sql } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import { addAppointmentTask } from './appointment-task.ts'
import type { Appointment } from './appointment.ts'
import { claimAttempt, forgetSettledAttempts, noteDeskTold, releaseAttempt } from './calendar-attempts.ts'
import { readPendingChange } from './pending-changes.ts'
import { settleBooking } from './settle-booking.ts'
import type { SettleDeps, SettleOutcome, Settling, SettlingEvents, Unsettled } from './settle-deps.ts'
import { settlePendingChange, type UnsettledChange } from './settle-pending-change.ts'
import { appointmentColumns, toAppointment } from './store.ts'

/** A slow request can still land before this: looking earlier, one would book beside it. */
const LANDED_AFTER_SECONDS = 20
/** So long a customer waits for the promised word before a person looks after it; it is tried on all the same. */
const DESK_AFTER_MINUTES = 15
/** At once per company: each asks the calendar twice or so, which has to serve callers meanwhile. */
const AT_ONCE = 8
const MOST_PER_RUN = 500

type Candidate = Pick<Appointment, 'id' | 'state' | 'version'> & { askedAt: Temporal.Instant }

/**
 * Settles what a company's calendar has not answered for: bookings, moves and cancellations nobody knows the end of, and bookings
 * that wait for it to be back. Returns how many were settled and how many are still open.
 */
export async function settleUnknown(
  deps: SettleDeps & { events: SettlingEvents },
  companyId: string,
  signal: AbortSignal,
): Promise<{ settled: number; open: number }> {
  const begun = await deps.database.inCompany(companyId, async (tx) => {
    const house = await deps.houses.get(tx, companyId)
    if (house === undefined) return undefined
    await forgetSettledAttempts(tx, companyId)
    const calendar = await deps.patientCalendar(tx, house)
    return { house, mirror: calendar.mirror, candidates: await readCandidates(tx, companyId, deps.clock.now()) }
  })
  const counts = { settled: 0, open: 0 }
  if (begun?.mirror === undefined) return counts
  const settling = { deps, mirror: begun.mirror, signal }
  const report = (error: unknown) => deps.events.settlingFailed(companyId, error)
  const waiting = begun.candidates.values()
  const worker = async () => {
    for (const candidate of waiting) {
      if (signal.aborted) return
      const outcome = await settleOne(settling, begun.house, candidate, report)
      if (outcome !== undefined) counts[outcome] += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return counts
}

// what is open at the calendar (appointments_unsettled), and what waits for it (calendar_attempts' primary key)
async function readCandidates(
  tx: Transaction<Database>,
  companyId: string,
  now: Temporal.Instant,
): Promise<readonly Candidate[]> {
  const asked = sql<Temporal.Instant>`coalesce(calendar_attempts.asked_at, pending_changes.requested_at, appointments.created_at)`
  const mayHaveLanded = now.subtract({ seconds: LANDED_AFTER_SECONDS }).toString()
  return await tx
    .selectFrom('appointments')
    .leftJoin('calendar_attempts', (join) =>
      join
        .onRef('calendar_attempts.company_id', '=', 'appointments.company_id')
        .onRef('calendar_attempts.appointment_id', '=', 'appointments.id'),
    )
    .leftJoin('pending_changes', (join) =>
      join
        .onRef('pending_changes.company_id', '=', 'appointments.company_id')
        .onRef('pending_changes.appointment_id', '=', 'appointments.id'),
    )
    .select(['appointments.id', 'appointments.state', 'appointments.version', asked.as('askedAt')])
    .where('appointments.company_id', '=', companyId)
    .where((is) =>
      is.or([
        is('appointments.state', 'in', ['booking', 'unknown', 'moving', 'cancelling']),
        is.and([is('appointments.state', '=', 'pending_approval'), is('calendar_attempts.attempts', 'is not', null)]),
      ]),
    )
    .where((is) =>
      is.or([is('calendar_attempts.attempts', '=', 0), sql<boolean>`${asked} <= ${mayHaveLanded}::timestamptz`]),
    )
    .orderBy(asked)
    .limit(MOST_PER_RUN)
    .execute()
}

/** What fails stays open as what nobody knows does: the others are settled all the same, and the front desk hears of it in time. */
async function settleOne(
  settling: Settling,
  house: House,
  candidate: Candidate,
  report: (error: unknown) => void,
): Promise<SettleOutcome | undefined> {
  const { deps } = settling
  const { id: companyId } = house.company
  const one = await deps.database.inCompany(companyId, (tx) => takeOn(tx, deps, house, candidate))
  if (one === undefined) return undefined
  const work = 'pending' in one ? settlePendingChange(settling, one) : settleBooking(settling, one)
  const outcome = await work.catch((error: unknown): SettleOutcome => {
    report(error)
    return 'open'
  })
  if (outcome === 'open') await deps.database.inCompany(companyId, (tx) => putBack(tx, deps, one))
  return outcome
}

/**
 * Everything about one appointment, taken on so that no other worker settles it too; undefined when one does. Others are settled
 * between its listing and this: what has been settled, decided or cancelled by then is nobody's to write down over there.
 */
async function takeOn(
  tx: Transaction<Database>,
  deps: SettleDeps,
  house: House,
  candidate: Candidate,
): Promise<Unsettled | UnsettledChange | undefined> {
  const { id: companyId } = house.company
  const row = await tx
    .selectFrom('appointments')
    .select([...appointmentColumns, 'calendar_reference', 'created_at'])
    .where('company_id', '=', companyId)
    .where('id', '=', candidate.id)
    .where('state', '=', candidate.state)
    .where('version', '=', candidate.version)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const attempt = await claimAttempt(tx, companyId, row.id, { askedAt: candidate.askedAt, now: deps.clock.now() })
  if (attempt === undefined) return undefined
  const contact = await tx
    .selectFrom('customers')
    .select(['phone', 'email'])
    .where('company_id', '=', companyId)
    .where('id', '=', row.customer_id)
    .executeTakeFirst()
  const unsettled: Unsettled = {
    house,
    appointment: toAppointment(row),
    calendarReference: row.calendar_reference,
    createdAt: row.created_at,
    contact: contact ?? { phone: null, email: null },
    attempt,
  }
  if (row.state !== 'moving' && row.state !== 'cancelling') return unsettled
  const pending = await readPendingChange(tx, companyId, row.id)
  return pending && { ...unsettled, pending }
}

async function putBack(tx: Transaction<Database>, deps: SettleDeps, one: Unsettled): Promise<void> {
  const { appointment, attempt, house } = one
  await releaseAttempt(tx, house.company.id, appointment.id)
  const now = deps.clock.now()
  if (now.since(attempt.firstAskedAt).total('minutes') < DESK_AFTER_MINUTES) return
  if (!(await noteDeskTold(tx, house.company.id, appointment.id, now))) return
  const kind = 'pending' in one ? 'unconfirmed_change' : 'unconfirmed_booking'
  await addAppointmentTask(tx, deps, house, { kind, appointment })
}
