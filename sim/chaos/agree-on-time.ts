import { type BookingRequest, type Caller, offersIn, textOf, type WishedTime } from './callers.ts'

/**
 * Asks for a time and agrees to it, or to one of the others that are named instead; gives the booking request that
 * follows. Undefined when nothing was offered or no answer came.
 *
 * `choose` picks among the offers; the first is the very time asked for, where it is free.
 */
export async function agreeOnTime(
  caller: Caller,
  wish: WishedTime,
  choose: (count: number) => number = () => 0,
): Promise<BookingRequest | undefined> {
  const answer = await caller.check(wish)
  return agreeToOffer(caller, offersIn(answer), choose)
}

/** Agrees to one of the offers that were read out. */
export function agreeToOffer(
  caller: Caller,
  offers: readonly Readonly<Record<string, unknown>>[],
  choose: (count: number) => number = () => 0,
): BookingRequest | undefined {
  const offer = offers[choose(offers.length)]
  if (offer === undefined) return undefined
  const [date, time] = [textOf(offer, 'date'), textOf(offer, 'time')]
  caller.says(`Dann nehme ich den am ${date} um ${time} Uhr.`)
  return caller.request({ offerId: textOf(offer, 'offer_id'), date, time })
}
