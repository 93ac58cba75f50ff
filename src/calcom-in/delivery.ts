import { createHash } from 'node:crypto'

import { z } from 'zod'

/** What a webhook says, as far as it matters: that something happened to these bookings. What it is now, is asked. */
export type Delivery = {
  /** Tells it from every other: deliveries carry no id of their own. */
  readonly identity: string
  /** Their name for it, '' when there is none. Names not known yet are as good as others. */
  readonly trigger: string
  /** Bookings to look at. */
  readonly calendarReferences: readonly string[]
  readonly payload: object
}

const LONGEST_TRIGGER = 80
const uid = z.string().min(1).max(200).nullish().catch(null)
const about = z.looseObject({ uid, bookingUid: uid, rescheduleUid: uid })
const envelope = z.looseObject({
  triggerEvent: z.string().catch(''),
  createdAt: z.string().catch(''),
  payload: about.nullish().catch(null),
})

/** Reads a delivery leniently; undefined when it is no JSON object. Some events carry their fields at the root. */
export function readDelivery(rawBody: Uint8Array): Delivery | undefined {
  let body: unknown
  try {
    body = JSON.parse(Buffer.from(rawBody).toString('utf8'))
  } catch {
    return undefined
  }
  const read = envelope.safeParse(body)
  if (!read.success) return undefined
  const told = read.data.payload ?? about.safeParse(read.data).data
  const references = [told?.uid, told?.bookingUid, told?.rescheduleUid]
  const trigger = read.data.triggerEvent.slice(0, LONGEST_TRIGGER)
  return {
    identity: identityOf(rawBody, trigger, told?.uid ?? told?.bookingUid ?? null, read.data.createdAt),
    trigger,
    calendarReferences: isAboutBookings(trigger) ? [...new Set(references.flatMap((one) => one ?? []))] : [],
    payload: read.data,
  }
}

/** Meetings that begin and end change nobody's time. */
function isAboutBookings(trigger: string): boolean {
  return trigger.startsWith('BOOKING_') || trigger === 'CALENDAR_ENTRY_REJECTED'
}

/** The same event of the same booking at the same moment is the same delivery, whatever else differs. A uid is a secret: hashed. */
function identityOf(rawBody: Uint8Array, trigger: string, reference: string | null, createdAt: string): string {
  const hash = createHash('sha256')
  if (reference === null || createdAt === '') hash.update(rawBody)
  else hash.update(JSON.stringify([trigger, reference, createdAt]))
  return hash.digest('hex')
}
