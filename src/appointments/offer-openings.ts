import type { Service } from '../catalog/service.ts'
import type { Branch } from '../companies/company.ts'
import { type Interval, overlapsInterval } from '../infra/intervals.ts'
import { MINUTE_MS } from '../infra/wall-day.ts'
import type { Busy } from '../occupancy/busy.ts'
import { chooseStaff } from '../openings/choose-staff.ts'
import type { Opening } from '../openings/opening.ts'
import type { Appointment } from './appointment.ts'
import type { Offer } from './offer.ts'
import { type NamedOffers, nameOffers } from './offers.ts'
import { staffOf } from './visit-parts.ts'
import type { BookingDeps, Visit } from './visit.ts'
import { priceOf } from './wish-services.ts'

/** What is being looked for, whatever the time. */
export type Wish = Visit & {
  service: Service
  /** What is to be done after it in the same visit, in order. */
  further?: readonly Service[]
  branch: Branch
  staffId: string | null
  /** The appointment that is to move: its own time counts as free, and whom it is with is whom they would rather see. */
  moving?: Pick<Appointment, 'id' | 'customerId' | 'staffId' | 'further' | 'startsAt'> & {
    calendarReference: string | null
  }
}

/** Starts that are no alternative: the one asked for, and the one an appointment that moves has already. */
export function notToBeNamed(wish: Pick<Wish, 'moving'>, ...startsMs: readonly number[]): ReadonlySet<number> {
  return new Set(wish.moving === undefined ? startsMs : [...startsMs, wish.moving.startsAt.epochMilliseconds])
}

/** Turns openings into offers of this call, each with whoever is to do it. Those that are new have still to be kept with it. */
export function offerOpenings(
  deps: Pick<BookingDeps, 'random'>,
  { wish, busy, known }: { wish: Wish; busy: Busy; known: readonly Offer[] },
  openings: readonly Opening[],
): NamedOffers {
  const wanted = openings.flatMap((opening) => {
    const [staffId, ...further] = pickStaff(wish, opening, busy) ?? []
    return staffId === undefined ? [] : [toOffer(wish, opening, [staffId, ...further])]
  })
  return nameOffers(wanted, known, deps.random)
}

/**
 * Who of those free at an opening does each service: asked for, else the customer's usual one, else the least booked that day.
 * Of several services one person does all that is not the asked one's, when somebody can. Null when the person asked for cannot
 * do what they do of it.
 */
export function pickStaff(wish: Wish, opening: Opening, busy: Busy): readonly string[] | null {
  const { staffId: asked, moving } = wish
  const bookedThatDay = countBookedThatDay(busy, opening.startMs, wish.house.company.zone)
  const companyOrder = wish.house.staff.map((member) => member.id)
  const before = moving === undefined ? [] : staffOf(moving)
  const choose = (freeStaffIds: readonly string[], index: number, askedForStaffId: string | null) => {
    const usualStaffId = before[index] ?? wish.customer?.usualStaffId ?? null
    return chooseStaff({ freeStaffIds, askedForStaffId, usualStaffId, bookedThatDay, companyOrder })
  }
  const { perService } = opening
  if (perService === undefined) {
    const only = choose(opening.staffIds, 0, asked)
    return only === null ? null : [only]
  }
  if (asked !== null && !opening.staffIds.includes(asked)) return null
  const rest = perService.filter((free) => asked === null || !free.includes(asked))
  const forAll = choose(inAll(rest), 0, null)
  const picked = perService.map((free, index) =>
    asked !== null && free.includes(asked) ? asked : (forAll ?? choose(free, index, null)),
  )
  return picked.every((id) => id !== null) ? picked : null
}

function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((id) => others.every((free) => free.includes(id)))
}

function countBookedThatDay(busy: Busy, startMs: number, zone: string): ReadonlyMap<string, number> {
  const dayStart = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone).startOfDay()
  const day = { startMs: dayStart.epochMilliseconds, endMs: dayStart.add({ days: 1 }).epochMilliseconds }
  return new Map(
    [...busy].map(([staffId, intervals]) => [staffId, intervals.filter((one) => overlapsInterval([one], day)).length]),
  )
}

function toOffer(wish: Wish, opening: Opening, staffIds: readonly [string, ...string[]]): Omit<Offer, 'id'> {
  const [staffId, ...others] = staffIds
  return {
    branchId: wish.branch.id,
    serviceId: wish.service.id,
    staffId,
    further: (wish.further ?? []).map((service, index) => ({
      serviceId: service.id,
      staffId: others[index] ?? staffId,
    })),
    staffAskedFor: wish.staffId !== null && staffIds.includes(wish.staffId),
    startsAt: Temporal.Instant.fromEpochMilliseconds(opening.startMs),
    endsAt: Temporal.Instant.fromEpochMilliseconds(opening.endMs),
    priceMinor: priceOf(wish),
    movesAppointmentId: wish.moving?.id ?? null,
  }
}

/** What an appointment for one service without gaps occupies: itself and its buffers. */
export function withBuffers(service: Service, startMs: number): Interval {
  return {
    startMs: startMs - service.bufferBeforeMinutes * MINUTE_MS,
    endMs: startMs + (service.durationMinutes + service.bufferAfterMinutes) * MINUTE_MS,
  }
}
