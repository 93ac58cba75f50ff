import type { CalendarMirror } from '../calendars/calendar.ts'
import { vacate } from '../occupancy/segments.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand } from './book-command.ts'
import type { BookOutcome } from './outcomes.ts'
import { changeState } from './store.ts'
import type { Taken } from './take-offer.ts'
import type { BookingDeps } from './visit.ts'

/** Past this the caller is told that a confirmation follows: the tool itself has to answer within ten seconds. */
const mirrorTimeoutMs = 5_000

const byCalendar = 'calendar'

/** How asking ended. `repeated`: the appointment had moved on meanwhile, and is told as it is now. */
export type Settled = BookOutcome | { kind: 'repeated'; appointment: Appointment }

type MirrorAnswer = Awaited<ReturnType<CalendarMirror['book']>>

/**
 * Asks the calendar elsewhere to write down what was taken here, once: a second time is for the job that settles it. The
 * caller's own deadline does not cut it short, because what was asked has to be known.
 */
export async function askMirror(
  deps: BookingDeps,
  command: Pick<BookCommand, 'phone' | 'email'>,
  asking: Extract<Taken, { kind: 'asking' }>,
  signal: AbortSignal,
): Promise<Settled> {
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
        attendeePhone: wish.call.callerNumber ?? command.phone,
        attendeeEmail: command.email,
      },
      deadline,
    )
    .catch((): MirrorAnswer => ({ kind: 'unknown' }))
  return await settle(deps, wish.house.company.id, appointment, answer)
}

/** Writes down what came of asking. Nothing is changed, or let go, when the appointment has moved on since. */
async function settle(
  deps: BookingDeps,
  companyId: string,
  appointment: Appointment,
  answer: MirrorAnswer,
): Promise<Settled> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const { to, why } = verdictOf(answer)
    const changed = await changeState(tx, deps, companyId, appointment, to, { who: byCalendar, why })
    if (changed === undefined) return { kind: 'repeated', appointment }
    switch (answer.kind) {
      case 'booked':
        return { kind: 'booked', appointment: changed }
      case 'taken':
        await vacate(tx, companyId, appointment.id)
        return { kind: 'taken', alternatives: [] }
      case 'unknown':
        return { kind: 'unconfirmed', appointment: changed }
    }
  })
}

function verdictOf(answer: MirrorAnswer): { to: Parameters<typeof changeState>[4]; why: string } {
  switch (answer.kind) {
    case 'booked':
      return { to: { state: 'confirmed', calendarReference: answer.calendarReference }, why: 'the calendar took it' }
    case 'taken':
      return { to: { state: 'failed' }, why: 'taken there' }
    case 'unknown':
      return { to: { state: 'unknown' }, why: 'no answer in time' }
  }
}
