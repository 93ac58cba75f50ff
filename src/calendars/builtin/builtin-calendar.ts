import {
  type Interval,
  type Intervals,
  intersectIntervals,
  sortIntervals,
  subtractIntervals,
} from '../../infra/intervals.ts'
import { datesBetween, wallDay } from '../../infra/wall-day.ts'
import { hoursOnDay } from '../../infra/weekly-hours.ts'
import type { Calendar, CalendarResource, FreeTimesRequest } from '../calendar.ts'
import type { FreeTimes } from '../free-time.ts'

/**
 * Ringbook's own calendar: a resource could work where the house is open and it has hours, less its time off. Everything it
 * needs is in the request, so it asks nobody; and it mirrors nothing, as Postgres is its truth.
 */
export function createBuiltinCalendar(): Calendar {
  return {
    async freeTimes(request, signal) {
      signal.throwIfAborted()
      return builtinFreeTimes(request)
    },
  }
}

function builtinFreeTimes(request: FreeTimesRequest): FreeTimes {
  const days = datesBetween(request.firstDate, request.endDate).map((date) => ({ date, open: request.openOn(date) }))
  const range = rangeOf(request)
  return new Map(
    request.resources.map((resource) => {
      const working = intersectIntervals(workingTimes(resource, days, request.zone), range)
      return [resource.id, subtractIntervals(working, resource.timeOff)]
    }),
  )
}

/** Day by day the hours that fall into the house's; joined where one day's run on into the next. */
function workingTimes(
  resource: CalendarResource,
  days: readonly { date: Temporal.PlainDate; open: Intervals }[],
  zone: string,
): Intervals {
  const working: Interval[] = []
  for (const { date, open } of days) {
    if (open.length > 0) working.push(...intersectIntervals(hoursOnDay(resource.hours, date, zone), open))
  }
  return sortIntervals(working)
}

function rangeOf(request: FreeTimesRequest): Intervals {
  if (Temporal.PlainDate.compare(request.firstDate, request.endDate) >= 0) return []
  const startMs = wallDay(request.firstDate, request.zone).startMs
  const endMs = wallDay(request.endDate.subtract({ days: 1 }), request.zone).endMs
  return [{ startMs, endMs }]
}
