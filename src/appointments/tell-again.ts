import { setTimeout as wait } from 'node:timers/promises'

import type { Appointment } from './appointment.ts'
import { readEffect } from './effects.ts'
import type { KeptOffer } from './offers.ts'
import type { BookOutcome } from './outcomes.ts'
import type { BookingDeps } from './visit.ts'

/** Often enough that a caller notices nothing, seldom enough for a calendar that takes seconds. */
const lookAgainMs = 100

/**
 * What became of an earlier delivery of this request: nothing is done again. While that one is still asking the calendar
 * this one waits for it, as long as the caller can be kept waiting.
 */
export async function tellAgain(
  deps: Pick<BookingDeps, 'database'>,
  effect: { companyId: string; key: string },
  earlier: Appointment,
  offers: readonly KeptOffer[],
  signal: AbortSignal,
): Promise<BookOutcome> {
  let appointment = earlier
  while (appointment.state === 'booking' && !signal.aborted) {
    await wait(lookAgainMs, undefined, { signal }).catch(() => undefined)
    appointment = (await deps.database.inCompany(effect.companyId, (tx) => readEffect(tx, effect))) ?? appointment
  }
  return toOutcome(appointment, offers)
}

/** The appointment as it is now, told as the outcome of the request that made it. */
function toOutcome(appointment: Appointment, offers: readonly KeptOffer[]): BookOutcome {
  switch (appointment.state) {
    case 'confirmed':
    case 'moving':
    case 'cancelling':
    case 'completed':
    case 'no_show':
      return { kind: 'booked', appointment }
    case 'pending_approval':
      return { kind: 'pending_approval', appointment }
    case 'booking':
    case 'unknown':
      return { kind: 'unconfirmed', appointment }
    case 'failed':
      return { kind: 'taken', alternatives: [] }
    case 'rejected':
    case 'cancelled': {
      const offer = offers.find((one) => one.startsAt.equals(appointment.startsAt))
      if (offer === undefined) return { kind: 'not_offered', offer: null, alternatives: [] }
      return { kind: 'needs_confirmation', offer, why: 'cancelled_since' }
    }
  }
}

/** The very appointment that is asked for stands already, in one of the open states: told as what it is so far. */
export function tellStanding(appointment: Appointment): Extract<BookOutcome, { appointment: Appointment }> {
  const { state } = appointment
  if (state === 'pending_approval') return { kind: 'pending_approval', appointment }
  if (state === 'booking' || state === 'unknown') return { kind: 'unconfirmed', appointment }
  return { kind: 'already_booked', appointment }
}
