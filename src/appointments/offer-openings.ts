import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import { type Interval, overlapsInterval } from '../infra/intervals.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import type { Busy } from '../occupancy/busy.ts'
import { chooseStaff } from '../openings/choose-staff.ts'
import type { Opening } from '../openings/opening.ts'
import type { Offer } from './offer.ts'
import { type NamedOffers, nameOffers } from './offers.ts'
import type { BookingDeps, Visit } from './visit.ts'

/** What is being looked for, whatever the time. */
export type Wish = Visit & { service: Service; branch: Branch; staffId: string | null }

/** Turns openings into offers of this call, each with one staff member. Those that are new have still to be kept with it. */
export function offerOpenings(
  deps: Pick<BookingDeps, 'random'>,
  { wish, busy, known }: { wish: Wish; busy: Busy; known: readonly Offer[] },
  openings: readonly Opening[],
): NamedOffers {
  const wanted = openings.flatMap((opening) => {
    const staffId = pickStaff(wish, opening, busy)
    return staffId === null ? [] : [toOffer(wish, opening, staffId)]
  })
  return nameOffers(wanted, known, deps.random)
}

/** Who of those free at an opening: asked for, else the customer's usual one, else the least booked that day. */
export function pickStaff(wish: Wish, opening: Opening, busy: Busy): string | null {
  return chooseStaff({
    freeStaffIds: opening.staffIds,
    askedForStaffId: wish.staffId,
    usualStaffId: wish.customer?.usualStaffId ?? null,
    bookedThatDay: countBookedThatDay(busy, opening.startMs, wish.house.company.zone),
    companyOrder: wish.house.staff.map((member) => member.id),
  })
}

function countBookedThatDay(busy: Busy, startMs: number, zone: string): ReadonlyMap<string, number> {
  const dayStart = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).startOfDay()
  const day = { startMs: dayStart.epochMilliseconds, endMs: dayStart.add({ days: 1 }).epochMilliseconds }
  return new Map(
    [...busy].map(([staffId, intervals]) => [staffId, intervals.filter((one) => overlapsInterval([one], day)).length]),
  )
}

function toOffer(wish: Wish, opening: Opening, staffId: string): Omit<Offer, 'id'> {
  return {
    branchId: wish.branch.id,
    serviceId: wish.service.id,
    staffId,
    staffAskedFor: wish.staffId === staffId,
    startsAt: Temporal.Instant.fromEpochMilliseconds(opening.startMs),
    endsAt: Temporal.Instant.fromEpochMilliseconds(opening.endMs),
    priceMinor: wish.service.priceMinor,
  }
}

/** What an appointment occupies: itself and its buffers. */
export function withBuffers(service: Service, startMs: number): Interval {
  return {
    startMs: startMs - service.bufferBeforeMinutes * MINUTE_MS,
    endMs: startMs + (service.durationMinutes + service.bufferAfterMinutes) * MINUTE_MS,
  }
}
