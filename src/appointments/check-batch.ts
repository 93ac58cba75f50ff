import type { Transaction } from 'kysely'

import { closedReason } from '../companies/opening-hours.ts'
import type { Database } from '../infra/db/tables.ts'
import { judgeStart } from '../openings/judge-start.ts'
import type { Opening } from '../openings/opening.ts'
import { horizonEndMs, localDate } from '../openings/openings-basis.ts'
import { rankOpenings } from '../openings/rank-openings.ts'
import { isWith } from './alternatives.ts'
import { searchRange, type WantedTime } from './check-availability.ts'
import { isClearOf, readCustomerTimes } from './customer-times.ts'
import { type Hold, lookAndHold } from './look-and-hold.ts'
import { offerOpenings, type Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { keepOffers } from './offers.ts'
import { searchStretches } from './search-days.ts'
import {
  type Days,
  type FullSearch,
  onlyStaff,
  openingsOf,
  type Search,
  type SearchedDays,
  withBusy,
} from './search.ts'
import type { BookingDeps } from './visit.ts'

export type BatchCommand = Wish & {
  /** At least one, at most ten, in the caller's order. */
  slots: readonly WantedTime[]
}

/** What became of one time asked for; of a stretch, its first free time. Refusals as a single check tells them. */
export type SlotOutcome =
  | { kind: 'available'; offer: Offer }
  | { kind: 'taken' | 'closed' | 'past' | 'too_soon' | 'too_far' }

export type BatchOutcome = {
  /** One for each time, in the order they were asked for. */
  slots: readonly SlotOutcome[]
  /** The first that is free; held for this call when its very time was asked for. */
  first: Offer | null
  /** Around the first time asked for, when none of them is free. */
  alternatives: readonly Offer[]
}

type SlotVerdict = { kind: 'available'; opening: Opening } | Exclude<SlotOutcome, { kind: 'available' }>

/**
 * Checks several times at once: the calendar is asked about all their days together, and what is taken is read once.
 * Nobody's hold is moved for it, as it is for a single time that was asked for with a person by name.
 *
 * @throws CalendarUnavailableError when the calendar cannot be asked.
 */
export async function checkBatch(deps: BookingDeps, command: BatchCommand, signal: AbortSignal): Promise<BatchOutcome> {
  const { zone } = command.house.company
  const today = localDate(deps.clock.now().epochMilliseconds, zone)
  const search = await searchStretches(deps, command, stretchesOf(command.slots, today), signal)
  return await lookAndHold(deps, search, (tx, hold) => check(tx, deps, command, search, hold), signal)
}

/** The two weeks from the earliest time, in which alternatives lie, and the days of those that lie beyond them. */
function stretchesOf(slots: readonly WantedTime[], today: Temporal.PlainDate): readonly SearchedDays[] {
  const ranges = slots
    .map((slot) => searchRange(slot, today))
    .toSorted((one, other) => Temporal.PlainDate.compare(one.firstDate, other.firstDate))
  const stretches: (SearchedDays & { wanted: Days })[] = []
  for (const { firstDate, endDate, wanted } of ranges) {
    const before = stretches.at(-1)
    if (before !== undefined && Temporal.PlainDate.compare(wanted.endDate, before.endDate) <= 0) {
      before.wanted = { ...before.wanted, endDate: later(before.wanted.endDate, wanted.endDate) }
    } else if (before === undefined) stretches.push({ firstDate, endDate, wanted })
    else stretches.push({ firstDate, endDate: later(endDate, wanted.endDate), wanted })
  }
  return stretches
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) >= 0 ? one : other
}

async function check(
  tx: Transaction<Database>,
  deps: BookingDeps,
  command: BatchCommand,
  search: Search,
  hold: Hold,
): Promise<BatchOutcome> {
  const { house, call } = command
  const [current, own] = await Promise.all([withBusy(tx, search), readCustomerTimes(tx, command, search.basis.nowMs)])
  const openings = openingsOf(current).filter(isWith(command.staffId))
  const verdicts = command.slots.map((slot) => judgeSlot(current, openings, slot))
  const free = verdicts.flatMap((verdict) => (verdict.kind === 'available' ? [verdict.opening] : []))
  const others = free.length > 0 ? [] : around(command, openings.filter(isClearOf(own)))
  const { offers, fresh } = offerOpenings(deps, current, [...new Set([...free, ...others])])
  const slots = verdicts.map((verdict): SlotOutcome => {
    if (verdict.kind !== 'available') return verdict
    const { startMs } = verdict.opening
    const offer = offers.find((one) => one.startsAt.epochMilliseconds === startMs)
    return offer === undefined ? { kind: 'taken' } : { kind: 'available', offer }
  })
  const firstIndex = slots.findIndex((slot) => slot.kind === 'available')
  const first = slots[firstIndex]
  const isNamed = command.slots[firstIndex]?.kind === 'point'
  await Promise.all([
    first?.kind === 'available' && isNamed ? hold(first.offer) : undefined,
    keepOffers(tx, house.company.id, call.id, fresh),
  ])
  if (first?.kind === 'available') return { slots, first: first.offer, alternatives: [] }
  return { slots, first: null, alternatives: offers }
}

function around({ house, slots }: BatchCommand, openings: readonly Opening[]): readonly Opening[] {
  const [slot] = slots
  if (slot === undefined) return []
  const at = slot.kind === 'point' ? slot.at : slot.from
  return rankOpenings(openings, { kind: 'at', at }, { zone: house.company.zone })
}

function judgeSlot(search: FullSearch, openings: readonly Opening[], slot: WantedTime): SlotVerdict {
  const { zone } = search.basis
  if (slot.kind === 'window') {
    const [first] = rankOpenings(openings, slot, { zone, limit: 1 })
    return first === undefined ? { kind: whyNotWithin(search, slot) } : { kind: 'available', opening: first }
  }
  const start = slot.at.toZonedDateTime(zone)
  // A wall time the clocks skip is no time: what is read for it is an hour later.
  const isOnTheClock = start.toPlainDateTime().equals(slot.at)
  const startMs = start.epochMilliseconds
  const exact = openings.find((one) => isOnTheClock && one.startMs === startMs)
  if (exact !== undefined) return { kind: 'available', opening: exact }
  const { staffId } = search.wish
  const verdict = judgeStart(staffId === null ? search.basis : onlyStaff(search.basis, staffId), startMs)
  switch (verdict) {
    case 'past':
    case 'too_soon':
    case 'too_far':
    case 'closed':
      return { kind: verdict }
    case 'free':
    case 'taken':
    case 'off_grid':
    case 'staff_away':
      return { kind: 'taken' }
  }
}

/** A stretch of one closed day is closed, one beyond the horizon too far; any other has been taken. */
function whyNotWithin(
  { basis, wish }: Search,
  { from, to }: Extract<WantedTime, { kind: 'window' }>,
): 'closed' | 'too_far' | 'taken' {
  const date = from.toPlainDate()
  const isOneDay = Temporal.PlainDateTime.compare(to, date.add({ days: 1 }).toPlainDateTime()) <= 0
  if (isOneDay && closedReason(wish.house.company, wish.branch, date) !== null) return 'closed'
  return date.toZonedDateTime(basis.zone).epochMilliseconds >= horizonEndMs(basis) ? 'too_far' : 'taken'
}
