import { CalendarUnavailableError } from '../calendars/calendar.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { refuse } from './refuse-offer.ts'
import { searchCalendar, searchDays } from './search.ts'
import type { BookingDeps } from './visit.ts'

/** The caller has waited for the calendar's no already: what is not found in this time is asked for in another turn. */
const SEARCH_TIMEOUT_MS = 2_500

/**
 * What else can be had when the calendar elsewhere has refused a time of an offer, which is free here again; none when the calendar
 * cannot be asked, or too little is left of the caller's time.
 */
export async function findOtherTimes(
  deps: BookingDeps,
  { offer, wish }: { offer: Offer; wish: Wish },
  signal: AbortSignal,
): Promise<readonly Offer[]> {
  const { company } = wish.house
  const firstDate = offer.startsAt.toZonedDateTimeISO(company.zone).toPlainDate()
  const days = { firstDate, endDate: firstDate.add({ days: searchDays + 1 }) }
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(SEARCH_TIMEOUT_MS)])
  try {
    const search = await searchCalendar(deps, wish, days, deadline)
    const options = { signal: deadline, retries: 3 } as const
    const refused = await deps.database.inCompany(company.id, (tx) => refuse(tx, deps, { offer }, search), options)
    return refused.alternatives
  } catch (error) {
    // What was refused has to be told, with others or without.
    if (deadline.aborted || error instanceof CalendarUnavailableError) return []
    throw error
  }
}
