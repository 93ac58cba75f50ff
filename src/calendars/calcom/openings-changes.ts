import type { Cache } from '../../infra/cache/cache.ts'
import { datesBetween, MINUTE_MS } from '../../infra/wall-day.ts'
import type { BookAnswer, CalendarMirror, MoveAnswer, TimeThere } from '../mirror.ts'
import { CALENDAR_TAG, dayPlace, eventTypeTag, openingsKind } from './cached-days.ts'
import type { Bookable, CalcomConnection } from './connection.ts'

/** A time of somebody, as a calendar elsewhere has it. */
export type OutsideTime = {
  /** Ours; null where nobody here knows whose it is. */
  readonly staffId: string | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** IANA zone of the company. */
  readonly zone: string
}

type Deps = { readonly cache: Cache; readonly connection: CalcomConnection }

/**
 * Somebody changed something over there: the days it touches are asked for anew. Not for what we did ourselves and hear of
 * again: that was put right when we did it.
 *
 * A time that moved is two: the old one and the new one.
 */
export async function openingsChanged({ cache, connection }: Deps, times: readonly OutsideTime[]): Promise<void> {
  const places = times.flatMap((time) =>
    bookablesOf(connection, time.staffId, 'with pools').flatMap((bookable) => placesOf(connection, bookable, time)),
  )
  if (places.length === 0) return
  const ids = [...new Set(places.map(({ id }) => id))]
  await cache.change(connection.companyId, { entries: ids.map((id) => ({ kind: openingsKind, id })) })
}

/** Anything may have changed over there: working hours, an event type, or what exactly could not be made out. */
export async function calendarChanged(cache: Cache, companyId: string): Promise<void> {
  await cache.change(companyId, { tags: [CALENDAR_TAG] })
}

/**
 * The same mirror; what it writes is taken into the days that are kept. A time we booked is taken out of all diaries of its
 * person. Of a pool nothing is taken out: another of them may be free, and who of ours is taken we know ourselves.
 */
export function mirrorWithChanges(deps: Deps, mirror: CalendarMirror): CalendarMirror {
  return {
    ...mirror,
    async book(booking, signal) {
      const answer = await mirror.book(booking, signal)
      if (answer.kind === 'booked') await takeOut(deps, { ...booking, staffId: answer.staffId ?? booking.staffId })
      if (isNotAsThought(answer)) await openingsChanged(deps, [booking])
      return answer
    },
    async move(move, signal) {
      const answer = await mirror.move(move, signal)
      if (answer.kind === 'moved') {
        await freeAgain(deps, move.from.staffId, move.was)
        await takeOut(deps, { ...move.to, staffId: answer.staffId ?? move.to.staffId })
      }
      if (isNotAsThought(answer)) await openingsChanged(deps, [move.to])
      if (answer.kind === 'unknown') await freeAgain(deps, move.from.staffId, move.was)
      return answer
    },
    async cancel(cancellation, signal) {
      const answer = await mirror.cancel(cancellation, signal)
      // Whose time it was is not always told here.
      if (answer.kind === 'cancelled' || answer.kind === 'unknown') await freeAgain(deps, null, cancellation.was)
      return answer
    },
  }
}

/** Nobody knows whether it is there now, or who was faster; or its days ought not to have had that time at all. */
function isNotAsThought(answer: BookAnswer | MoveAnswer): boolean {
  if (answer.kind === 'refused') return answer.why === 'notice' || answer.why === 'window'
  return answer.kind === 'unknown' || answer.kind === 'taken'
}

/** What was taken may be free again: whether it is, only the calendar knows. Without its time, of all days. */
async function freeAgain(deps: Deps, staffId: string | null, was: TimeThere | undefined): Promise<void> {
  const { cache, connection } = deps
  if (was !== undefined) return await openingsChanged(deps, [was])
  if (staffId === null) return await calendarChanged(cache, connection.companyId)
  const eventTypeIds = bookablesOf(connection, staffId, 'with pools').map(({ eventTypeId }) => eventTypeId)
  await cache.change(connection.companyId, { tags: [...new Set(eventTypeIds)].map(eventTypeTag) })
}

async function takeOut({ cache, connection }: Deps, time: OutsideTime): Promise<void> {
  const startMs = time.startsAt.epochMilliseconds
  const endMs = time.endsAt.epochMilliseconds
  await Promise.all(
    bookablesOf(connection, time.staffId, 'own').flatMap((bookable) =>
      placesOf(connection, bookable, time).map((place) =>
        cache.patch(openingsKind, place, (starts) =>
          starts.filter((start) => start >= endMs || start + bookable.durationMinutes * MINUTE_MS <= startMs),
        ),
      ),
    ),
  )
}

/** What somebody is booked by: each event type once, of whatever service. */
function bookablesOf(
  { bookables }: CalcomConnection,
  staffId: string | null,
  which: 'own' | 'with pools',
): readonly Bookable[] {
  const found = bookables.filter(
    (one) => (staffId === null || one.staffId === staffId) && (which === 'with pools' || !one.isPool),
  )
  return [...new Map(found.map((one) => [`${one.eventTypeId} ${one.durationMinutes}`, one])).values()]
}

/** The days a time touches. An appointment that begins the evening before may reach into it. */
function placesOf(connection: CalcomConnection, bookable: Bookable, { startsAt, endsAt, zone }: OutsideTime) {
  const firstDate = startsAt.subtract({ minutes: bookable.durationMinutes }).toZonedDateTimeISO(zone).toPlainDate()
  const endDate = endsAt.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 })
  const diary = {
    companyId: connection.companyId,
    eventTypeId: bookable.eventTypeId,
    durationMinutes: bookable.sendsLength ? bookable.durationMinutes : null,
    zone,
  }
  return datesBetween(firstDate, endDate).map((date) => dayPlace(diary, date))
}
