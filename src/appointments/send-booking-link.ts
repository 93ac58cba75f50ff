import { createHash } from 'node:crypto'

import { type Transaction, sql } from 'kysely'

import type { Sealing } from '../companies/workspaces.ts'
import type { Database } from '../infra/db/tables.ts'
import { lockClaim } from '../occupancy/lock-claim.ts'
import { textNumber } from './text-number.ts'
import type { BookingDeps, Visit } from './visit.ts'

export type BookingLinkOutcome =
  /** A message with the link waits to be sent; `hours` is how long the link opens. */
  | { kind: 'sent'; hours: number }
  /** Nothing can be sent to this caller: no number shown, a fixed line, a country that is not served, nothing to send by. */
  | { kind: 'no_number' }
  /** This number, or the whole company, was sent enough today. */
  | { kind: 'limit' }

/** Whether a link can be texted to a number: as whoever sends it decides. */
export type MayText = (tx: Transaction<Database>, phone: string) => Promise<'yes' | 'no' | 'not_today'>

/** 128 bits: nobody guesses one. */
const TOKEN_BYTES = 16
/** Whoever is sent a link in the evening opens it the next day at the latest; later, a phone may have changed hands. */
const LINK_HOURS = 24
const MOST_PER_NUMBER_AND_DAY = 3
/** Several times what a busy house sends, and little enough that a run of calls cannot cost a fortune. */
const MOST_PER_COMPANY_AND_DAY = 200

/**
 * Queues a text message with a personal link to the booking page, where one can go out. A call has one link: asked for again,
 * nothing is sent again. At most three messages go to a number a day, counted in the company's days, and 200 go out for a
 * company.
 *
 * Of the token only its hash is kept with the link; the message carries it sealed, under `messages.sealed_secret:<id>`.
 */
export async function sendBookingLink(
  deps: BookingDeps & { sealing: Sealing; mayText: MayText },
  visit: Visit,
): Promise<BookingLinkOutcome> {
  const phone = textNumber(visit)
  if (phone === null) return { kind: 'no_number' }
  const companyId = visit.house.company.id
  return await deps.database.inCompany(companyId, async (tx) => {
    const claim = { companyId, resourceIds: [], startMs: 0, endMs: 0, callId: visit.call.id, caller: phone }
    // Sent together, and still one after the other: what is counted is as of after the wait for the lock.
    const [, isSent, sent, may] = await Promise.all([
      lockClaim(tx, claim),
      hasLink(tx, companyId, visit.call.id),
      countToday(tx, deps, visit, phone),
      deps.mayText(tx, phone),
    ])
    if (isSent) return { kind: 'sent', hours: LINK_HOURS }
    if (may === 'no') return { kind: 'no_number' }
    if (may === 'not_today') return { kind: 'limit' }
    if (sent.toNumber >= MOST_PER_NUMBER_AND_DAY || sent.all >= MOST_PER_COMPANY_AND_DAY) return { kind: 'limit' }
    await queueLink(tx, deps, visit, phone)
    return { kind: 'sent', hours: LINK_HOURS }
  })
}

// the link of a call (booking_links_call)
async function hasLink(tx: Transaction<Database>, companyId: string, callId: string): Promise<boolean> {
  const link = await tx
    .selectFrom('booking_links')
    .select('id')
    .where('company_id', '=', companyId)
    .where('call_id', '=', callId)
    .executeTakeFirst()
  return link !== undefined
}

// what a company was sent today, and a number of that (messages_day)
async function countToday(
  tx: Transaction<Database>,
  { clock }: Pick<BookingDeps, 'clock'>,
  { house }: Visit,
  phone: string,
): Promise<{ all: number; toNumber: number }> {
  const { id, zone } = house.company
  const dayStart = clock.now().toZonedDateTimeISO(zone).startOfDay().toInstant()
  return await tx
    .selectFrom('messages')
    .select(sql<number>`count(*)::int`.as('all'))
    .select(sql<number>`(count(*) filter (where recipient = ${phone}))::int`.as('toNumber'))
    .where('company_id', '=', id)
    .where('channel', '=', 'sms')
    .where('created_at', '>=', dayStart)
    .executeTakeFirstOrThrow()
}

async function queueLink(
  tx: Transaction<Database>,
  deps: BookingDeps & { sealing: Sealing },
  { house, call, customer }: Visit,
  phone: string,
): Promise<void> {
  const token = Buffer.from(deps.random.bytes(TOKEN_BYTES)).toString('base64url')
  const createdAt = deps.clock.now()
  const expiresAt = createdAt.add({ hours: LINK_HOURS })
  const linkId = deps.ids.uuid()
  const messageId = deps.ids.uuid()
  const whose = {
    company_id: house.company.id,
    call_id: call.id,
    customer_id: customer?.id ?? null,
    language: call.language,
    created_at: createdAt.toString(),
  }
  const token_hash = createHash('sha256').update(token).digest()
  const link = { ...whose, id: linkId, phone, token_hash, expires_at: expiresAt.toString() }
  const message = {
    ...whose,
    id: messageId,
    kind: 'booking_link',
    channel: 'sms' as const,
    recipient: phone,
    booking_link_id: linkId,
    sealed_secret: deps.sealing.seal(token, `messages.sealed_secret:${messageId}`),
    // A link that no longer opens is not worth a message.
    send_before: expiresAt.toString(),
  }
  await Promise.all([
    tx.insertInto('booking_links').values(link).execute(),
    tx.insertInto('messages').values(message).execute(),
  ])
}
