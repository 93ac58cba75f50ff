import type { BookAnswer, MirrorBooking, RefusalReason } from '../calendars/mirror.ts'
import { vacate } from '../occupancy/segments.ts'
import { addAppointmentTask } from './appointment-task.ts'
import type { Appointment } from './appointment.ts'
import type { BookCommand } from './book-command.ts'
import { noteAttempt } from './calendar-attempts.ts'
import { giveTo } from './give-to.ts'
import type { Wish } from './offer-openings.ts'
import type { BookOutcome } from './outcomes.ts'
import { type ChangeReason, changeState } from './store.ts'
import type { Taken } from './take-offer.ts'
import type { BookingDeps } from './visit.ts'

/** Past this the caller is told that a confirmation follows: the tool itself has to answer within ten seconds. */
const mirrorTimeoutMs = 5_000

export const byCalendar = 'calendar'

/**
 * How asking ended. `repeated`: the appointment had moved on meanwhile, and is told as it is now. `time_refused`: the calendar does not
 * have this time for anybody, or not for callers; what else there is, is for whoever tells it to find.
 */
export type Settled =
  | BookOutcome
  | { kind: 'repeated'; appointment: Appointment }
  | { kind: 'time_refused'; refusal: Extract<BookOutcome, { kind: 'taken' | 'policy' }>; wish: Wish }

type Asking = Extract<Taken, { kind: 'asking' }>

/**
 * Asks the calendar elsewhere to write down what was taken here, once: a second time is for the job that settles it. The
 * caller's own deadline does not cut it short, because what was asked has to be known.
 */
export async function askMirror(
  deps: BookingDeps,
  command: Pick<BookCommand, 'phone' | 'email'>,
  asking: Asking,
  signal: AbortSignal,
): Promise<Settled> {
  const { mirror } = deps.calendar
  if (mirror === undefined) throw new Error('An appointment is waiting for a calendar that is not there')
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(mirrorTimeoutMs)])
  const answer = await mirror.book(toMirror(command, asking), deadline).catch((): BookAnswer => ({ kind: 'unknown' }))
  return await settle(deps, asking, answer)
}

function toMirror(command: Pick<BookCommand, 'phone' | 'email'>, { appointment, wish }: Asking): MirrorBooking {
  return {
    reference: appointment.id,
    serviceId: appointment.serviceId,
    staffId: appointment.staffId,
    staffAskedFor: wish.staffId !== null,
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    zone: wish.house.company.zone,
    attendeeName: appointment.attendeeName,
    attendeePhone: wish.call.callerNumber ?? command.phone,
    attendeeEmail: command.email,
  }
}

/** Writes down what came of asking. Nothing is changed, or let go, when the appointment has moved on since. */
async function settle(deps: BookingDeps, { appointment, wish }: Asking, answer: BookAnswer): Promise<Settled> {
  const { id: companyId } = wish.house.company
  return await deps.database.inCompany(companyId, async (tx) => {
    const { to, why } = verdictOf(answer)
    const changed = await changeState(tx, deps, companyId, appointment, to, { who: byCalendar, why })
    if (changed === undefined) return { kind: 'repeated', appointment }
    switch (answer.kind) {
      case 'booked': {
        const given = await giveTo(tx, companyId, changed, answer.staffId ?? changed.staffId)
        return { kind: given.state === 'pending_approval' ? 'pending_approval' : 'booked', appointment: given }
      }
      case 'taken':
      case 'refused':
        await vacate(tx, companyId, appointment.id)
        return refusalOf(answer.kind === 'taken' ? 'taken' : answer.why, wish)
      case 'unavailable':
        await noteAttempt(tx, companyId, changed.id, {
          wasSent: false,
          isDeskTold: !answer.mayWait,
          now: deps.clock.now(),
        })
        if (answer.mayWait) return { kind: 'pending_approval', appointment: changed }
        await addAppointmentTask(tx, deps, wish.house, { kind: 'unconfirmed_booking', appointment: changed })
        return { kind: 'unconfirmed', appointment: changed }
      case 'unknown':
        await noteAttempt(tx, companyId, changed.id, { wasSent: true, now: deps.clock.now() })
        return { kind: 'unconfirmed', appointment: changed }
    }
  })
}

/** Why it cannot be had, as the caller is told. */
function refusalOf(why: RefusalReason | 'taken', wish: Wish): Settled {
  switch (why) {
    case 'taken':
      return { kind: 'time_refused', refusal: { kind: 'taken', alternatives: [] }, wish }
    case 'notice':
      return { kind: 'time_refused', refusal: { kind: 'policy', rule: 'notice', alternatives: [] }, wish }
    case 'window':
      return { kind: 'time_refused', refusal: { kind: 'policy', rule: 'horizon', alternatives: [] }, wish }
    // Nothing the caller can do about, and other times would be refused like this one.
    case 'limit':
    case 'contact':
    case 'not_allowed':
      return { kind: 'taken', alternatives: [] }
  }
}

type Verdict = { to: Parameters<typeof changeState>[4]; why: ChangeReason['why'] }

/** What an answer makes of an appointment that is being booked. */
function verdictOf(answer: BookAnswer): Verdict {
  switch (answer.kind) {
    case 'booked': {
      const state = answer.awaitsApproval === true ? 'pending_approval' : 'confirmed'
      return { to: { state, calendarReference: answer.calendarReference }, why: 'the calendar took it' }
    }
    case 'taken':
      return { to: { state: 'failed' }, why: 'taken there' }
    case 'refused':
      return { to: { state: 'failed' }, why: `refused there: ${answer.why}` }
    case 'unavailable':
      // The time stays taken here either way: the job books it as soon as the calendar is back.
      return { to: { state: answer.mayWait ? 'pending_approval' : 'unknown' }, why: 'the calendar is away' }
    case 'unknown':
      return { to: { state: 'unknown' }, why: 'no answer in time' }
  }
}
