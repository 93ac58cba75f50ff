import { CalendarUnavailableError, type Calendar } from '../calendars/calendar.ts'
import type { Wish } from './offer-openings.ts'
import type { Offer } from './offer.ts'
import { type Search, searchCalendar } from './search.ts'
import type { BookingDeps } from './visit.ts'

/**
 * Asks the calendar about the days around an offer. When it cannot be asked, what was offered is the last that is known of it, a few
 * minutes old: that time with that person, and nothing else. Whether it still stands is for the calendar's copy to say.
 */
export async function searchOrOffered(
  deps: Pick<BookingDeps, 'calendar' | 'clock'>,
  wish: Wish,
  offer: Offer,
  days: { firstDate: Temporal.PlainDate; endDate: Temporal.PlainDate },
  signal: AbortSignal,
): Promise<Search> {
  try {
    return await searchCalendar(deps, wish, days, signal)
  } catch (error) {
    if (!(error instanceof CalendarUnavailableError)) throw error
    return await searchCalendar({ ...deps, calendar: knowingOnly(offer) }, wish, days, signal)
  }
}

function knowingOnly({ staffId, startsAt }: Offer): Calendar {
  return {
    async freeTimes({ resources }) {
      const starts = [startsAt.epochMilliseconds]
      return new Map(resources.map(({ id }) => [id, { starts: id === staffId ? starts : [], isStale: true }]))
    },
  }
}
