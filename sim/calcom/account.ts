import * as z from 'zod'

import { dialectNames } from './dialect.ts'

const id = z.int().positive()
const wallTime = z.string().regex(/^\d\d:\d\d$/)
const minutes = z.int().nonnegative()

const user = z.object({
  id,
  name: z.string(),
  email: z.string(),
  username: z.string(),
  timeZone: z.string().default('Europe/Berlin'),
  defaultScheduleId: id.nullable().default(null),
})

const schedule = z.object({
  id,
  ownerId: id,
  name: z.string().default('Working hours'),
  timeZone: z.string().default('Europe/Berlin'),
  isDefault: z.boolean().default(true),
  availability: z.array(
    z.object({
      days: z.array(z.enum(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])),
      startTime: wallTime,
      endTime: wallTime,
    }),
  ),
  /** In place of the weekly hours of a date. From and to the same time: not at all. */
  overrides: z.array(z.object({ date: z.iso.date(), startTime: wallTime, endTime: wallTime })).default([]),
})

const team = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  members: z.array(
    z.object({
      id,
      userId: id,
      role: z.enum(['MEMBER', 'OWNER', 'ADMIN']).default('MEMBER'),
      accepted: z.boolean().default(true),
    }),
  ),
})

const host = z.object({
  userId: id,
  mandatory: z.boolean().default(false),
  priority: z.enum(['lowest', 'low', 'medium', 'high', 'highest']).default('medium'),
})

const customField = z.object({
  type: z.enum(['text', 'textarea', 'number', 'phone', 'select', 'radio', 'multiselect', 'boolean', 'url', 'address']),
  slug: z.string(),
  label: z.string().default(''),
  required: z.boolean().default(false),
  hidden: z.boolean().default(false),
  options: z.array(z.string()).optional(),
})

const location = z.discriminatedUnion('type', [
  z.object({ type: z.literal('address'), address: z.string() }),
  z.object({ type: z.literal('link'), link: z.string() }),
  z.object({ type: z.literal('phone'), phone: z.string() }),
  z.object({ type: z.literal('integration'), integration: z.string() }),
  z.object({ type: z.enum(['attendeePhone', 'attendeeAddress', 'attendeeDefined']) }),
])

const eventType = z.object({
  id,
  title: z.string(),
  slug: z.string(),
  description: z.string().default(''),
  lengthInMinutes: z.int().positive(),
  lengthInMinutesOptions: z.array(z.int().positive()).optional(),
  /** The one who does it, for types of a person. Types of a team have a team, a way of scheduling and hosts instead. */
  ownerId: id.nullable().default(null),
  teamId: id.nullable().default(null),
  /** Of a child: the managed type it was made from, which belongs to the team and cannot be booked itself. */
  parentEventTypeId: id.nullable().default(null),
  schedulingType: z.enum(['roundRobin', 'collective', 'managed']).nullable().default(null),
  hosts: z.array(host).default([]),
  slotInterval: z.int().positive().nullable().default(null),
  minimumBookingNotice: minutes.default(0),
  beforeEventBuffer: minutes.default(0),
  afterEventBuffer: minutes.default(0),
  offsetStart: minutes.default(0),
  bookingWindow: z
    .discriminatedUnion('type', [
      z.object({ type: z.enum(['businessDays', 'calendarDays']), value: z.int().positive(), rolling: z.boolean() }),
      z.object({ type: z.literal('range'), value: z.tuple([z.iso.date(), z.iso.date()]) }),
    ])
    .nullable()
    .default(null),
  confirmation: z
    .object({ blocksUnconfirmed: z.boolean().default(false) })
    .nullable()
    .default(null),
  /** Instead of the hosts' own schedules. */
  scheduleId: id.nullable().default(null),
  locations: z.array(location).default([]),
  /** Whether an e-mail address must be given; `hidden` is the phone mode, in which an address is invented. */
  email: z.enum(['required', 'optional', 'hidden']).default('required'),
  /** Whether a phone number must be given. */
  phoneRequired: z.boolean().default(false),
  customFields: z.array(customField).default([]),
  cancelling: z
    .object({ disabled: z.boolean().default(false), reasonRequired: z.boolean().default(false) })
    .default({ disabled: false, reasonRequired: false }),
  rescheduling: z
    .object({ disabled: z.boolean().default(false), minutesBefore: minutes.default(0) })
    .default({ disabled: false, minutesBefore: 0 }),
  sameHostWhenRescheduled: z.boolean().default(false),
  bookingRequiresAuthentication: z.boolean().default(false),
  requiresEmailVerification: z.boolean().default(false),
  hidden: z.boolean().default(false),
  price: z.number().nonnegative().default(0),
  currency: z.string().default('eur'),
})

const stretch = z.object({ userId: id, start: z.iso.datetime({ offset: true }), end: z.iso.datetime({ offset: true }) })

/** What is there before anybody books: one or more accounts on one server. Ids are unique across the file. */
export const accountFile = z.object({
  dialect: z.enum(dialectNames).default('hosted'),
  users: z.array(user).min(1),
  schedules: z.array(schedule).default([]),
  teams: z.array(team).default([]),
  eventTypes: z.array(eventType).default([]),
  /** `name` is what counters and records call a key: the key itself is never shown. */
  apiKeys: z
    .array(z.object({ key: z.string(), name: z.string(), userId: id, limit: z.int().positive().optional() }))
    .default([]),
  /** Appointments in calendars connected to it. */
  busyTimes: z.array(stretch).default([]),
  /** What is booked before anybody asks, without a check and without a webhook. */
  bookings: z
    .array(
      z.object({
        eventTypeId: id,
        start: z.iso.datetime({ offset: true }),
        minutes: z.int().positive().optional(),
        hostId: id.optional(),
        name: z.string(),
        email: z.string(),
        phoneNumber: z.string().optional(),
        metadata: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
  outOfOffice: z.array(stretch).default([]),
  /** Whether webhooks may only be sent to HTTPS and public networks, as the hosted product has it. Tests listen at home. */
  refusesPrivateWebhooks: z.boolean().default(false),
})

/** An account file as it is written: what has a default may be left out. */
export type AccountFile = z.input<typeof accountFile>
export type Account = z.output<typeof accountFile>
export type User = z.output<typeof user>
export type Schedule = z.output<typeof schedule>
export type Team = z.output<typeof team>
export type Host = z.output<typeof host>
export type EventType = z.output<typeof eventType>
export type Location = z.output<typeof location>
export type ApiKey = Account['apiKeys'][number]
