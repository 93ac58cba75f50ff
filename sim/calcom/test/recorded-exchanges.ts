/**
 * What a real server was seen to do, retold: one doctor, thirty minutes, Monday to Friday nine to five in Berlin. In the order
 * it happened. `«name»` stands for a uid an earlier answer gave.
 */
export type Recorded = {
  what: string
  method: string
  path: string
  headers?: Record<string, string | null>
  body?: unknown
  status: number
  /** The whole answer, but for what `varying` names. */
  answer: unknown
  /** Remembers the answer's uid under this name. */
  remember?: string
}

/** What differs from run to run: only its type is looked at. */
export const varying = ['timestamp', 'createdAt', 'updatedAt', 'reservationUntil', 'id']

const host = {
  id: 1,
  name: 'Praxis Muster',
  email: 'praxis@example.test',
  username: 'praxis',
  timeZone: 'Europe/Berlin',
}

type Seen = {
  uid: string
  icsUid?: string
  start: string
  end: string
  email: string
  extra?: object
  responses?: object
}

function booking({ uid, icsUid = uid, start, end, email, extra = {}, responses = {} }: Seen): Record<string, unknown> {
  return {
    id: 0,
    uid,
    title: 'Erstgespräch between Praxis Muster and Anna Test',
    description: '',
    hosts: [host],
    status: 'accepted',
    rescheduledByEmail: null,
    start,
    end,
    duration: 30,
    eventTypeId: 1,
    eventType: { id: 1, slug: 'erstgespraech' },
    meetingUrl: 'Musterstr. 1, Berlin',
    location: 'Musterstr. 1, Berlin',
    absentHost: false,
    createdAt: '',
    updatedAt: '',
    metadata: {},
    rating: null,
    icsUid: `${icsUid}@Cal.com`,
    attendees: [{ name: 'Anna Test', email, timeZone: 'Europe/Berlin', language: 'de', absent: false }],
    bookingFieldsResponses: { email, name: 'Anna Test', ...responses },
    ...extra,
  }
}

const anna = { email: 'anna@example.test', extra: { metadata: { call_id: 'c1' } } }
const first = booking({ ...anna, uid: '«first»', start: '2026-11-23T09:00:00.000Z', end: '2026-11-23T09:30:00.000Z' })
const firstEnded = {
  ...first,
  status: 'cancelled',
  cancellationReason: null,
  cancelledByEmail: null,
  rescheduledToUid: '«second»',
}
const second = {
  ...booking({
    ...anna,
    uid: '«second»',
    icsUid: '«first»',
    start: '2026-11-24T09:00:00.000Z',
    end: '2026-11-24T09:30:00.000Z',
    responses: { rescheduledReason: 'caller' },
  }),
  reschedulingReason: 'caller',
  rescheduledFromUid: '«first»',
}

function attempt(fields: { start: string; email: string } & Record<string, unknown>): unknown {
  const { start, email, ...rest } = fields
  const attendee = { name: 'Anna Test', email, timeZone: 'Europe/Berlin', language: 'de' }
  return { start, eventTypeId: 1, attendee, ...rest }
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  422: 'Unprocessable Entity',
}

function failure(path: string, status: number, code: string, message: string): unknown {
  const details = { message, error: TITLES[status], statusCode: status }
  return { status: 'error', timestamp: '', path, error: { code, message, details } }
}

function badRequest(path: string, message: string): unknown {
  return failure(path, 400, 'BadRequestException', message)
}

function listOf(...data: unknown[]): unknown {
  const pagination = {
    returnedItems: data.length,
    totalItems: data.length,
    itemsPerPage: 100,
    remainingItems: 0,
    currentPage: 1,
    totalPages: 1,
    hasNextPage: false,
    hasPreviousPage: false,
  }
  return { status: 'success', data, pagination }
}

/** Every half hour from nine to half past four, as the slots of a date. */
function workday(date: string, options: { without?: string[]; withEnd?: boolean } = {}): Record<string, string>[] {
  const at = (minutes: number) =>
    `${date}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00.000+01:00`
  return Array.from({ length: 16 }, (_, index) => 9 * 60 + index * 30)
    .filter((minutes) => !(options.without ?? []).some((time) => at(minutes).includes(`T${time}`)))
    .map((minutes) => ({ start: at(minutes), ...(options.withEnd && { end: at(minutes + 30) }) }))
}

const UNAVAILABLE = 'User either already has booking at this time or is not available'
const BOOKINGS = '/v2/bookings'
const RESERVATIONS = '/v2/slots/reservations'

function slots(dates: string, data: unknown, format = ''): Omit<Recorded, 'what'> {
  const path = `/v2/slots?eventTypeId=1&${dates}&timeZone=Europe/Berlin${format}`
  return { method: 'GET', path, status: 200, answer: { status: 'success', data } }
}

function post(path: string, body: unknown, status: number, answer: unknown): Omit<Recorded, 'what'> {
  return { method: 'POST', path, body, status, answer }
}

export const recordedExchanges: readonly Recorded[] = [
  {
    what: 'slots of two days, by the date in the zone asked for',
    ...slots('start=2026-11-23&end=2026-11-24', {
      '2026-11-23': workday('2026-11-23'),
      '2026-11-24': workday('2026-11-24'),
    }),
  },
  {
    what: 'the same as ranges',
    ...slots(
      'start=2026-11-23&end=2026-11-24',
      {
        '2026-11-23': workday('2026-11-23', { withEnd: true }),
        '2026-11-24': workday('2026-11-24', { withEnd: true }),
      },
      '&format=range',
    ),
  },
  {
    what: 'a booking',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T09:00:00Z', email: 'anna@example.test', metadata: { call_id: 'c1' } }),
      201,
      { status: 'success', data: first },
    ),
    remember: 'first',
  },
  {
    what: 'a slot that is taken',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T09:00:00Z', email: 'b@example.test' }),
      400,
      badRequest(BOOKINGS, UNAVAILABLE),
    ),
  },
  {
    what: 'the same person again: told the same',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T09:00:00Z', email: 'anna@example.test', metadata: { call_id: 'c1' } }),
      400,
      badRequest(BOOKINGS, UNAVAILABLE),
    ),
  },
  {
    what: 'out of hours: told the same',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T20:00:00Z', email: 'anna@example.test' }),
      400,
      badRequest(BOOKINGS, UNAVAILABLE),
    ),
  },
  {
    what: 'in the past',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-20T10:00:00Z', email: 'anna@example.test' }),
      400,
      badRequest(BOOKINGS, 'Attempting to book a meeting in the past.'),
    ),
  },
  {
    what: 'a start that no slot has',
    ...post(BOOKINGS, attempt({ start: '2026-11-23T10:10:00Z', email: 'g@example.test' }), 201, {
      status: 'success',
      data: booking({
        uid: '«odd»',
        start: '2026-11-23T10:10:00.000Z',
        end: '2026-11-23T10:40:00.000Z',
        email: 'g@example.test',
      }),
    }),
    remember: 'odd',
  },
  {
    what: 'neither e-mail nor phone',
    ...post(
      BOOKINGS,
      { start: '2026-11-23T11:00:00Z', eventTypeId: 1, attendee: { name: 'A', timeZone: 'Europe/Berlin' } },
      400,
      badRequest(
        BOOKINGS,
        'attendee property is wrong, attendee email or phone property is wrong,Attendee must have at least one contact method (email or phone number) ',
      ),
    ),
  },
  {
    what: 'a phone alone, where the type wants an e-mail',
    ...post(
      BOOKINGS,
      {
        start: '2026-11-23T11:00:00Z',
        eventTypeId: 1,
        attendee: { name: 'A', timeZone: 'Europe/Berlin', phoneNumber: '+493012345678' },
      },
      400,
      {
        status: 'error',
        timestamp: '',
        path: BOOKINGS,
        error: { code: 'BAD_REQUEST', message: 'responses - {email}error_required_field, ' },
      },
    ),
  },
  {
    what: 'a field nobody knows',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T12:00:00Z', email: 'u@example.test', bogus: 1 }),
      400,
      badRequest(BOOKINGS, 'bogus property is wrong,property bogus should not exist '),
    ),
  },
  {
    what: 'an event type that does not exist',
    ...post(
      BOOKINGS,
      attempt({ start: '2026-11-23T12:00:00Z', email: 'anna@example.test', eventTypeId: 999 }),
      404,
      failure(BOOKINGS, 404, 'NotFoundException', 'Event type with id 999 not found.'),
    ),
  },
  {
    what: 'a start that is no date',
    ...post(
      BOOKINGS,
      attempt({ start: 'tomorrow', email: 'anna@example.test' }),
      400,
      badRequest(BOOKINGS, 'start property is wrong,start must be a valid ISO 8601 date string '),
    ),
  },
  {
    what: 'no version: the API of April 2024 answers',
    ...post(BOOKINGS, attempt({ start: '2026-11-23T12:30:00Z', email: 'nv@example.test' }), 400, {
      status: 'error',
      timestamp: '',
      path: BOOKINGS,
      error: {
        code: 'BadRequestException',
        message: 'Bad Request Exception',
        details: {
          errors: (
            [
              ['timeZone', 'isTimeZone', 'timeZone must be a valid IANA time-zone'],
              ['language', 'isString', 'language must be a string'],
              ['metadata', 'isObject', 'metadata must be an object'],
            ] as const
          ).map(([property, rule, text]) => ({
            target: { start: '2026-11-23T12:30:00Z', eventTypeId: 1 },
            property,
            children: [],
            constraints: { [rule]: text },
          })),
        },
      },
    }),
    headers: { 'cal-api-version': null },
  },
  {
    what: 'a move: a new uid',
    ...post('/v2/bookings/«first»/reschedule', { start: '2026-11-24T09:00:00Z', reschedulingReason: 'caller' }, 201, {
      status: 'success',
      data: second,
    }),
    remember: 'second',
  },
  {
    what: 'the old one afterwards',
    method: 'GET',
    path: '/v2/bookings/«first»',
    status: 200,
    answer: { status: 'success', data: firstEnded },
  },
  {
    what: 'a list by attendee: both',
    method: 'GET',
    path: '/v2/bookings?attendeeEmail=anna@example.test',
    status: 200,
    answer: listOf(firstEnded, second),
  },
  {
    what: 'a list of what is upcoming: the new one',
    method: 'GET',
    path: '/v2/bookings?attendeeEmail=anna@example.test&status=upcoming',
    status: 200,
    answer: listOf(second),
  },
  {
    what: 'a list without a key',
    method: 'GET',
    path: '/v2/bookings?attendeeEmail=anna@example.test',
    headers: { authorization: null },
    status: 403,
    answer: failure(
      '/v2/bookings?attendeeEmail=anna@example.test',
      403,
      'ForbiddenException',
      "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client id in 'x-cal-client-id' header.",
    ),
  },
  {
    what: 'a list with a wrong key',
    method: 'GET',
    path: BOOKINGS,
    headers: { authorization: 'Bearer cal_wrong' },
    status: 401,
    answer: failure(BOOKINGS, 401, 'UnauthorizedException', 'CustomThrottlerGuard - Invalid API Key'),
  },
  {
    what: 'a cancellation',
    ...post('/v2/bookings/«second»/cancel', { cancellationReason: 'caller' }, 200, {
      status: 'success',
      data: { ...second, status: 'cancelled', cancellationReason: 'caller', cancelledByEmail: null },
    }),
  },
  {
    what: 'the same again',
    ...post(
      '/v2/bookings/«second»/cancel',
      { cancellationReason: 'caller' },
      400,
      badRequest(
        '/v2/bookings/«second»/cancel',
        "Can't cancel booking with uid=«second» because it has been cancelled already. Please provide uid of a booking that is not cancelled.",
      ),
    ),
  },
  {
    what: 'a move of what is cancelled',
    ...post(
      '/v2/bookings/«second»/reschedule',
      { start: '2026-11-24T11:00:00Z' },
      400,
      badRequest(
        '/v2/bookings/«second»/reschedule',
        "Can't reschedule booking with uid=«second» because it has been cancelled. Please provide uid of a booking that is not cancelled.",
      ),
    ),
  },
  {
    what: 'a cancellation of what never was',
    ...post(
      '/v2/bookings/nonexistent/cancel',
      { cancellationReason: 'caller' },
      404,
      failure('/v2/bookings/nonexistent/cancel', 404, 'NotFoundException', 'Booking with uid=nonexistent not found'),
    ),
  },
  {
    what: 'a reservation',
    ...post(RESERVATIONS, { eventTypeId: 1, slotStart: '2026-11-24T13:00:00Z', reservationDuration: 5 }, 201, {
      status: 'success',
      data: {
        eventTypeId: 1,
        slotStart: '2026-11-24T13:00:00.000Z',
        slotEnd: '2026-11-24T13:30:00.000Z',
        slotDuration: 30,
        reservationUid: '«reservation»',
        reservationDuration: 5,
        reservationUntil: '',
      },
    }),
    remember: 'reservation',
  },
  {
    what: 'a second one of the same slot',
    ...post(
      RESERVATIONS,
      { eventTypeId: 1, slotStart: '2026-11-24T13:00:00Z' },
      422,
      failure(
        RESERVATIONS,
        422,
        'UnprocessableEntityException',
        'This time slot is already reserved by another user. Please choose a different time.',
      ),
    ),
  },
  {
    what: 'a booking of what somebody else reserved',
    ...post(BOOKINGS, attempt({ start: '2026-11-24T13:00:00Z', email: 'other@example.test' }), 201, {
      status: 'success',
      data: booking({
        uid: '«other»',
        start: '2026-11-24T13:00:00.000Z',
        end: '2026-11-24T13:30:00.000Z',
        email: 'other@example.test',
      }),
    }),
    remember: 'other',
  },
  {
    what: 'a reservation given back',
    method: 'DELETE',
    path: '/v2/slots/reservations/«reservation»',
    status: 200,
    answer: { status: 'success' },
  },
]

/** Slots of a day on which two were reserved a while before. */
export const slotsAmongReservations = {
  reserved: ['2026-11-25T10:00:00Z', '2026-11-25T11:00:00Z'],
  exchange: slots('start=2026-11-25&end=2026-11-25', {
    '2026-11-25': workday('2026-11-25', { without: ['11:00', '12:00'] }),
  }),
} as const
