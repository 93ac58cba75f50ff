import * as z from 'zod'

import { writeBooking } from './booking-output.ts'
import type { Booking, BookingStatus } from './diary.ts'
import { instantOf, isoDate, numeric, queryObject, readInput, text } from './read-input.ts'
import { type Asked, askerOf, type Reply } from './route.ts'
import type { World } from './world.ts'

const MOST_A_PAGE = 250
const USUAL_A_PAGE = 100

const order = (name: string) =>
  z.enum(['asc', 'desc'], `${name} must be one of the following values: asc, desc`).optional()
const instant = (name: string) => isoDate(name).transform(instantOf).optional()
const ids = (name: string) =>
  z
    .string()
    .regex(/^\d+(,\d+)*$/, `${name} must be numbers separated by commas`)
    .transform((list) => list.split(',').map(Number))
    .optional()

/** What is not listed here is dropped without a word: there is no filter by phone. */
const query = z.object({
  status: z
    .string()
    .transform((list) => list.split(','))
    .pipe(
      z.array(
        z.enum(['upcoming', 'recurring', 'past', 'cancelled', 'unconfirmed'], 'status contains an unknown value'),
      ),
    )
    .optional(),
  attendeeEmail: text('attendeeEmail').optional(),
  attendeeName: text('attendeeName').optional(),
  bookingUid: text('bookingUid').optional(),
  eventTypeId: ids('eventTypeId'),
  eventTypeIds: ids('eventTypeIds'),
  teamId: ids('teamId'),
  teamsIds: ids('teamsIds'),
  afterStart: instant('afterStart'),
  beforeEnd: instant('beforeEnd'),
  afterCreatedAt: instant('afterCreatedAt'),
  beforeCreatedAt: instant('beforeCreatedAt'),
  afterUpdatedAt: instant('afterUpdatedAt'),
  beforeUpdatedAt: instant('beforeUpdatedAt'),
  sortStart: order('sortStart'),
  sortEnd: order('sortEnd'),
  sortCreated: order('sortCreated'),
  sortUpdatedAt: order('sortUpdatedAt'),
  take: numeric('take')
    .min(1, 'take must not be less than 1')
    .max(MOST_A_PAGE, `take must not be greater than ${MOST_A_PAGE}`)
    .default(USUAL_A_PAGE),
  skip: numeric('skip').min(0, 'skip must not be less than 0').default(0),
})
type Query = z.output<typeof query>

/** The bookings the key may see that pass every filter, by pages. */
export function listBookings(asked: Asked): Reply {
  const { world, params } = asked
  const wanted = readInput(query, queryObject(asked.query))
  const teamIds = params['teamId'] === undefined ? teamsOf(wanted) : [Number(params['teamId'])]
  const userId = askerOf(asked)
  const found = candidates(world, userId, wanted)
    .filter((booking) => passes(booking, wanted, world.clock.nowMs()) && maySee(world, userId, booking))
    .filter((booking) => teamIds === undefined || teamIds.includes(world.directory.teamOf(booking.eventType)?.id ?? 0))
    .sort(comparison(wanted))
  const page = found.slice(wanted.skip, wanted.skip + wanted.take)
  return {
    status: 200,
    body: {
      status: 'success',
      data: page.map((booking) => writeBooking(world, booking)),
      pagination: pagination(found.length, page.length, wanted),
    },
  }
}

function teamsOf({ teamId, teamsIds }: Query): number[] | undefined {
  return teamId === undefined && teamsIds === undefined ? undefined : [...(teamId ?? []), ...(teamsIds ?? [])]
}

/** The narrowest list that is at hand. */
function candidates({ diary, directory }: World, userId: number, wanted: Query): readonly Booking[] {
  if (wanted.bookingUid !== undefined)
    return [diary.byUid(wanted.bookingUid)].filter((booking) => booking !== undefined)
  if (wanted.attendeeEmail !== undefined) return [...diary.byEmail(wanted.attendeeEmail)]
  if (wanted.afterUpdatedAt !== undefined) return diary.changedSince(wanted.afterUpdatedAt)
  const eventTypeIds = typesOf(wanted)
  if (eventTypeIds !== undefined) return [...new Set(eventTypeIds)].flatMap((id) => diary.byEventType(id))
  const runs = directory.account.teams.some(({ id }) => directory.runsTeam(userId, id))
  return runs ? [...diary.all()] : [...diary.byHost(userId)]
}

function typesOf({ eventTypeId, eventTypeIds }: Query): number[] | undefined {
  return eventTypeId === undefined && eventTypeIds === undefined
    ? undefined
    : [...(eventTypeId ?? []), ...(eventTypeIds ?? [])]
}

function maySee({ directory }: World, userId: number, { hostIds, eventType, attendees }: Booking): boolean {
  if (hostIds.includes(userId)) return true
  const team = directory.teamOf(eventType)
  if (team !== undefined && directory.runsTeam(userId, team.id)) return true
  const email = directory.user(userId)?.email
  return attendees.some((attendee) => attendee.email === email)
}

function passes(booking: Booking, wanted: Query, nowMs: number): boolean {
  const [attendee] = booking.attendees
  const { attendeeName } = wanted
  return (
    (wanted.status === undefined || wanted.status.some((status) => hasStatus(booking, status, nowMs))) &&
    (typesOf(wanted)?.includes(booking.eventType.id) ?? true) &&
    isWithin(booking.startMs, wanted.afterStart, undefined) &&
    isWithin(booking.endMs, undefined, wanted.beforeEnd) &&
    isWithin(booking.createdMs, wanted.afterCreatedAt, wanted.beforeCreatedAt) &&
    isWithin(booking.updatedMs, wanted.afterUpdatedAt, wanted.beforeUpdatedAt) &&
    (wanted.bookingUid === undefined || booking.uid === wanted.bookingUid) &&
    (wanted.attendeeEmail === undefined ||
      booking.attendees.some(({ email }) => email.toLowerCase() === wanted.attendeeEmail?.toLowerCase())) &&
    (attendeeName === undefined || attendee?.name.includes(attendeeName) === true)
  )
}

const ENDED: readonly BookingStatus[] = ['cancelled', 'rejected']

function hasStatus({ status, endMs }: Booking, wanted: string, nowMs: number): boolean {
  const isEnded = ENDED.includes(status)
  switch (wanted) {
    case 'upcoming':
      return endMs >= nowMs && !isEnded
    case 'past':
      return endMs <= nowMs && !isEnded
    case 'cancelled':
      return isEnded
    case 'unconfirmed':
      return endMs >= nowMs && status === 'pending'
    default:
      return false
  }
}

function isWithin(valueMs: number, fromMs: number | undefined, toMs: number | undefined): boolean {
  return (fromMs === undefined || valueMs >= fromMs) && (toMs === undefined || valueMs <= toMs)
}

function comparison(wanted: Query): (left: Booking, right: Booking) => number {
  const sorts = [
    [wanted.sortStart, (booking: Booking) => booking.startMs],
    [wanted.sortEnd, (booking: Booking) => booking.endMs],
    [wanted.sortCreated, (booking: Booking) => booking.createdMs],
    [wanted.sortUpdatedAt, (booking: Booking) => booking.updatedMs],
  ] as const
  const [direction, valueOf] = sorts.find(([given]) => given !== undefined) ?? ['asc' as const, sorts[0][1]]
  const sign = direction === 'desc' ? -1 : 1
  return (left, right) => sign * (valueOf(left) - valueOf(right)) || left.id - right.id
}

function pagination(totalItems: number, returnedItems: number, { take, skip }: Query): Record<string, unknown> {
  const seen = Math.min(skip + returnedItems, totalItems)
  return {
    returnedItems,
    totalItems,
    itemsPerPage: take,
    remainingItems: Math.max(0, totalItems - seen),
    currentPage: Math.floor(skip / take) + 1,
    totalPages: Math.ceil(totalItems / take),
    hasNextPage: skip + take < totalItems,
    hasPreviousPage: skip > 0,
  }
}
