import { instantOfMinute, minuteOfInstant, MINUTES_PER_DAY, wallDay } from '../infra/wall-day.ts'
import type { Opening } from './opening.ts'
import { localDate } from './openings-basis.ts'
import { spreadOpenings, type WallOpening } from './spread-openings.ts'

/** What a caller would like, in wall time of the company. */
export type Wanted =
  | { readonly kind: 'at'; readonly at: Temporal.PlainDateTime }
  /** `from` ≤ start < `to`; `daily` narrows it to the same hours of each day, where 00:00 as its end is midnight. */
  | {
      readonly kind: 'window'
      readonly from: Temporal.PlainDateTime
      readonly to: Temporal.PlainDateTime
      readonly daily?: { readonly from: Temporal.PlainTime; readonly to: Temporal.PlainTime }
    }

export type RankOptions = {
  /** IANA zone of the company. */
  readonly zone: string
  /** Starts the caller has refused, or that are not to be named again for another reason. */
  readonly refusedStartsMs?: ReadonlySet<number>
  readonly limit?: number
}

/** As many as a caller keeps in mind. */
export const MOST_OFFERED = 3

/**
 * Which openings to read to a caller, best first; never a refused one.
 *
 * For a time: the same day, nearest first (of two equally near the later: who asks for ten can rather come after than before);
 * then the same time on the next six days; then the same weekday a week on, nearest first; then whatever is next, nearest to
 * the time of day; days before the wanted one last. For a window: only what lies in it, spread over it, in order of time.
 */
export function rankOpenings(openings: readonly Opening[], wanted: Wanted, options: RankOptions): readonly Opening[] {
  const limit = options.limit ?? MOST_OFFERED
  const refused = options.refusedStartsMs ?? new Set()
  const eligible = onTheWall(
    openings.filter((opening) => !refused.has(opening.startMs)),
    options.zone,
  )
  if (wanted.kind === 'window') {
    const within = eligible.filter(windowTest(wanted, options.zone))
    return spreadOpenings(within, limit).map(({ opening }) => opening)
  }
  return nearest(eligible, wanted.at, limit)
}

/** Days from one to the next are told by the day's end, because asking Temporal for each of thousands would take its time. */
function onTheWall(openings: readonly Opening[], zone: string): readonly WallOpening[] {
  const [first] = openings
  if (first === undefined) return []
  let date = localDate(first.startMs, zone)
  let day = wallDay(date, zone)
  return openings.map((opening) => {
    while (opening.startMs >= day.endMs) {
      date = date.add({ days: 1 })
      day = wallDay(date, zone)
    }
    return { opening, date, minute: minuteOfInstant(day, opening.startMs) }
  })
}

function nearest(openings: readonly WallOpening[], at: Temporal.PlainDateTime, limit: number): readonly Opening[] {
  const wantedDate = at.toPlainDate()
  const wantedMinute = minuteOf(at)
  const daysAhead = daysFrom(wantedDate)
  return openings
    .map(({ opening, date, minute }) => {
      const days = daysAhead(date)
      // The half breaks the tie of equally near ones in favour of the later.
      const apart = minute >= wantedMinute ? minute - wantedMinute : wantedMinute - minute + 0.5
      return { opening, rank: rankOf(days, apart), days: Math.abs(days), apart }
    })
    .sort((left, right) => left.rank - right.rank || left.days - right.days || left.apart - right.apart)
    .slice(0, limit)
    .map(({ opening }) => opening)
}

function rankOf(days: number, apart: number): number {
  if (days === 0) return 0
  if (days > 0 && days < 7 && apart === 0) return 1
  if (days === 7) return 2
  return days > 0 ? 3 : 4
}

/** Openings come day by day: the distance of a date is worked out once. */
function daysFrom(wantedDate: Temporal.PlainDate): (date: Temporal.PlainDate) => number {
  const known = new Map<Temporal.PlainDate, number>()
  return (date) => {
    let days = known.get(date)
    if (days === undefined) {
      days = wantedDate.until(date, { largestUnit: 'days' }).days
      known.set(date, days)
    }
    return days
  }
}

/** Whether a start lies in the window; told by instants, as comparing wall times by the thousand is slow. */
function windowTest(window: Extract<Wanted, { kind: 'window' }>, zone: string): (opening: WallOpening) => boolean {
  const fromMs = instantOf(window.from, zone)
  const toMs = instantOf(window.to, zone)
  const firstMinute = window.daily === undefined ? 0 : minuteOf(window.daily.from)
  const endMinute = window.daily === undefined ? MINUTES_PER_DAY : minuteOf(window.daily.to) || MINUTES_PER_DAY
  return ({ opening, minute }) =>
    fromMs <= opening.startMs && opening.startMs < toMs && firstMinute <= minute && minute < endMinute
}

function instantOf(wall: Temporal.PlainDateTime, zone: string): number {
  return instantOfMinute(wallDay(wall.toPlainDate(), zone), minuteOf(wall))
}

function minuteOf(wall: Temporal.PlainDateTime | Temporal.PlainTime): number {
  return wall.hour * 60 + wall.minute
}
