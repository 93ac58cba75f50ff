import { agreeToOffer } from './agree-on-time.ts'
import { type BookingRequest, type Caller, callHouse, type Exchange, offersIn, textOf } from './callers.ts'
import { dateAhead, timeOfDay } from './date-ahead.ts'
import type { House } from './house.ts'

/**
 * How everybody comes to want the same opening.
 *
 * `offered`: all have been offered it (in a part of the day that was asked for, so that nobody holds it) and take it at
 * once. `checked`: all ask for the very time at once; one gets it, the others are told of other times; then all who were
 * offered it book. `named`: all book with date and time at once, twice: the first answer offers it, the second is the yes.
 */
export type RaceKind = 'offered' | 'checked' | 'named'

export type RaceRound = {
  kind: RaceKind
  /** Whether they want starts that differ but overlap. */
  shifted: boolean
  /** Statuses of the answers that decided, by how often. */
  statuses: Readonly<Record<string, number>>
  booked: number
  /** Answers that neither booked nor named another opening. */
  stranded: readonly string[]
  /** Of every request of the round that was sent at the same moment as the others'. */
  milliseconds: readonly number[]
}

export type RaceOptions = { callers: number; kind: RaceKind; shifted: boolean; round: number }

/** A morning hour that exists on every day, on the quarter-hour grid of the house. */
const START_MINUTE = 10 * 60
const SHIFT_MINUTES = 15
/** Starts of an hour-long visit that all overlap one another. */
const SHIFTS = 4
/** No two rounds share a day. Weeks ahead, so that no round meets another's alternatives either. */
const FIRST_DAY = 3

/** One round: callers of a house with one person, whose visits take an hour on a grid of a quarter. */
export async function race(exchange: Exchange, house: House, options: RaceOptions): Promise<RaceRound> {
  const date = dateAhead(FIRST_DAY + options.round)
  const callers = Array.from({ length: options.callers }, (_, index) => ({
    caller: callHouse(exchange, house, options.round * options.callers + index),
    wish: { date, time: timeOfDay(START_MINUTE + (options.shifted ? (index % SHIFTS) * SHIFT_MINUTES : 0)) },
  }))
  const milliseconds: number[] = []
  const statuses: Record<string, number> = {}
  const stranded: string[] = []
  const atOnce = async (requests: readonly BookingRequest[]) => {
    const answers = await Promise.all(requests.map((request) => request.deliver()))
    for (const answer of answers) {
      const status = textOf(answer?.reply, 'status') || String(answer?.statusCode ?? 'silence')
      statuses[status] = (statuses[status] ?? 0) + 1
      milliseconds.push(answer?.milliseconds ?? Number.POSITIVE_INFINITY)
      if (status !== 'booked' && offersIn(answer).length === 0) stranded.push(answer?.text ?? 'silence')
    }
  }
  if (options.kind === 'named') {
    await atOnce(callers.map(({ caller, wish }) => caller.request(wish)))
    for (const { caller } of callers) caller.says('Ja, genau, sehr gerne.')
    await atOnce(callers.map(({ caller, wish }) => caller.request(wish)))
  } else {
    await atOnce(await prepare(callers, options.kind, milliseconds))
  }
  return {
    kind: options.kind,
    shifted: options.shifted,
    statuses,
    booked: statuses['booked'] ?? 0,
    stranded,
    milliseconds,
  }
}

type Wisher = { caller: Caller; wish: { date: string; time: string } }

/** Everybody who was offered a wished time agrees to it; their requests are ready to be sent. */
async function prepare(
  callers: readonly Wisher[],
  kind: 'offered' | 'checked',
  milliseconds: number[],
): Promise<readonly BookingRequest[]> {
  const requests = await Promise.all(
    callers.map(async ({ caller, wish }) => {
      const answer =
        kind === 'checked' ? await caller.check(wish) : await caller.checkWindow(wish.date, `ab ${wish.time} Uhr`)
      if (kind === 'checked') milliseconds.push(answer?.milliseconds ?? Number.POSITIVE_INFINITY)
      const offers = offersIn(answer).filter(
        (offer) => textOf(offer, 'date') === wish.date && textOf(offer, 'time') === wish.time,
      )
      return agreeToOffer(caller, offers)
    }),
  )
  return requests.filter((request) => request !== undefined)
}
