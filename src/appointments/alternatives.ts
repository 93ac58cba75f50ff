import type { Intervals } from '../infra/intervals.ts'
import type { Opening } from '../openings/opening.ts'
import { rankOpenings } from '../openings/rank-openings.ts'
import { nearDays, offerAll, searchRange, type WantedTime } from './check-availability.ts'
import type { HeardTurn } from './confirmation.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { refusedOffers } from './refused-offers.ts'
import { type FullSearch, openingsOf, searchCalendar, withBusy } from './search.ts'
import type { BookingDeps } from './visit.ts'

export type AlternativesCommand = Wish & {
  /** What cannot be had, or does not suit: others are looked for around it. */
  when: WantedTime
  /** What the agent says was turned down: each an offer of this call by its id, else a time. */
  refused: readonly { offerId: string; time: WantedTime | null }[]
  /** What the caller said, turn by turn. */
  heard: readonly HeardTurn[]
}

export type AlternativesOutcome =
  /** Best first, at most three. Never empty. */
  { kind: 'alternatives'; alternatives: readonly Offer[] } | { kind: 'none' }

/** As many as a caller keeps in mind. */
const mostOffered = 3

/**
 * Other times than the one asked for: of the same day the nearest first, then the same time on the next days, then the same
 * weekday a week on, within two weeks. For a stretch of time, what lies in it comes first. Never one that the caller has
 * turned down, by what the agent says or by the transcript, and never one at which the caller is expected here already; only
 * with the person asked for. Nothing is held: nobody has asked for any of these.
 *
 * @throws CalendarUnavailableError when the calendar cannot be asked.
 */
export async function findAlternatives(
  deps: BookingDeps,
  command: AlternativesCommand,
  signal: AbortSignal,
): Promise<AlternativesOutcome> {
  const { company } = command.house
  const today = deps.clock.now().toZonedDateTimeISO(company.zone).toPlainDate()
  const days = searchRange(command.when, today)
  const near = command.when.kind === 'point' ? nearDays(deps, days, command.when.at) : undefined
  const search = await searchCalendar(deps, command, near ?? days, signal)
  return await deps.database.inCompany(
    company.id,
    async (tx) => {
      const [first, own] = await Promise.all([withBusy(tx, search), readCustomerTimes(tx, command, search.basis.nowMs)])
      let current = first
      let ranked = rankFrom(current, command, own)
      if (near !== undefined && ranked.length < mostOffered) {
        current = await withBusy(tx, await searchCalendar(deps, command, days, signal))
        ranked = rankFrom(current, command, own)
      }
      const alternatives = await offerAll(tx, deps, current, ranked)
      return alternatives.length === 0 ? { kind: 'none' } : { kind: 'alternatives', alternatives }
    },
    { signal, retries: 3 },
  )
}

function rankFrom(search: FullSearch, command: AlternativesCommand, own: Intervals): readonly Opening[] {
  const openings = openingsOf(search).filter(isClearOf(own)).filter(isWith(command.staffId))
  return rankAround(withoutRefused(openings, command, search), command.when, command.house.company.zone)
}

/** With the person asked for, or anybody when nobody was: a colleague is for the caller to ask for. */
export function isWith(staffId: string | null): (opening: Opening) => boolean {
  return ({ staffIds }) => staffId === null || staffIds.includes(staffId)
}

function rankAround(openings: readonly Opening[], when: WantedTime, zone: string): readonly Opening[] {
  if (when.kind === 'window') {
    const within = rankOpenings(openings, when, { zone, limit: mostOffered })
    const others = openings.filter((opening) => !within.includes(opening))
    return [...within, ...rankOpenings(others, { kind: 'at', at: when.from }, { zone })].slice(0, mostOffered)
  }
  // A time is no alternative to itself.
  const refusedStartsMs = new Set([when.at.toZonedDateTime(zone).epochMilliseconds])
  return rankOpenings(openings, { kind: 'at', at: when.at }, { zone, limit: mostOffered, refusedStartsMs })
}

/** Leaves out what was turned down. A start refused with one person may be offered with another who is asked for now. */
export function withoutRefused(
  openings: readonly Opening[],
  command: Pick<AlternativesCommand, 'house' | 'staffId' | 'heard'> & Partial<Pick<AlternativesCommand, 'refused'>>,
  { known }: Pick<FullSearch, 'known'>,
): readonly Opening[] {
  const { staffId, heard, refused = [] } = command
  const { zone } = command.house.company
  const offerOf = (id: string) => known.find((offer) => offer.id === id)
  const inTranscript = refusedOffers(heard, (id) => offerOf(id)?.startsAt.toZonedDateTimeISO(zone).toPlainDateTime())
  const offerIds = [...inTranscript, ...refused.map(({ offerId }) => offerId)]
  const times = refused.flatMap(({ offerId, time }) => (time === null || offerOf(offerId) !== undefined ? [] : [time]))
  const starts = new Set([
    ...times.flatMap((time) => startsAt(openings, time, zone)),
    ...offerIds
      .flatMap((id) => offerOf(id) ?? [])
      .filter((offer) => staffId === null || offer.staffId === staffId)
      .map((offer) => offer.startsAt.epochMilliseconds),
  ])
  return openings.filter((opening) => !starts.has(opening.startMs))
}

/** The starts a refused time stands for: itself, or all of a stretch. */
function startsAt(openings: readonly Opening[], time: WantedTime, zone: string): readonly number[] {
  if (time.kind === 'point') return [time.at.toZonedDateTime(zone).epochMilliseconds]
  return rankOpenings(openings, time, { zone, limit: openings.length }).map(({ startMs }) => startMs)
}
