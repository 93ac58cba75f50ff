import { isValidPhoneNumber } from 'libphonenumber-js'
import * as z from 'zod'

import type { Dialect } from './dialect.ts'
import { isoDate, text, timeZone } from './read-input.ts'

/** Languages an attendee may have. */
const LANGUAGES = (
  'ar,ca,de,es,eu,he,id,ja,lv,pl,ro,sr,th,vi,az,cs,el,es-419,fi,hr,it,km,nl,pt,ru,sv,tr,zh-CN,bg,da,en,et,fr,hu,iw,ko,no,' +
  'pt-BR,sk,ta,uk,zh-TW,bn'
).split(',')

const METADATA_KEYS = 50
const METADATA_KEY_LENGTH = 40
const METADATA_VALUE_LENGTH = 500

const email = (name: string) => z.email(`${name} must be an email`)

const attendee = z
  .strictObject(
    {
      name: text('name').min(1, 'name should not be empty'),
      timeZone: timeZone('timeZone'),
      email: email('email').optional(),
      phoneNumber: z
        .string('phoneNumber must be a string')
        .refine(isValidPhoneNumber, 'phoneNumber must be a valid number')
        .optional(),
      language: z
        .enum(LANGUAGES, `language must be one of the following values: ${LANGUAGES.join(', ')}`)
        .default('en'),
    },
    'attendee must be an object',
  )
  .superRefine((given, context) => {
    if (given.email !== undefined || given.phoneNumber !== undefined) return
    const message = 'Attendee must have at least one contact method (email or phone number)'
    context.addIssue({ code: 'custom', path: ['email or phone'], message })
  })

const metadata = z
  .record(z.string(), z.unknown(), 'metadata must be an object')
  .refine((given) => Object.keys(given).length <= METADATA_KEYS, `metadata must have at most ${METADATA_KEYS} keys`)
  .refine(
    (given) => Object.keys(given).every((key) => key.length <= METADATA_KEY_LENGTH),
    `metadata keys must have at most ${METADATA_KEY_LENGTH} characters`,
  )
  .refine(
    (given) =>
      Object.values(given).every((value) => typeof value !== 'string' || value.length <= METADATA_VALUE_LENGTH),
    `metadata values must have at most ${METADATA_VALUE_LENGTH} characters`,
  )

const location = z.strictObject({
  type: text('type'),
  integration: text('integration').optional(),
  phone: text('phone').optional(),
  address: text('address').optional(),
  location: text('location').optional(),
})

const hostOverrides = {
  allowConflicts: z.boolean('allowConflicts must be a boolean value').optional(),
  allowBookingOutOfBounds: z.boolean('allowBookingOutOfBounds must be a boolean value').optional(),
  skipBookingLimits: z.boolean('skipBookingLimits must be a boolean value').optional(),
}

const create = z.strictObject({
  start: isoDate('start'),
  attendee,
  eventTypeId: z.number('eventTypeId must be a number').optional(),
  eventTypeSlug: text('eventTypeSlug').optional(),
  username: text('username').optional(),
  teamSlug: text('teamSlug').optional(),
  organizationSlug: text('organizationSlug').optional(),
  bookingFieldsResponses: z.record(z.string(), z.unknown(), 'bookingFieldsResponses must be an object').default({}),
  guests: z.array(email('each value in guests'), 'guests must be an array').default([]),
  meetingUrl: text('meetingUrl').optional(),
  location: location.optional(),
  metadata: metadata.default({}),
  lengthInMinutes: z.number('lengthInMinutes must be a number').min(1).optional(),
  routing: z.object({ teamMemberIds: z.array(z.number()) }).optional(),
  emailVerificationCode: text('emailVerificationCode').optional(),
  rrHostSubsetIds: z.array(z.number(), 'rrHostSubsetIds must be an array').optional(),
})
const createWithOverrides = create.extend(hostOverrides)

const reschedule = z.strictObject({
  start: isoDate('start'),
  rescheduledBy: email('rescheduledBy').optional(),
  reschedulingReason: text('reschedulingReason').optional(),
  emailVerificationCode: text('emailVerificationCode').optional(),
})
const rescheduleWithOverrides = reschedule.extend({
  ...hostOverrides,
  rescheduleWithSameHost: z.boolean('rescheduleWithSameHost must be a boolean value').optional(),
})

export type CreateBookingInput = z.output<typeof createWithOverrides>
export type RescheduleBookingInput = z.output<typeof rescheduleWithOverrides>

/** The overrides are unknown, and so refused, where the dialect does not have them. */
export function createBookingSchema({ hasHostOverrides }: Dialect): z.ZodType<CreateBookingInput> {
  return hasHostOverrides ? createWithOverrides : create
}

export function rescheduleBookingSchema({ hasHostOverrides }: Dialect): z.ZodType<RescheduleBookingInput> {
  return hasHostOverrides ? rescheduleWithOverrides : reschedule
}

export const cancelBookingSchema = z.strictObject({
  cancellationReason: text('cancellationReason').optional(),
  cancelSubsequentBookings: z.boolean('cancelSubsequentBookings must be a boolean value').optional(),
  seatUid: text('seatUid').optional(),
})

export const declineBookingSchema = z.object({ reason: text('reason').optional() })

export const markAbsentSchema = z.object({
  host: z.boolean('host must be a boolean value').optional(),
  attendees: z
    .array(z.object({ email: text('email'), absent: z.boolean('absent must be a boolean value') }))
    .default([]),
})
