import { z } from 'zod'

/**
 * What is read of Cal.com's answers: as little as is needed, and nothing is said against more. Fields change between its
 * versions; those that may be missing are.
 */
const instant = z.iso.datetime({ offset: true }).transform((text) => Temporal.Instant.from(text))

const host = z.object({ id: z.number().nullish() })

const attendee = z.object({
  name: z.string().catch(''),
  email: z.string().catch(''),
  timeZone: z.string().catch(''),
  phoneNumber: z.string().nullish(),
  absent: z.boolean().nullish(),
})

export const bookingShape = z.object({
  uid: z.string().min(1),
  status: z.enum(['accepted', 'pending', 'cancelled', 'rejected']).catch('pending'),
  start: instant,
  end: instant,
  eventTypeId: z.number().nullish(),
  eventType: z.object({ id: z.number() }).nullish(),
  hosts: z.array(host).catch([]),
  attendees: z.array(attendee).catch([]),
  bookingFieldsResponses: z.record(z.string(), z.unknown()).catch({}),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  rescheduledFromUid: z.string().nullish(),
  rescheduledToUid: z.string().nullish(),
  createdAt: instant.nullish().catch(null),
  updatedAt: instant.nullish().catch(null),
})

export type CalcomBooking = z.infer<typeof bookingShape>

/** One booking. A recurring type answers with a list: its first. */
export const bookingAnswer = z.object({
  data: z
    .union([bookingShape, z.array(bookingShape).min(1)])
    .transform((data) => (Array.isArray(data) ? data[0] : data)),
})

export const bookingsAnswer = z.object({
  // A booking nobody can read must not hide the others.
  data: z.array(z.unknown()).transform((rows) =>
    rows.flatMap((row) => {
      const read = bookingShape.safeParse(row)
      return read.success ? [read.data] : []
    }),
  ),
  pagination: z.object({ hasNextPage: z.boolean() }).nullish().catch(null),
})

/** Starts under whatever day Cal.com counts them to. */
export const slotsAnswer = z.object({
  data: z.record(z.string(), z.array(z.union([z.object({ start: z.string() }), z.string()]))),
})
