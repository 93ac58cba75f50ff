import type { Transaction } from 'kysely'

import { closedReason, isOpenAt } from '../companies/opening-hours.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Intervals } from '../infra/intervals.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { judgeStart } from '../openings/judge-start.ts'
import type { Opening } from '../openings/opening.ts'
import { MOST_OFFERED, rankOpenings } from '../openings/rank-openings.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import { holdOpening } from './hold-opening.ts'
import { makeRoomFor } from './make-room.ts'
import { notToBeNamed, offerOpenings, type Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { keepOffers } from './offers.ts'
import type { AvailabilityOutcome } from './outcomes.ts'
import {
  type Days,
  type FullSearch,
  onlyStaff,
  openingsOf,
  type Search,
  searchCalendar,
  searchDays,
  type SearchedDays,
  withBusy,
} from './search.ts'
import type { BookingDeps } from './visit.ts'
import { reachOf, rulesOf } from './wish-services.ts'

/** When the caller wants to come, in wall time of the company. */
export type WantedTime =
  | { kind: 'point'; at: Temporal.PlainDateTime }
  | {
      kind: 'window'
      from: Temporal.PlainDateTime
      to: Temporal.PlainDateTime
      /** The same hours of each day: "nächste Woche vormittags". */
      daily?: { from: Temporal.PlainTime; to: Temporal.PlainTime }
    }

export type AvailabilityCommand = Wish & { when: WantedTime }

/**
 * Whether a time can be had, and what else. The very time asked for is held for this call when it is free; everything
 * named is kept as an offer of the call, so that it can be booked by its id.
 */
export async function checkAvailability(
  deps: BookingDeps,
  command: AvailabilityCommand,
  signal: AbortSignal,
): Promise<AvailabilityOutcome> {
  const { company } = command.house
  const today = deps.clock.now().toZonedDateTimeISO(company.zone).toPlainDate()
  const days = searchRange(command.when, today)
  const options = { signal, retries: 3 } as const
  if (command.when.kind === 'window') {
    const { when } = command
    const search = await searchCalendar(deps, command, days, signal)
    return await deps.database.inCompany(company.id, (tx) => checkWindow(tx, deps, search, when), options)
  }
  const { at } = command.when
  const near = nearDays(deps, days, at)
  const search = await searchCalendar(deps, command, near ?? days, signal)
  const further = near && (() => searchCalendar(deps, command, days, signal))
  return await deps.database.inCompany(company.id, (tx) => checkPoint(tx, deps, search, at, further), options)
}

/**
 * The one day around a wanted time that is to be looked at before the others: most days have three other times, and these come
 * before those of any other day. Undefined where all days are looked at together: a calendar elsewhere is asked once, and never
 * inside a transaction; for a time that has passed no day comes first.
 */
export function nearDays(
  deps: Pick<BookingDeps, 'calendar'>,
  { firstDate }: { firstDate: Temporal.PlainDate },
  at: Temporal.PlainDateTime,
): { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate } | undefined {
  if (deps.calendar.mirror !== undefined || !at.toPlainDate().equals(firstDate)) return undefined
  return { firstDate, endDate: firstDate.add({ days: 1 }) }
}

/** The days a wanted time is looked for on: from its own, or today when that is over, and two weeks on. */
export function searchRange(when: WantedTime, today: Temporal.PlainDate): SearchedDays & { wanted: Days } {
  const first = (when.kind === 'point' ? when.at : when.from).toPlainDate()
  const last = when.kind === 'point' ? first : when.to.subtract({ minutes: 1 }).toPlainDate()
  const firstDate = Temporal.PlainDate.compare(first, today) < 0 ? today : first
  const endDate = firstDate.add({ days: searchDays + 1 })
  return { firstDate, endDate, wanted: { firstDate: first, endDate: last.add({ days: 1 }) } }
}

async function checkWindow(
  tx: Transaction<Database>,
  deps: BookingDeps,
  search: Search,
  window: Extract<WantedTime, { kind: 'window' }>,
): Promise<AvailabilityOutcome> {
  const [current, own] = await Promise.all([
    withBusy(tx, search),
    readCustomerTimes(tx, search.wish, search.basis.nowMs),
  ])
  const openings = openingsOf(current).filter(isClearOf(own))
  const options = { zone: current.basis.zone, refusedStartsMs: notToBeNamed(search.wish) }
  const within = rankOpenings(openings, window, options)
  if (within.length > 0) {
    return { kind: 'alternatives', reason: 'window', alternatives: await offerAll(tx, deps, current, within) }
  }
  const otherwise = rankOpenings(openings, { kind: 'at', at: window.from }, options)
  const alternatives = await offerAll(tx, deps, current, otherwise)
  return whyNothingWithin(current, window, alternatives)
}

/** A window of one closed day is closed; any other has been taken. */
function whyNothingWithin(
  search: Search,
  window: Extract<WantedTime, { kind: 'window' }>,
  alternatives: readonly Offer[],
): AvailabilityOutcome {
  const { house, branch } = search.wish
  const firstDate = window.from.toPlainDate()
  const isOneDay = Temporal.PlainDateTime.compare(window.to, firstDate.add({ days: 1 }).toPlainDateTime()) <= 0
  const closed = isOneDay ? closedReason(house.company, branch, firstDate) : null
  if (closed !== null) {
    const holiday = closed.kind === 'holiday' ? closed.name : null
    return { kind: 'closed', holiday, isOpenThen: false, alternatives }
  }
  const { horizonDays } = rulesOf(search.wish)
  if (isBeyond(search, window.from.toPlainDate(), horizonDays)) return { kind: 'too_far', horizonDays }
  return alternatives.length > 0 ? { kind: 'alternatives', reason: 'taken', alternatives } : { kind: 'none' }
}

function isBeyond(search: Search, date: Temporal.PlainDate, horizonDays: number): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(search.basis.nowMs)
    .toZonedDateTimeISO(search.basis.zone)
    .toPlainDate()
  return Temporal.PlainDate.compare(date, today.add({ days: horizonDays })) > 0
}

/** `further` looks at the days after those of the search as well. */
async function checkPoint(
  tx: Transaction<Database>,
  deps: BookingDeps,
  search: Search,
  at: Temporal.PlainDateTime,
  further: (() => Promise<Search>) | undefined,
): Promise<AvailabilityOutcome> {
  const { wish } = search
  const start = at.toZonedDateTime(search.basis.zone)
  const startMs = start.epochMilliseconds
  const during = reachOf(wish, startMs)
  const { id: companyId } = wish.house.company
  const { id: callId, callerNumber: caller } = wish.call
  // Sent together, and still one after the other: what is read after the lock is as of after the wait for it.
  let [, current, own] = await Promise.all([
    lockClaim(tx, { companyId, resourceIds: search.resourceIds, callId, caller, ...during }),
    withBusy(tx, search),
    readCustomerTimes(tx, wish, search.basis.nowMs),
  ])
  if (await makeRoomFor(tx, deps, current, startMs)) current = await withBusy(tx, search)

  // A wall time the clocks skip is no time: what is read for it is an hour later, which nobody asked for.
  const isOnTheClock = start.toPlainDateTime().equals(at)
  let { exact, others } = lookAround(current, isOnTheClock ? startMs : null, at, own)
  if (others.length < MOST_OFFERED && further !== undefined) {
    current = await withBusy(tx, await further())
    ;({ exact, others } = lookAround(current, isOnTheClock ? startMs : null, at, own))
  }
  if (exact === undefined) {
    return await whyNot(current, startMs, at, () => offerAll(tx, deps, current, others))
  }
  const { offers, fresh } = offerOpenings(deps, current, [exact, ...others])
  const [offer, ...alternatives] = offers
  if (offer === undefined) return { kind: 'none' }
  const [held] = await Promise.all([holdOpening(tx, deps, wish, offer), keepOffers(tx, companyId, callId, fresh)])
  if (held !== 'taken') return { kind: 'available', offer, alternatives }
  return alternatives.length > 0 ? { kind: 'alternatives', reason: 'taken', alternatives } : { kind: 'none' }
}

/** The very time, when it is free, and the best of the others. */
function lookAround(
  search: FullSearch,
  exactMs: number | null,
  at: Temporal.PlainDateTime,
  own: Intervals,
): { exact: Opening | undefined; others: readonly Opening[] } {
  const { wish, basis } = search
  const openings = openingsOf(search)
  const exact = openings.find((one) => one.startMs === exactMs && isWith(one, wish.staffId))
  const isClear = isClearOf(own)
  const others = rankOpenings(
    openings.filter((opening) => opening !== exact && isClear(opening)),
    { kind: 'at', at },
    { zone: basis.zone, refusedStartsMs: notToBeNamed(wish) },
  )
  return { exact, others }
}

function isWith(opening: Opening, staffId: string | null): boolean {
  return staffId === null || opening.staffIds.includes(staffId)
}

/** Makes openings offers of this call and keeps those that are new, holding none. */
export async function offerAll(
  tx: Transaction<Database>,
  deps: BookingDeps,
  search: FullSearch,
  openings: readonly Opening[],
): Promise<readonly Offer[]> {
  const { offers, fresh } = offerOpenings(deps, search, openings)
  await keepOffers(tx, search.wish.house.company.id, search.wish.call.id, fresh)
  return offers
}

/** Why the very time cannot be had. A time off the grid or in the missing hour of spring is simply not free. */
async function whyNot(
  search: FullSearch,
  startMs: number,
  at: Temporal.PlainDateTime,
  offerOthers: () => Promise<readonly Offer[]>,
): Promise<AvailabilityOutcome> {
  const { house, branch, staffId } = search.wish
  const rules = rulesOf(search.wish)
  const verdict = judgeStart(staffId === null ? search.basis : onlyStaff(search.basis, staffId), startMs)
  if (verdict === 'too_far') return { kind: 'too_far', horizonDays: rules.horizonDays }
  const alternatives = await offerOthers()
  switch (verdict) {
    case 'past':
      return { kind: 'past', alternatives }
    case 'too_soon':
      return { kind: 'too_soon', minimumNoticeMinutes: rules.minimumNoticeMinutes, alternatives }
    case 'closed': {
      const closed = closedReason(house.company, branch, at.toPlainDate())
      const holiday = closed?.kind === 'holiday' ? closed.name : null
      return { kind: 'closed', holiday, isOpenThen: isOpenAt(house.company, branch, at), alternatives }
    }
    case 'free':
    case 'taken':
    case 'off_grid':
    case 'staff_away': {
      if (alternatives.length === 0) return { kind: 'none' }
      const isAway = verdict === 'staff_away' && staffId !== null
      return { kind: 'alternatives', reason: isAway ? 'staff_away' : 'taken', alternatives }
    }
  }
}
