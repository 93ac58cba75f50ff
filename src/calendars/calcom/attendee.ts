import { createHash } from 'node:crypto'

import { readPhoneNumber } from '../../speech/phone.ts'
import type { MirrorBooking } from '../mirror.ts'
import type { CalcomConnection } from './connection.ts'

/** As much of a hash as tells a company's callers apart; longer ones some mail servers cut. */
const MARK_HEX_DIGITS = 20
/** What Cal.com's fields take without complaint. */
const LONGEST_NAME = 100

/**
 * Who comes, as Cal.com is told it. Somebody without an address gets one at the company's own mailbox, always the same for the
 * same number: Cal.com knows people by their address. A number it would not accept is left out, as it would refuse the booking.
 */
export function toAttendee(connection: CalcomConnection, booking: MirrorBooking): Record<string, string> {
  const phone = booking.attendeePhone !== null ? readPhoneNumber(booking.attendeePhone, 'DE') : undefined
  return {
    name: booking.attendeeName.slice(0, LONGEST_NAME),
    email: attendeeEmail(connection, booking),
    timeZone: booking.zone,
    language: connection.language,
    ...(phone !== undefined && { phoneNumber: phone }),
  }
}

/** The attendee's own address, else the stable one at the company's mailbox. */
export function attendeeEmail(
  connection: CalcomConnection,
  booking: Pick<MirrorBooking, 'attendeeEmail' | 'attendeePhone' | 'reference'>,
): string {
  if (booking.attendeeEmail !== null) return booking.attendeeEmail
  const mark = createHash('sha256')
    .update(`${connection.companyId} ${booking.attendeePhone ?? booking.reference}`)
    .digest('hex')
    .slice(0, MARK_HEX_DIGITS)
  const [mailbox = '', domain = ''] = connection.attendeeMailbox.split('@')
  return mailbox === '' ? `${mark}@${domain}` : `${mailbox}+${mark}@${domain}`
}
