import { expect, test } from 'vitest'

import { judgeRefusal } from './judge-refusal.ts'

const framed = (message: string, code = 'BadRequestException') => ({ status: 'error', error: { code, message } })
const bare = (message: string, statusCode: number) => ({ statusCode, message })

test.each([
  [400, framed('User either already has booking at this time or is not available'), { kind: 'taken' }],
  [400, framed('One of the hosts either already has booking at this time or is not available'), { kind: 'taken' }],
  [409, bare('booking_conflict_error', 409), { kind: 'taken' }],
  [409, bare('No more seats left at this event.', 409), { kind: 'taken' }],
  [500, bare('round_robin_host_unavailable_for_booking', 500), { kind: 'taken' }],
  [500, bare('fixed_hosts_unavailable_for_booking', 500), { kind: 'taken' }],
  [500, bare('Internal server error', 500), { kind: 'unknown' }],
  [502, undefined, { kind: 'unknown' }],
  [400, framed('Attempting to book a meeting in the past.'), { kind: 'refused', why: 'notice' }],
  [400, framed('The minimum booking notice of this event is not kept'), { kind: 'refused', why: 'notice' }],
  [400, framed('It lies outside the scheduling window of this event'), { kind: 'refused', why: 'window' }],
  [400, framed('Attendee has reached the maximum of active bookings'), { kind: 'refused', why: 'limit' }],
  [400, framed('responses - {email}error_required_field, ', 'BAD_REQUEST'), { kind: 'refused', why: 'contact' }],
  [
    400,
    framed('attendee property is wrong, attendee email or phone property is wrong'),
    { kind: 'refused', why: 'contact' },
  ],
  [400, framed('bogus property is wrong,property bogus should not exist '), { kind: 'refused', why: 'not_allowed' }],
  [404, framed('Event type with id 999 not found.', 'NotFoundException'), { kind: 'refused', why: 'not_allowed' }],
  [422, framed('No hosts', 'UnprocessableEntityException'), { kind: 'refused', why: 'not_allowed' }],
  [403, framed('Rescheduling is not allowed within 60 minutes before the start'), { kind: 'refused', why: 'notice' }],
  [401, framed('CustomThrottlerGuard - Invalid API Key'), { kind: 'away' }],
  [429, framed('Too many requests. Please try again later.', 'ThrottlerException'), { kind: 'away' }],
  [400, '<html>', { kind: 'refused', why: 'not_allowed' }],
])('%i with %j means %j', (status, body, meaning) => {
  expect(judgeRefusal(status, body)).toEqual(meaning)
})
