import { type WeeklyHours, weeklyHours } from '../../infra/weekly-hours.ts'
import type { CalcomAccount, CalcomEventType } from './read-account.ts'

/** Why an event type cannot be booked by voice. */
export type NotByVoice =
  /** Somebody would have to pay before. */
  | 'paid'
  /** A code is mailed that would have to be read back. */
  | 'email_verification'
  /** A template others are made from. */
  | 'managed_parent'
  | 'recurring'
  /** Several people share one time. */
  | 'seats'
  /** All hosts at once: nobody's time alone. */
  | 'collective'
  | 'no_host'
  | 'hidden'
  /** It belongs to neither the account nor its teams. */
  | 'not_ours'
  /** The booking form insists on an answer nobody can give on the phone. */
  | 'required_field'

/** What an import would make of an account. */
export type ImportPlan = {
  readonly branches: readonly { readonly teamId: number | null; readonly name: string }[]
  readonly staff: readonly PlannedStaff[]
  readonly services: readonly PlannedService[]
  readonly notByVoice: readonly { readonly eventTypeId: number; readonly title: string; readonly why: NotByVoice }[]
}

export type PlannedStaff = {
  readonly hostId: number
  readonly name: string
  readonly hours: WeeklyHours
  /** Where they work: a team is a branch. Null in an account without teams. */
  readonly teamId: number | null
}

export type PlannedService = {
  /** The same for the same service at every import. */
  readonly reference: string
  readonly name: string
  readonly description: string
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly minimumNoticeMinutes: number
  /** Null when there is none. */
  readonly horizonDays: number | null
  readonly bookings: readonly PlannedBooking[]
}

/** How a service is booked with somebody; `hostIds` of a pool are all who may get it. */
export type PlannedBooking = {
  readonly eventTypeId: number
  readonly teamId: number | null
  readonly kind: 'person' | 'pool'
  readonly hostIds: readonly number[]
  readonly sendsLength: boolean
}

/** Asked for in every form, or filled in by what a booking always has. */
const KNOWN_FIELDS = new Set([
  'name',
  'email',
  'location',
  'attendeePhoneNumber',
  'title',
  'notes',
  'guests',
  'rescheduleReason',
])
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/**
 * What an account becomes here. Event types of one title and length are one service, which each of their hosts does; one that goes to
 * whoever of several is free is a pool, and stands for those who have none of their own.
 */
export function planImport(account: CalcomAccount): ImportPlan {
  const notByVoice: { eventTypeId: number; title: string; why: NotByVoice }[] = []
  const services = new Map<string, PlannedService>()
  for (const type of account.eventTypes) {
    const why = whyNotByVoice(account, type)
    if (why !== null) {
      notByVoice.push({ eventTypeId: type.id, title: type.title, why })
      continue
    }
    for (const durationMinutes of lengthsOf(type)) {
      const reference = referenceOf(type, durationMinutes)
      const known = services.get(reference) ?? toService(type, durationMinutes, reference)
      services.set(reference, { ...known, bookings: [...known.bookings, toBooking(account, type)] })
    }
  }
  const planned = [...services.values()]
  const hosts = new Set(planned.flatMap(({ bookings }) => bookings.flatMap(({ hostIds }) => hostIds)))
  const staff = account.people
    .filter(({ id }) => hosts.has(id))
    .map(({ id, name }) => ({ hostId: id, name, hours: hoursOf(account, id), teamId: teamOf(planned, id) }))
  return { branches: branchesOf(account, staff), staff, services: planned, notByVoice }
}

/** The team somebody's first event type is of. */
function teamOf(services: readonly PlannedService[], hostId: number): number | null {
  const own = services.flatMap(({ bookings }) => bookings).filter(({ hostIds }) => hostIds.includes(hostId))
  return own.find(({ teamId }) => teamId !== null)?.teamId ?? null
}

function branchesOf({ me, teams }: CalcomAccount, staff: readonly PlannedStaff[]): ImportPlan['branches'] {
  const used = teams.filter(({ id }) => staff.some(({ teamId }) => teamId === id))
  const named = used.map(({ id, name }) => ({ teamId: id, name }))
  const hasOthers = staff.some(({ teamId }) => teamId === null)
  return hasOthers ? [...named, { teamId: null, name: me.name || me.username }] : named
}

function whyNotByVoice(account: CalcomAccount, type: CalcomEventType): NotByVoice | null {
  const isOurs =
    type.teamId === null
      ? type.ownerId === null || type.ownerId === account.me.id
      : account.teams.some(({ id }) => id === type.teamId)
  if (!isOurs) return 'not_ours'
  if (type.schedulingType?.toLowerCase() === 'managed') return 'managed_parent'
  if (type.hidden) return 'hidden'
  if ((type.price ?? 0) > 0) return 'paid'
  if (type.requiresBookerEmailVerification) return 'email_verification'
  if (isRecurring(type)) return 'recurring'
  if ((type.seatsPerTimeSlot ?? 0) > 0) return 'seats'
  if (type.schedulingType?.toLowerCase() === 'collective' && type.hosts.length > 1) return 'collective'
  if (hostsOf(account, type).length === 0) return 'no_host'
  return type.bookingFields.some((field) => field.required && !field.hidden && !KNOWN_FIELDS.has(field.slug))
    ? 'required_field'
    : null
}

function isRecurring({ recurrence }: CalcomEventType): boolean {
  if (typeof recurrence !== 'object' || recurrence === null) return false
  return !('disabled' in recurrence && recurrence.disabled === true)
}

function lengthsOf(type: CalcomEventType): readonly number[] {
  return type.lengthInMinutesOptions.length > 0 ? type.lengthInMinutesOptions : [type.lengthInMinutes]
}

/** By title, as the event types of several people for one service have ids of their own. */
function referenceOf(type: CalcomEventType, durationMinutes: number): string {
  return `${type.title.trim().toLowerCase().replaceAll(/\s+/g, ' ')} ${durationMinutes}`
}

function toService(type: CalcomEventType, durationMinutes: number, reference: string): PlannedService {
  const severalLengths = lengthsOf(type).length > 1
  return {
    reference,
    name: severalLengths ? `${type.title.trim()} ${durationMinutes} Minuten` : type.title.trim(),
    description: type.description,
    durationMinutes,
    bufferBeforeMinutes: type.beforeEventBuffer ?? 0,
    bufferAfterMinutes: type.afterEventBuffer ?? 0,
    minimumNoticeMinutes: type.minimumBookingNotice ?? 0,
    horizonDays: horizonOf(type),
    bookings: [],
  }
}

/** Working days are fewer than days: what is beyond them is refused over there. */
function horizonOf({ bookingWindow }: CalcomEventType): number | null {
  const days = bookingWindow.find(({ type }) => type === 'calendarDays')
  return typeof days?.value === 'number' && days.value >= 1 ? Math.floor(days.value) : null
}

function toBooking(account: CalcomAccount, type: CalcomEventType): PlannedBooking {
  const hostIds = hostsOf(account, type)
  return {
    eventTypeId: type.id,
    teamId: type.teamId,
    kind: hostIds.length > 1 ? 'pool' : 'person',
    hostIds,
    sendsLength: lengthsOf(type).length > 1,
  }
}

/** Whoever may get it: the hosts of a team's type, the owner of anybody's own. */
function hostsOf({ me, people }: CalcomAccount, type: CalcomEventType): readonly number[] {
  const named = type.hosts.map(({ userId }) => userId).filter((id) => people.some((person) => person.id === id))
  if (named.length > 0 || type.teamId !== null) {
    return named.length > 0 || type.ownerId === null ? named : [type.ownerId]
  }
  return [type.ownerId ?? me.id]
}

/** The weekly hours of somebody's default schedule; none known is none worked. */
function hoursOf({ schedules }: CalcomAccount, hostId: number): WeeklyHours {
  const own = schedules.filter(({ ownerId }) => ownerId === hostId)
  const schedule = own.find(({ isDefault }) => isDefault) ?? own[0]
  const ranges = (schedule?.availability ?? []).flatMap(({ days, startTime, endTime }) =>
    days.map((day) => ({
      weekday: WEEKDAYS.indexOf(day) + 1,
      fromMinute: minuteOf(startTime),
      // Cal.com ends a day a minute early, as its clock has no 24:00.
      toMinute: endTime === '23:59' ? MINUTES_PER_DAY : minuteOf(endTime),
    })),
  )
  return weeklyHours(ranges.filter(({ weekday, fromMinute, toMinute }) => weekday > 0 && fromMinute < toMinute))
}

const MINUTES_PER_DAY = 1_440

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
