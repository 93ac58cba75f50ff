import { understandAnswer } from '../speech/answer.ts'
import { saysBesides } from '../speech/says-besides.ts'
import type { HeardTurn } from './confirmation.ts'

/**
 * The offers a caller has turned down, as far as the transcript shows. One that was asked about is refused by a no and by
 * the wish for something else; of several that were read out, either refuses all of them, while a choice refuses none: what
 * was chosen may be gone, and then the others are wanted again. Whoever comes back to an offer and agrees to it has not
 * refused it. What answers another question refuses only where it speaks of the appointment.
 *
 * `startOf` gives the wall time of an offer of this call; undefined for an id that is none.
 */
export function refusedOffers(
  heard: readonly HeardTurn[],
  startOf: (offerId: string) => Temporal.PlainDateTime | undefined,
): ReadonlySet<string> {
  const refused = new Set<string>()
  for (const { said, main, others, isBesides = false } of heard) {
    // With one that was asked about, the others were in the answer but not read out.
    const readOut = main === null ? others : [main]
    const offers = readOut.flatMap((id) => {
      const at = startOf(id)
      return at === undefined ? [] : [{ id, at }]
    })
    const answer = understandAnswer([said], offers)
    const isNo = answer.kind === 'no' || answer.kind === 'change'
    if (isNo && (!isBesides || saysBesides(said, answer.kind))) for (const { id } of offers) refused.add(id)
    if (answer.kind === 'choice') refused.delete(answer.offerId)
    if (answer.kind === 'yes' && !isBesides) for (const { id } of offers) refused.delete(id)
  }
  return refused
}
