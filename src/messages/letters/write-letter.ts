import type { House } from '../../openings/house.ts'
import type { CustomerKind, Message } from '../message.ts'
import type { AppointmentFacts } from './appointment-facts.ts'
import type { Invitation } from './invitation.ts'
import type { Letter } from './letter.ts'
import { fillIn, type Template, type Values } from './template.ts'

/** A text is never longer: four parts, and what is beyond is nothing anybody reads. */
const LONGEST_TEXT = 600
const LONGEST_SUBJECT = 200

/** What a message to a customer is written of. */
export type CustomerLetter = {
  readonly kind: CustomerKind
  readonly message: Pick<Message, 'recipient'>
  readonly house: House
  readonly template: Template
  readonly values: Values
  /** What it is about; null for a link or a callback. */
  readonly appointment: AppointmentFacts | null
  readonly replyTo: string | null
  readonly now: Temporal.Instant
}

/** The text of a message. */
export function writeText({ message, template, values }: CustomerLetter): Letter {
  return { channel: 'sms', to: message.recipient, text: oneLine(fillIn(template.text, values)).slice(0, LONGEST_TEXT) }
}

/** The mail of a message, with an entry for the calendar where the appointment stands or fell. */
export function writeMail(letter: CustomerLetter): Letter {
  const { message, template, values, replyTo } = letter
  return {
    channel: 'email',
    to: message.recipient,
    fromName: values.company,
    replyTo,
    subject: oneLine(fillIn(template.subject, values)).slice(0, LONGEST_SUBJECT),
    text: fillIn(template.mail, values),
    invitation: invitationOf(letter),
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function invitationOf({
  kind,
  message,
  values,
  appointment,
  now,
}: CustomerLetter): Omit<Invitation, 'organizer'> | null {
  const method = methodOf(kind)
  if (method === null || appointment === null) return null
  const { id, version, startsAt, endsAt, code } = appointment
  return {
    method,
    uid: `${id}@ringbook`,
    sequence: version,
    startsAt,
    endsAt,
    stampedAt: now,
    summary: `${values.service}, ${values.company}`,
    location: [values.branch, values.address].filter((part) => part !== '').join(', '),
    description: [code, values.phone].filter((part) => part !== '').join('\n'),
    attendee: { name: values.name === '' ? message.recipient : values.name, email: message.recipient },
  }
}

/** What stands goes into the calendar, what fell is taken out of it; a wish or a reminder changes nothing there. */
function methodOf(kind: CustomerKind): Invitation['method'] | null {
  switch (kind) {
    case 'confirmation':
    case 'booked_after_call':
    case 'moved':
    case 'settled':
    case 'unchanged':
      return 'REQUEST'
    case 'cancelled':
      return 'CANCEL'
    case 'reminder':
    case 'booking_link':
    case 'pending_approval':
    case 'declined':
    case 'not_settled':
    case 'callback_promised':
    case 'reply_refused':
      return null
  }
}
