import type { CalendarMirror } from '../calendars/calendar.ts'
import { vacate } from '../occupancy/segments.ts'
import type { Appointment } from './appointment.ts'
import type { BookOutcome } from './outcomes.ts'
import { changeState } from './store.ts'
import type { Taken } from './take-offer.ts'
import type { BookingDeps } from './visit.ts'

/** Past this the caller is told that a confirmation follows: the tool itself has to answer within ten seconds. */
const mirrorTimeoutMs = 5_000

const byCalendar = 'calendar'

/**
 * Asks the calendar elsewhere to write down what was taken here, once: a second time is for the job that settles it. The
 * caller's own deadline does not cut it short, because what was asked has to be known.
 */
export async function askMirror(
  deps: BookingDeps,
  asking: Extract<Taken, { kind: 'asking' }>,
  signal: AbortSignal,
): Promise<BookOutcome> {
  const { appointment, wish } = asking
  const { mirror } = deps.calendar
  if (mirror === undefined) throw new Error('An appointment is waiting for a calendar that is not there')
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(mirrorTimeoutMs)])
  const answer = await mirror
    .book(
      {
        reference: appointment.id,
        serviceReference: wish.service.calendarReference,
        staffReference: wish.house.staff.find((one) => one.id === appointment.staffId)?.calendarReference ?? null,
        startsAt: appointment.startsAt,
        endsAt: appointment.endsAt,
        zone: wish.house.company.zone,
        attendeeName: appointment.attendeeName,
        attendeePhone: wish.call.callerNumber,
        attendeeEmail: null,
      },
      deadline,
    )
    .catch(() => ({ kind: 'unknown' as const }))
  return await settle(deps, wish.house.company.id, appointment, answer)
}

/** Writes down what came of asking. Nothing is changed when the appointment has moved on since. */
async function settle(
  deps: BookingDeps,
  companyId: string,
  appointment: Appointment,
  answer: Awaited<ReturnType<CalendarMirror['book']>>,
): Promise<BookOutcome> {
  return await deps.database.inCompany(companyId, async (tx) => {
    switch (answer.kind) {
      case 'booked': {
        const to = { state: 'confirmed', calendarReference: answer.calendarReference } as const
        const reason = { who: byCalendar, why: 'the calendar took it' }
        const confirmed = await changeState(tx, deps, companyId, appointment, to, reason)
        return { kind: 'booked', appointment: confirmed ?? appointment }
      }
      case 'taken': {
        await changeState(
          tx,
          deps,
          companyId,
          appointment,
          { state: 'failed' },
          { who: byCalendar, why: 'taken there' },
        )
        await vacate(tx, companyId, appointment.id)
        return { kind: 'taken', alternatives: [] }
      }
      case 'unknown': {
        const reason = { who: byCalendar, why: 'no answer in time' }
        const unknown = await changeState(tx, deps, companyId, appointment, { state: 'unknown' }, reason)
        return { kind: 'unconfirmed', appointment: unknown ?? appointment }
      }
    }
  })
}
