/** What an entry in somebody's calendar says. */
export type Invitation = {
  /** `REQUEST` makes or updates the entry, `CANCEL` takes it away. */
  readonly method: 'REQUEST' | 'CANCEL'
  /** Stays the same for the life of the appointment. */
  readonly uid: string
  /** Goes up with every change: an earlier message that comes late changes nothing. */
  readonly sequence: number
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly stampedAt: Temporal.Instant
  readonly summary: string
  readonly location: string
  readonly description: string
  readonly organizer: { readonly name: string; readonly email: string }
  readonly attendee: { readonly name: string; readonly email: string }
}

/** A line has 75 octets at most; the space a continuation begins with is one of them. */
const LINE_OCTETS = 75

/**
 * An appointment as iCalendar (RFC 5545): instants in UTC, so that no zone has to be described. The calendar shows them in its own zone.
 */
export function writeInvitation(invitation: Invitation): string {
  const { method, organizer, attendee } = invitation
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ringbook//Appointments//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${escape(invitation.uid)}`,
    `SEQUENCE:${invitation.sequence}`,
    `DTSTAMP:${writeInstant(invitation.stampedAt)}`,
    `DTSTART:${writeInstant(invitation.startsAt)}`,
    `DTEND:${writeInstant(invitation.endsAt)}`,
    `SUMMARY:${escape(invitation.summary)}`,
    ...(invitation.location === '' ? [] : [`LOCATION:${escape(invitation.location)}`]),
    ...(invitation.description === '' ? [] : [`DESCRIPTION:${escape(invitation.description)}`]),
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    `ORGANIZER;CN=${quote(organizer.name)}:mailto:${organizer.email}`,
    `ATTENDEE;CN=${quote(attendee.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${attendee.email}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

function writeInstant(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}

function escape(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')
}

/** Within quotes there is no way to write a quote or a line break. */
function quote(text: string): string {
  return `"${text.replaceAll(/["\p{Cc}]/gu, ' ').trim()}"`
}

/** Folded between characters, never within one. */
function fold(line: string): string {
  let folded = ''
  let octets = 0
  for (const character of line) {
    const length = Buffer.byteLength(character)
    if (octets + length > LINE_OCTETS) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += length
  }
  return folded
}
