import type { Transaction } from 'kysely'

import type { CalendarMirror, CancelAnswer, MoveAnswer, TimeThere } from '../calendars/mirror.ts'
import type { Contact } from '../customers/contact.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Language } from '../speech/language.ts'
import { addAppointmentTask } from './appointment-task.ts'
import type { Appointment } from './appointment.ts'
import type { Target } from './change-appointment.ts'
import type { CancelOutcome, MoveOutcome } from './change-outcomes.ts'
import type { OwnAppointment } from './own-appointments.ts'
import { markUnknown } from './pending-changes.ts'
import { abandonCancel, abandonMove, finishCancel, finishMove } from './settle-change.ts'
import type { BookingDeps, Visit } from './visit.ts'

/** Past this the caller is told that word follows: the tool itself has to answer within eight seconds. */
const mirrorTimeoutMs = 5_000

const byCalendar = 'calendar'

/** What the calendar shows as the reason, for those who look there. */
const cancelledByPhone: Readonly<Record<Language, string>> = {
  de: 'Telefonisch abgesagt',
  en: 'Cancelled by phone',
}

/**
 * Asks the calendar elsewhere to cancel, once, and writes down what came of it: a second time is for the job that settles
 * it. Until it has agreed the appointment stands and keeps its time.
 */
export async function askToCancel(
  deps: BookingDeps,
  visit: Visit,
  appointment: OwnAppointment,
  signal: AbortSignal,
): Promise<CancelOutcome> {
  const { company } = visit.house
  const { mirror, calendarReference } = mirrorOf(deps, appointment)
  const answer = await mirror
    .cancel(
      {
        reference: appointment.id,
        calendarReference,
        reason: cancelledByPhone[company.languages[0] ?? 'de'],
        was: timeOf(appointment, company.zone),
      },
      deadline(signal),
    )
    .catch((): CancelAnswer => ({ kind: 'unknown' }))
  return await deps.database.inCompany(company.id, async (tx): Promise<CancelOutcome> => {
    const underWay: CancelOutcome = { kind: 'unconfirmed', appointment, why: 'under_way' }
    if (answer.kind === 'cancelled') {
      const reason = { who: byCalendar, why: 'the calendar cancelled it' }
      const cancelled = await finishCancel(tx, deps, company.id, appointment, reason)
      return cancelled === undefined ? underWay : { kind: 'cancelled', appointment: cancelled }
    }
    if (answer.kind === 'unknown') {
      await markUnknown(tx, company.id, appointment.id, deps.clock.now())
      return { kind: 'unconfirmed', appointment, why: 'no_answer' }
    }
    const kept = await abandonCancel(tx, deps, company.id, appointment, whyNot(answer))
    if (kept === undefined) return underWay
    if (answer.kind === 'refused') return { kind: 'policy', appointment: kept, rule: 'calendar' }
    await leaveToPeople(tx, deps, visit, kept)
    return { kind: 'unconfirmed', appointment: kept, why: 'unavailable' }
  })
}

/**
 * Asks the calendar elsewhere to move, once, and writes down what came of it. Until then the appointment keeps both times;
 * the new one is secured over there before the old one is let go. A time it refuses comes back without alternatives: what else there
 * is, is for whoever tells it to find.
 */
export async function askToMove(
  deps: BookingDeps,
  visit: Visit,
  moving: { appointment: OwnAppointment; to: Target; contact: Contact; staffAskedFor: boolean },
  signal: AbortSignal,
): Promise<MoveOutcome> {
  const { appointment, to, staffAskedFor } = moving
  const { mirror, calendarReference } = mirrorOf(deps, appointment)
  const { company } = visit.house
  const { id: reference, serviceId, staffId, attendeeName } = appointment
  const contact = { attendeePhone: moving.contact.phone, attendeeEmail: moving.contact.email }
  const answer = await mirror
    .move(
      {
        calendarReference,
        from: { serviceId, staffId },
        to: { reference, serviceId, staffAskedFor, attendeeName, ...to, ...contact, zone: company.zone },
        was: timeOf(appointment, company.zone),
      },
      deadline(signal),
    )
    .catch((): MoveAnswer => ({ kind: 'unknown' }))
  return await deps.database.inCompany(company.id, (tx) => settleMove(tx, deps, visit, moving, answer))
}

async function settleMove(
  tx: Transaction<Database>,
  deps: BookingDeps,
  visit: Visit,
  { appointment, to }: { appointment: OwnAppointment; to: Target },
  answer: MoveAnswer,
): Promise<MoveOutcome> {
  const { company } = visit.house
  const underWay: MoveOutcome = { kind: 'unconfirmed', appointment, to: null, why: 'under_way' }
  if (answer.kind === 'moved') {
    const reason = { who: byCalendar, why: 'the calendar moved it' }
    const moved = await finishMove(tx, deps, company.id, appointment, answer, reason)
    return moved === undefined ? underWay : { kind: 'moved', appointment: moved }
  }
  if (answer.kind === 'unknown') {
    await markUnknown(tx, company.id, appointment.id, deps.clock.now())
    return { kind: 'unconfirmed', appointment, to: { ...appointment, ...to }, why: 'no_answer' }
  }
  const kept = await abandonMove(tx, deps, company.id, appointment, whyNot(answer))
  if (kept === undefined) return underWay
  switch (answer.kind) {
    case 'taken':
      return { kind: 'taken', appointment: kept, by: 'somebody', alternatives: [] }
    case 'refused':
      if (answer.why === 'notice')
        return { kind: 'new_time_policy', appointment: kept, rule: 'notice', alternatives: [] }
      if (answer.why === 'window')
        return { kind: 'new_time_policy', appointment: kept, rule: 'horizon', alternatives: [] }
      return { kind: 'policy', appointment: kept, rule: 'calendar' }
    case 'unavailable':
      await leaveToPeople(tx, deps, visit, kept)
      return { kind: 'unconfirmed', appointment: kept, to: null, why: 'unavailable' }
  }
}

/** Nothing was changed over there, and the caller wants it changed: somebody has to see to it. */
async function leaveToPeople(
  tx: Transaction<Database>,
  deps: BookingDeps,
  { house }: Visit,
  appointment: Appointment,
): Promise<void> {
  await addAppointmentTask(tx, deps, house, { kind: 'unconfirmed_change', appointment })
}

function mirrorOf(
  deps: BookingDeps,
  appointment: OwnAppointment,
): { mirror: CalendarMirror; calendarReference: string } {
  const { mirror } = deps.calendar
  const { calendarReference } = appointment
  if (mirror === undefined || calendarReference === null) {
    throw new Error('A change is waiting for a calendar that is not there')
  }
  return { mirror, calendarReference }
}

function timeOf({ staffId, startsAt, endsAt }: OwnAppointment, zone: string): TimeThere {
  return { staffId, startsAt, endsAt, zone }
}

function deadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(mirrorTimeoutMs)])
}

function whyNot(answer: Exclude<MoveAnswer, { kind: 'moved' | 'unknown' }>): { who: string; why: string } {
  switch (answer.kind) {
    case 'taken':
      return { who: byCalendar, why: 'taken there' }
    case 'refused':
      return { who: byCalendar, why: `refused there: ${answer.why}` }
    case 'unavailable':
      return { who: byCalendar, why: 'the calendar is away' }
  }
}
