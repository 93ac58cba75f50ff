import type { MoveOutcome } from './change-outcomes.ts'
import { noteQuestion } from './change-questions.ts'
import { checkAvailability, type WantedTime } from './check-availability.ts'
import type { Wish } from './offer-openings.ts'
import type { AvailabilityOutcome } from './outcomes.ts'
import type { OwnAppointment } from './own-appointments.ts'
import type { BookingDeps } from './visit.ts'

export type Proposal = {
  appointment: OwnAppointment
  /** With `moving`: its own time counts as free. */
  wish: Wish
  when: WantedTime
  effectKey: string
}

/** Looks whether a new time can be had, holds it, and asks: the caller hears it before anything is moved. */
export async function proposeTime(deps: BookingDeps, proposal: Proposal, signal: AbortSignal): Promise<MoveOutcome> {
  const { appointment, wish, when } = proposal
  const found = await checkAvailability(deps, { ...wish, when }, signal)
  if (found.kind === 'available') {
    const { offer } = found
    const companyId = wish.house.company.id
    const question = {
      companyId,
      callId: wish.call.id,
      subject: offer.id,
      askedBy: proposal.effectKey,
      wasUnclear: false,
    }
    await deps.database.inCompany(companyId, (tx) => noteQuestion(tx, { ...question, at: deps.clock.now() }))
    return { kind: 'needs_confirmation', appointment, offer, why: 'not_asked' }
  }
  return toOutcome(appointment, found)
}

function toOutcome(
  appointment: OwnAppointment,
  found: Exclude<AvailabilityOutcome, { kind: 'available' }>,
): MoveOutcome {
  switch (found.kind) {
    case 'alternatives': {
      const { alternatives } = found
      if (found.reason === 'window') return { kind: 'needs_time', appointment, alternatives }
      return { kind: 'taken', appointment, by: 'somebody', alternatives }
    }
    case 'none':
      return { kind: 'taken', appointment, by: 'somebody', alternatives: [] }
    case 'closed':
    case 'past':
      return { kind: 'new_time_policy', appointment, rule: found.kind, alternatives: found.alternatives }
    case 'too_soon':
      return { kind: 'new_time_policy', appointment, rule: 'notice', alternatives: found.alternatives }
    case 'too_far':
      return { kind: 'new_time_policy', appointment, rule: 'horizon', alternatives: [] }
  }
}
