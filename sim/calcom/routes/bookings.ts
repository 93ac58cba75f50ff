import { writeBooking } from '../booking-output.ts'
import { createBooking } from '../create-booking.ts'
import {
  cancelBooking,
  confirmBooking,
  declineBooking,
  findBooking,
  markAbsent,
  reassignBooking,
} from '../end-booking.ts'
import { listBookings } from '../list-bookings.ts'
import { moveBooking } from '../move-booking.ts'
import { RefusedRequest } from '../refusal.ts'
import { type Asked, type Reply, type Route, success } from '../route.ts'
import type { World } from '../world.ts'

const versions = ({ dialect }: World) => dialect.bookingVersions
const write = { versions, pausesItself: true } as const

export const bookingRoutes: readonly Route[] = [
  { ...write, method: 'POST', path: '/v2/bookings', family: 'bookings', older: olderCreate, handle: createBooking },
  { method: 'GET', path: '/v2/bookings', family: 'reads', versions, needs: 'permission', handle: listBookings },
  {
    method: 'GET',
    path: '/v2/bookings/:uid',
    family: 'reads',
    versions,
    handle: (asked) => success(writeBooking(asked.world, findBooking(asked))),
  },
  { ...write, method: 'POST', path: '/v2/bookings/:uid/cancel', family: 'cancels', handle: cancelBooking },
  { ...write, method: 'POST', path: '/v2/bookings/:uid/reschedule', family: 'reschedules', handle: moveBooking },
  decision('/v2/bookings/:uid/confirm', confirmBooking),
  decision('/v2/bookings/:uid/decline', declineBooking),
  decision('/v2/bookings/:uid/mark-absent', markAbsent),
  decision('/v2/bookings/:uid/reassign', reassignBooking),
  decision('/v2/bookings/:uid/reassign/:userId', reassignBooking),
  {
    method: 'GET',
    path: '/v2/teams/:teamId/bookings',
    family: 'reads',
    needs: 'permission',
    exists: ({ dialect }) => dialect.hasTeams,
    handle: listBookings,
  },
]

function decision(path: string, handle: (asked: Asked) => Promise<Reply>): Route {
  return { ...write, method: 'POST', path, family: 'decisions', needs: 'permission', handle }
}

/** The controller of April 2024 wants other fields, and says so in a shape of its own. */
function olderCreate({ body }: Asked): Reply {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const target = Object.fromEntries(
    ['start', 'eventTypeId'].flatMap((key) => (key in given ? [[key, given[key]]] : [])),
  )
  const wanted = [
    ['timeZone', typeof given['timeZone'] === 'string', { isTimeZone: 'timeZone must be a valid IANA time-zone' }],
    ['language', typeof given['language'] === 'string', { isString: 'language must be a string' }],
    ['metadata', typeof given['metadata'] === 'object', { isObject: 'metadata must be an object' }],
    ['responses', typeof given['responses'] === 'object', { isObject: 'responses must be an object' }],
  ] as const
  const [, , , responses] = wanted
  const missing = wanted.filter(([, isThere]) => !isThere)
  // Responses are looked at only when everything else is there.
  const told =
    missing.length === 1 && missing[0] === responses ? [responses] : missing.filter((one) => one !== responses)
  throw new RefusedRequest({
    shape: 'framework',
    status: 400,
    code: 'BadRequestException',
    message: 'Bad Request Exception',
    details: {
      errors: told.map(([property, , constraints]) => ({ target, property, children: [], constraints })),
    },
  })
}
