import type { WantedTime } from './check-availability.ts'
import type { KeptOffer } from './offers.ts'

/**
 * Which offer of this call an appointment is to move to: the one of the id, else the latest that begins when was said, else
 * one at that time of day the caller has said yes to (models keep the day first asked for when an alternative is on
 * another). Offers to book, and to move something else, are none.
 */
export function meantForMove(
  offers: readonly KeptOffer[],
  wanted: { appointment: { id: string }; offerId: string | null; when: WantedTime | null },
  told: {
    wallStart: (offer: KeptOffer) => Temporal.PlainDateTime
    /** Whether the transcript shows a yes to it. */
    isAgreedTo: (offer: KeptOffer) => boolean
  },
): KeptOffer | undefined {
  const toMove = offers.filter((offer) => offer.movesAppointmentId === wanted.appointment.id)
  const byId = toMove.find((offer) => offer.id === wanted.offerId)
  if (byId !== undefined || wanted.when?.kind !== 'point') return byId
  const { at } = wanted.when
  const sameStart = toMove.findLast((offer) => told.wallStart(offer).equals(at))
  if (sameStart !== undefined) return sameStart
  const sameTime = toMove.filter((offer) => told.wallStart(offer).toPlainTime().equals(at.toPlainTime()))
  return sameTime.find(told.isAgreedTo)
}
