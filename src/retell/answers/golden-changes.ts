import type { Appointment } from '../../appointments/appointment.ts'
import type { CancelOutcome, ChangeRefusal, MoveOutcome } from '../../appointments/change-outcomes.ts'
import type { Offer } from '../../appointments/offer.ts'
import type { WhenQuestion } from './reschedule-appointment.ts'

/** Every way an attempt to cancel or move ends, for the golden answers; of these appointments and offers. */
export function changeOutcomes(of: { appointment: Appointment; other: Appointment; offers: readonly Offer[] }) {
  const { appointment, other } = of
  const offers = of.offers.map((offer) => ({ ...offer, movesAppointmentId: appointment.id }))
  const [offer] = offers
  if (offer === undefined) throw new Error('There is nothing to move to')
  return { cancelling: cancelling(appointment, other), moving: moving(appointment, other, offer, offers) }
}

function refusals(appointment: Appointment) {
  const each: Record<string, ChangeRefusal> = {
    'policy: notice of a day': { rule: 'notice', noticeMinutes: 1_440 },
    'policy: notice of hours': { rule: 'notice', noticeMinutes: 90 },
    'policy: begun': { rule: 'begun' },
    'policy: calendar': { rule: 'calendar' },
  }
  return Object.entries(each).map(([name, refusal]) => [name, { kind: 'policy' as const, appointment, ...refusal }])
}

function cancelling(appointment: Appointment, other: Appointment): Record<string, CancelOutcome> {
  const which = { kind: 'which', isOtherDay: false } as const
  const asked = { kind: 'needs_confirmation', appointment } as const
  const quota = { kind: 'policy', appointment, rule: 'cancellations' } as const
  return {
    cancelled: { kind: 'cancelled', appointment: { ...appointment, state: 'cancelled' } },
    'already cancelled': { kind: 'already_cancelled', appointment: { ...appointment, state: 'cancelled' } },
    'not asked yet': { ...asked, why: 'not_asked' },
    'unclear yes': { ...asked, why: 'unclear' },
    declined: { ...asked, why: 'declined' },
    changed: { ...asked, why: 'changed' },
    'which of two': { ...which, appointments: [appointment, other], total: 2 },
    'none on that day': { ...which, appointments: [appointment], total: 1, isOtherDay: true },
    'none on that day, several': { ...which, appointments: [appointment, other], total: 2, isOtherDay: true },
    verify: { kind: 'verify' },
    none: { kind: 'none' },
    'policy: one in a month': { ...quota, most: 1, periodDays: 30 },
    'policy: two in a day': { ...quota, most: 2, periodDays: 1 },
    ...Object.fromEntries(refusals(appointment)),
    'no answer': { kind: 'unconfirmed', appointment, why: 'no_answer' },
    'under way': { kind: 'unconfirmed', appointment, why: 'under_way' },
    unavailable: { kind: 'unconfirmed', appointment, why: 'unavailable' },
  }
}

function moving(
  appointment: Appointment,
  other: Appointment,
  offer: Offer,
  alternatives: readonly Offer[],
): Record<string, MoveOutcome> {
  const asked = { kind: 'needs_confirmation', appointment, offer } as const
  const taken = { kind: 'taken', appointment, alternatives } as const
  const ruled = { kind: 'new_time_policy', appointment, alternatives: [] } as const
  return {
    moved: { kind: 'moved', appointment },
    'moved, to be approved': { kind: 'moved', appointment: { ...appointment, state: 'pending_approval' } },
    'already there': { kind: 'already_there', appointment },
    'not asked yet': { ...asked, why: 'not_asked' },
    'unclear yes': { ...asked, why: 'unclear' },
    declined: { ...asked, why: 'declined' },
    changed: { ...asked, why: 'changed' },
    'no time': { kind: 'needs_time', appointment, alternatives: [] },
    'a window': { kind: 'needs_time', appointment, alternatives },
    taken: { ...taken, by: 'somebody' },
    'taken, nothing else': { ...taken, by: 'somebody', alternatives: [] },
    'elsewhere then': { ...taken, by: 'own' },
    'new time: past': { ...ruled, rule: 'past' },
    'new time: notice': { ...ruled, rule: 'notice', alternatives },
    'new time: horizon': { ...ruled, rule: 'horizon' },
    'new time: closed': { ...ruled, rule: 'closed', alternatives },
    'new time: staff away': { ...ruled, rule: 'staff_away', alternatives },
    'policy: moved once': { kind: 'policy', appointment, rule: 'moves', most: 1 },
    'policy: moved three times': { kind: 'policy', appointment, rule: 'moves', most: 3 },
    'policy: never': { kind: 'policy', appointment, rule: 'moves', most: 0 },
    'policy: service gone': { kind: 'policy', appointment, rule: 'service_gone' },
    ...Object.fromEntries(refusals(appointment)),
    'no answer': { kind: 'unconfirmed', appointment, to: other, why: 'no_answer' },
    'under way': { kind: 'unconfirmed', appointment, to: null, why: 'under_way' },
    unavailable: { kind: 'unconfirmed', appointment, to: null, why: 'unavailable' },
    'which of two': { kind: 'which', appointments: [appointment, other], total: 2, isOtherDay: false },
    none: { kind: 'none', cancelled: null },
    cancelled: { kind: 'none', cancelled: { ...appointment, state: 'cancelled' } },
    verify: { kind: 'verify' },
  }
}

/** What may have been wrong with the new time. */
export const unreadTimes: Readonly<Record<string, WhenQuestion>> = {
  'time not understood': { kind: 'which_date', why: 'not_understood', candidates: [] },
  contradiction: {
    kind: 'contradiction',
    candidates: ['2026-11-24', '2026-11-25'].map((day) => Temporal.PlainDateTime.from(day)),
  },
}
