import type { Branch, Company } from '../companies/company.ts'
import { openIntervals } from '../companies/opening-hours.ts'
import { type Interval, type Intervals, intersectIntervals, sortIntervals } from '../infra/intervals.ts'
import { datesBetween } from '../infra/wall-day.ts'
import type { When } from '../speech/when.ts'

/** When a caller wants to be called back; null when they did not say, or it was not understood. */
export type CallbackWish = Exclude<When, { kind: 'question' }>

/** From when until when somebody is to call back. `earliestAt` < `dueAt`, both while the house is open wherever it opens at all. */
export type CallbackTime = {
  readonly earliestAt: Temporal.Instant
  readonly dueAt: Temporal.Instant
  /** Whether it lies within what was wished; without a wish, or with one nobody is in the house for, it does not. */
  readonly isAsWished: boolean
}

const MINUTE_MS = 60_000
/** Who does not say when expects a call within the hour; counted in open hours, as nobody calls at night. */
const OPEN_MINUTES_TO_CALL = 60
/** "Um zehn" is not "on the stroke of ten": the front desk may have somebody before it. */
const POINT_MINUTES = 30
/** Longer than any holiday of a house. */
const SEARCH_DAYS = 45

/**
 * When to call back: within the wish as far as the house is open then, else within the first open hour from the wished time
 * on. A house that opens at none of the branches calls within an hour of the clock.
 */
export function callbackTime(
  company: Company,
  branches: readonly Branch[],
  wish: CallbackWish | null,
  now: Temporal.Instant,
): CallbackTime {
  const nowMs = now.epochMilliseconds
  const wished = wish === null ? null : wishedRange(wish, company.zone, nowMs)
  if (wish !== null && wished !== null) {
    const within = openWithin(company, branches, wish, wished)
    const [first] = within
    const last = within.at(-1)
    const isKept = first !== undefined && (wish.kind === 'window' || first.startMs === wished.startMs)
    if (isKept && last !== undefined) return toTime(first.startMs, last.endMs, true)
  }
  const soonest = firstOpenHour(company, branches, wished?.startMs ?? nowMs)
  return toTime(soonest.startMs, soonest.endMs, false)
}

/** What of the wish is still to come; null when nothing is. */
function wishedRange(wish: CallbackWish, zone: string, nowMs: number): Interval | null {
  const instantMs = (at: Temporal.PlainDateTime) => at.toZonedDateTime(zone).epochMilliseconds
  if (wish.kind === 'point') {
    const startMs = instantMs(wish.at)
    return startMs < nowMs ? null : { startMs, endMs: startMs + POINT_MINUTES * MINUTE_MS }
  }
  const range = { startMs: Math.max(instantMs(wish.from), nowMs), endMs: instantMs(wish.to) }
  return range.startMs < range.endMs ? range : null
}

function openWithin(company: Company, branches: readonly Branch[], wish: CallbackWish, range: Interval): Intervals {
  const days = openDays(company, branches, range.startMs, range.endMs)
  const daily = wish.kind === 'window' ? wish.daily : undefined
  const open = daily === undefined ? days.flatMap((day) => day.open) : days.flatMap((day) => atHours(day, daily))
  return intersectIntervals(open, [range])
}

type OpenDay = { readonly date: Temporal.PlainDate; readonly zone: string; readonly open: Intervals }

/** The same hours of a day of several: "nächste Woche vormittags". */
function atHours(
  { date, zone, open }: OpenDay,
  daily: { from: Temporal.PlainTime; to: Temporal.PlainTime },
): Intervals {
  const endDate = Temporal.PlainTime.compare(daily.from, daily.to) < 0 ? date : date.add({ days: 1 })
  const startMs = date.toZonedDateTime({ timeZone: zone, plainTime: daily.from }).epochMilliseconds
  const endMs = endDate.toZonedDateTime({ timeZone: zone, plainTime: daily.to }).epochMilliseconds
  return intersectIntervals(open, [{ startMs, endMs }])
}

/** From the first open minute on, as long as it takes for an open hour to pass. */
function firstOpenHour(company: Company, branches: readonly Branch[], fromMs: number): Interval {
  let leftMs = OPEN_MINUTES_TO_CALL * MINUTE_MS
  let startMs: number | undefined
  const endMs = fromMs + SEARCH_DAYS * 24 * 60 * MINUTE_MS
  for (const { open } of openDays(company, branches, fromMs, endMs)) {
    for (const stretch of intersectIntervals(open, [{ startMs: fromMs, endMs }])) {
      startMs ??= stretch.startMs
      const takenMs = Math.min(leftMs, stretch.endMs - stretch.startMs)
      leftMs -= takenMs
      if (leftMs === 0) return { startMs, endMs: stretch.startMs + takenMs }
    }
  }
  return { startMs: fromMs, endMs: fromMs + OPEN_MINUTES_TO_CALL * MINUTE_MS }
}

/** When any of the branches is open, day by day. */
function openDays(company: Company, branches: readonly Branch[], startMs: number, endMs: number): readonly OpenDay[] {
  const { zone } = company
  const dateOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate()
  const firstDate = dateOf(startMs)
  const latest = firstDate.add({ days: SEARCH_DAYS })
  const lastDate = dateOf(endMs)
  const endDate = Temporal.PlainDate.compare(lastDate, latest) < 0 ? lastDate.add({ days: 1 }) : latest
  return datesBetween(firstDate, endDate).map((date) => ({
    date,
    zone,
    open: sortIntervals(branches.flatMap((branch) => openIntervals(company, branch, date))),
  }))
}

function toTime(startMs: number, endMs: number, isAsWished: boolean): CallbackTime {
  const earliestAt = Temporal.Instant.fromEpochMilliseconds(startMs)
  return { earliestAt, dueAt: Temporal.Instant.fromEpochMilliseconds(endMs), isAsWished }
}
