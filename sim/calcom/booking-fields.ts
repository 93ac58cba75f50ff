import type { EventType, Location } from './account.ts'
import type { CreateBookingInput } from './booking-input.ts'
import { refuse, refuseFields } from './refusal.ts'

/** Who is booked for, once the event type has had its say about e-mail and phone. */
export type Contact = { email: string; phoneNumber?: string; responses: Record<string, unknown> }

/**
 * What the event type's own form demands: an e-mail unless it is optional or hidden, a phone where it asks for one, its custom
 * fields. Where no e-mail is asked for, one is made up of the number's digits.
 */
export function checkFields(eventType: EventType, input: CreateBookingInput): Contact {
  const { attendee, bookingFieldsResponses, metadata } = input
  const missing = [
    ...(eventType.email === 'required' && attendee.email === undefined ? ['email'] : []),
    ...(needsPhone(eventType, input) && attendee.phoneNumber === undefined ? ['attendeePhoneNumber'] : []),
    ...eventType.customFields
      .filter(({ required, hidden, slug }) => required && !hidden && isBlank(bookingFieldsResponses[slug]))
      .map(({ slug }) => slug),
  ]
  if (missing.length > 0) {
    throw refuseFields(missing.map((slug) => [`responses - {${slug}}`, 'error_required_field'] as const))
  }
  const wrong = eventType.customFields
    .filter(({ slug }) => !isBlank(bookingFieldsResponses[slug]))
    .flatMap((field) => {
      const complaint = complaintAbout(field, bookingFieldsResponses[field.slug])
      return complaint === undefined ? [] : [[`responses - {${field.slug}}`, complaint] as const]
    })
  if (wrong.length > 0) throw refuseFields(wrong)
  const notText = Object.entries(metadata).filter(([, value]) => typeof value !== 'string')
  if (notText.length > 0) {
    throw refuseFields(
      notText.map(([key, value]) => [`metadata - {${key}}`, `Expected string, received ${typeof value}`]),
    )
  }
  return contactOf(eventType, input)
}

function needsPhone(eventType: EventType, { attendee }: CreateBookingInput): boolean {
  return (
    eventType.phoneRequired ||
    eventType.email === 'hidden' ||
    (eventType.email === 'optional' && attendee.email === undefined)
  )
}

/** A hidden e-mail is never the real one, even when one was given. */
function contactOf(eventType: EventType, { attendee, bookingFieldsResponses }: CreateBookingInput): Contact {
  const { name, phoneNumber } = attendee
  const invented = `${phoneNumber?.replaceAll(/\D/g, '')}@sms.cal.com`
  const email = eventType.email === 'hidden' ? invented : (attendee.email ?? invented)
  return {
    email,
    ...(phoneNumber !== undefined && { phoneNumber }),
    responses: {
      email,
      name,
      ...(phoneNumber !== undefined && { attendeePhoneNumber: phoneNumber }),
      ...bookingFieldsResponses,
    },
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function complaintAbout({ type, options }: EventType['customFields'][number], value: unknown): string | undefined {
  switch (type) {
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Number(value)))
        ? undefined
        : 'Invalid number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Invalid boolean'
    case 'select':
    case 'radio':
      return typeof value === 'string' && (options ?? []).includes(value) ? undefined : 'Invalid option'
    case 'multiselect':
      return Array.isArray(value) && value.every((one) => (options ?? []).includes(String(one)))
        ? undefined
        : 'Invalid options'
    case 'text':
    case 'textarea':
    case 'phone':
    case 'url':
    case 'address':
      return typeof value === 'string' ? undefined : 'Invalid string'
  }
}

/** Where it takes place: what was asked for if the type offers it, else the first the type has. */
export function chooseLocation(eventType: EventType, input: CreateBookingInput): string {
  const { location: wanted } = input
  if (wanted === undefined) {
    const [first] = eventType.locations
    return first === undefined ? 'integrations:daily' : placeOf(first, input)
  }
  const offered = eventType.locations.find(({ type }) => type === wanted.type)
  if (offered === undefined) {
    const types = eventType.locations.map(({ type }) => type).join(', ')
    throw refuse(
      400,
      `Booking location with type ${wanted.type} not valid for event type with id=${eventType.id}. The event type has following available locations: ${types}`,
    )
  }
  return placeOf(offered, input)
}

function placeOf(place: Location, { location: wanted, attendee }: CreateBookingInput): string {
  switch (place.type) {
    case 'address':
      return place.address
    case 'link':
      return place.link
    case 'phone':
      return place.phone
    case 'integration':
      return `integrations:${place.integration}`
    case 'attendeePhone':
      return wanted?.phone ?? attendee.phoneNumber ?? ''
    case 'attendeeAddress':
      return wanted?.address ?? ''
    case 'attendeeDefined':
      return wanted?.location ?? ''
  }
}
