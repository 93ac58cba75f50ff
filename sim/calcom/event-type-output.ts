import type { EventType, Location } from './account.ts'
import type { World } from './world.ts'

/** An event type of a person as the API tells it. */
export function writeUserEventType(world: World, eventType: EventType): Record<string, unknown> {
  const owner = world.directory.user(eventType.ownerId ?? 0)
  return {
    ...writeCommon(eventType),
    ownerId: eventType.ownerId,
    users: world.dialect.followsPublishedDescription || owner === undefined ? [] : [briefly(owner)],
    bookingUrl: `https://cal.com/${owner?.username}/${eventType.slug}`,
  }
}

/** An event type of a team, or a child of a managed one. */
export function writeTeamEventType(world: World, eventType: EventType, hostsLimit = Infinity): Record<string, unknown> {
  const { directory } = world
  const team = directory.teamOf(eventType)
  const hosts = directory.hostsOf(eventType).slice(0, hostsLimit)
  return {
    ...writeCommon(eventType),
    teamId: team?.id,
    ownerId: eventType.ownerId,
    parentEventTypeId: eventType.parentEventTypeId,
    schedulingType: eventType.schedulingType,
    hosts: hosts.map(({ userId, mandatory, priority }) => {
      const user = directory.user(userId)
      return { userId, mandatory, priority, name: user?.name, username: user?.username, avatarUrl: null }
    }),
    assignAllTeamMembers: false,
    team: {
      id: team?.id,
      slug: team?.slug,
      name: team?.name,
      weekStart: 'Monday',
      bannerUrl: '',
      logoUrl: '',
      brandColor: '',
      darkBrandColor: '',
      theme: '',
    },
    rescheduleWithSameRoundRobinHost: eventType.sameHostWhenRescheduled,
  }
}

function briefly({ id, name, username }: { id: number; name: string; username: string }): unknown {
  return {
    id,
    name,
    username,
    avatarUrl: null,
    weekStart: 'Monday',
    brandColor: null,
    darkBrandColor: null,
    metadata: {},
  }
}

function writeCommon(eventType: EventType): Record<string, unknown> {
  const { cancelling, rescheduling, bookingWindow, confirmation } = eventType
  return {
    id: eventType.id,
    lengthInMinutes: eventType.lengthInMinutes,
    ...(eventType.lengthInMinutesOptions !== undefined && { lengthInMinutesOptions: eventType.lengthInMinutesOptions }),
    title: eventType.title,
    slug: eventType.slug,
    description: eventType.description,
    locations: eventType.locations.map(writeLocation),
    bookingFields: bookingFieldsOf(eventType),
    recurrence: null,
    disableGuests: false,
    slotInterval: eventType.slotInterval,
    minimumBookingNotice: eventType.minimumBookingNotice,
    beforeEventBuffer: eventType.beforeEventBuffer,
    afterEventBuffer: eventType.afterEventBuffer,
    metadata: {},
    price: eventType.price,
    currency: eventType.currency,
    lockTimeZoneToggleOnBookingPage: false,
    seatsPerTimeSlot: null,
    forwardParamsSuccessRedirect: null,
    successRedirectUrl: null,
    isInstantEvent: false,
    scheduleId: eventType.scheduleId,
    onlyShowFirstAvailableSlot: false,
    bookingWindow: bookingWindow === null ? [] : [bookingWindow],
    ...(confirmation !== null && {
      confirmationPolicy: { type: 'always', blockUnconfirmedBookingsInBooker: confirmation.blocksUnconfirmed },
    }),
    requiresBookerEmailVerification: eventType.requiresEmailVerification,
    hideCalendarNotes: false,
    offsetStart: eventType.offsetStart,
    hidden: eventType.hidden,
    bookingRequiresAuthentication: eventType.bookingRequiresAuthentication,
    disableCancelling: { disabled: cancelling.disabled },
    disableRescheduling: { disabled: rescheduling.disabled, minutesBefore: rescheduling.minutesBefore },
  }
}

function writeLocation(location: Location): Record<string, unknown> {
  return { ...location, public: true }
}

function bookingFieldsOf(eventType: EventType): Record<string, unknown>[] {
  const isDefault = true
  const isEmailNeeded = eventType.email === 'required'
  const hidden = eventType.email === 'hidden'
  const phone = { type: 'phone', slug: 'attendeePhoneNumber', label: 'Phone number', placeholder: '', isDefault: false }
  const asksForPhone = eventType.phoneRequired || hidden
  return [
    { type: 'name', slug: 'name', label: 'Your name', placeholder: '', isDefault, required: true },
    { type: 'email', slug: 'email', label: 'Email', placeholder: '', isDefault, required: isEmailNeeded, hidden },
    ...(asksForPhone ? [{ ...phone, required: true, hidden: false }] : []),
    { type: 'radioInput', slug: 'location', label: 'Location', isDefault, required: false, hidden: false },
    ...eventType.customFields.map((field) => ({ ...field, placeholder: '', isDefault: false })),
    { type: 'textarea', slug: 'notes', label: 'Notes', isDefault, required: false, hidden: false },
    { type: 'multiemail', slug: 'guests', label: 'Guests', isDefault, required: false, hidden: false },
    { type: 'textarea', slug: 'rescheduleReason', label: 'Reason', isDefault, required: false, hidden: false },
  ]
}
