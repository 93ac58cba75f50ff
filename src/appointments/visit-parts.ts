import type { Service } from '../catalog/service.ts'
import type { House } from '../openings/house.ts'
import { takesVisits } from '../openings/visit-plan.ts'

/** A service of a visit, and who does it. */
export type Part = { readonly serviceId: string; readonly staffId: string }

/** What is done in one visit, in order: a first service, and what follows it. */
export type Parts = Part & { readonly further: readonly Part[] }

/** Who does each service of a visit, in their order. */
export function staffOf({ staffId, further }: Pick<Parts, 'staffId' | 'further'>): readonly string[] {
  return [staffId, ...further.map((part) => part.staffId)]
}

/** The person asked for by name; of several people nobody knows any more who of them it was: they are kept as they are. */
export function askedForAlone(offer: Pick<Parts, 'staffId' | 'further'> & { staffAskedFor: boolean }): string | null {
  const isAlone = staffOf(offer).every((id) => id === offer.staffId)
  return offer.staffAskedFor && isAlone ? offer.staffId : null
}

/** The services of a visit, in their order. */
export function serviceIdsOf({ serviceId, further }: Pick<Parts, 'serviceId' | 'further'>): readonly string[] {
  return [serviceId, ...further.map((part) => part.serviceId)]
}

/** Whether two visits are the same services in the same order, whoever does them. */
export function areSameServices(
  one: Pick<Parts, 'serviceId' | 'further'>,
  other: Pick<Parts, 'serviceId' | 'further'>,
): boolean {
  return areSame(serviceIdsOf(one), serviceIdsOf(other))
}

/** Whether two visits are the same services by the same people. */
export function areSameParts(one: Parts, other: Parts): boolean {
  return areSameServices(one, other) && areSame(staffOf(one), staffOf(other))
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index])
}

/** The services of what was offered or booked; undefined when the house has stopped offering any, or visits of several. */
export function servicesStillOffered(
  { services, company }: House,
  parts: Pick<Parts, 'serviceId' | 'further'>,
): readonly [Service, ...Service[]] | undefined {
  if (parts.further.length > 0 && !takesVisits(company)) return undefined
  const ids = serviceIdsOf(parts)
  const [first, ...further] = ids.flatMap((id) => services.find((service) => service.id === id) ?? [])
  return first === undefined || further.length !== ids.length - 1 ? undefined : [first, ...further]
}

type FurtherColumns = { further_service_ids: string[]; further_staff_ids: string[] }

/** What follows the first service, out of the columns of an offer or an appointment. */
export function readFurther(row: FurtherColumns): readonly Part[] {
  return row.further_service_ids.map((serviceId, index) => ({ serviceId, staffId: row.further_staff_ids[index] ?? '' }))
}

/** The same as columns. */
export function furtherColumns(further: readonly Part[]): FurtherColumns {
  return {
    further_service_ids: further.map((part) => part.serviceId),
    further_staff_ids: further.map((part) => part.staffId),
  }
}
