import { type Transaction, sql } from 'kysely'

import { cancelByText } from '../../appointments/cancel-by-text.ts'
import type { CompanyDatabase } from '../../appointments/visit.ts'
import { trustNumber } from '../../customers/trust-number.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { House } from '../../openings/house.ts'
import type { Houses } from '../../openings/load-house.ts'
import { insertMessages } from '../new-message.ts'
import { forgetOptOut, noteOptOut } from '../opt-outs.ts'
import { readSettings } from '../settings.ts'
import { addReplyTask } from './reply-task.ts'
import { type ReplyMeaning, understandReply } from './understand-reply.ts'

export type ReplyDeps = { clock: Clock; ids: Ids; database: CompanyDatabase; houses: Houses }

/** A text that came in, from whom the provider says it did. */
export type Reply = {
  /** The provider's id of it. */
  readonly providerId: string
  /** E.164. */
  readonly from: string
  readonly text: string
}

/** What was made of it. `stranger`: nothing was ever sent to this number about anything that is still to come. */
export type ReplyOutcome = ReplyMeaning | 'stranger' | 'repeated'

/** An answer this long after the reminder is still one; the appointment itself has to be to come. */
const ASKED_HOURS = 72

/**
 * Takes an answer in and does what it says, once however often it is delivered. It is about the appointment that this number was
 * last written to about, and only when that is still the number of its customer: nobody else's "cancel" changes anything.
 */
export async function receiveReply(deps: ReplyDeps, companyId: string, reply: Reply): Promise<ReplyOutcome> {
  return await deps.database.inCompany(companyId, async (tx) => {
    const house = await deps.houses.get(tx, companyId)
    if (house === undefined) return 'stranger'
    const now = deps.clock.now()
    const asked = await readAsked(tx, companyId, reply.from, now)
    const about = asked[0]
    const meaning = meaningOf(reply, asked, now)
    const outcome = about === undefined && meaning !== 'stop' && meaning !== 'start' ? 'stranger' : meaning
    if (!(await noteReply(tx, companyId, reply, { meaning: outcome, appointmentId: about?.id ?? null, now }))) {
      return 'repeated'
    }
    await act(tx, deps, house, { reply, outcome, about })
    return outcome
  })
}

type Asked = {
  id: string
  customerId: string
  startsAt: Temporal.Instant
  zone: string
  /** What they were told last, and when. */
  kind: string
  askedAt: Temporal.Instant
}

// what this number was written to about last (messages_recipient), as far as it is still its customer's and to come
async function readAsked(
  tx: Transaction<Database>,
  companyId: string,
  from: string,
  now: Temporal.Instant,
): Promise<readonly Asked[]> {
  const rows = await tx
    .selectFrom('messages as m')
    .innerJoin('appointments as a', (join) =>
      join.onRef('a.company_id', '=', 'm.company_id').onRef('a.id', '=', 'm.appointment_id'),
    )
    .innerJoin('customers as c', (join) =>
      join.onRef('c.company_id', '=', 'a.company_id').onRef('c.id', '=', 'a.customer_id'),
    )
    .select(['a.id', 'a.customer_id', 'a.starts_at', 'a.zone', 'm.kind'])
    .select(sql<Temporal.Instant>`coalesce(m.sent_at, m.created_at)`.as('asked_at'))
    .where('m.company_id', '=', companyId)
    .where('m.recipient', '=', from)
    .where('m.channel', '=', 'sms')
    .where('m.state', 'in', ['sending', 'unclear', 'sent'])
    .where('m.created_at', '>', instantOf(now.subtract({ hours: ASKED_HOURS })))
    .where('c.phone', '=', from)
    .where('a.state', 'in', ['confirmed', 'pending_approval'])
    .where('a.starts_at', '>', instantOf(now))
    .orderBy('m.created_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    startsAt: row.starts_at,
    zone: row.zone,
    kind: row.kind,
    askedAt: row.asked_at,
  }))
}

function instantOf(at: Temporal.Instant) {
  return sql<Temporal.Instant>`${at.toString()}::timestamptz`
}

/** Two appointments were asked about, and "cancel" says not which: a person has to find out. */
function meaningOf(reply: Reply, asked: readonly Asked[], now: Temporal.Instant): ReplyMeaning {
  const [about] = asked
  const at = (about?.startsAt ?? now).toZonedDateTimeISO(about?.zone ?? 'UTC')
  const today = now.toZonedDateTimeISO(about?.zone ?? 'UTC').toPlainDate()
  const meaning = understandReply(reply.text, at.toPlainDateTime(), today)
  return meaning === 'cancel' && new Set(asked.map(({ id }) => id)).size > 1 ? 'unclear' : meaning
}

async function noteReply(
  tx: Transaction<Database>,
  companyId: string,
  { providerId }: Reply,
  {
    meaning,
    appointmentId,
    now,
  }: { meaning: ReplyMeaning | 'stranger'; appointmentId: string | null; now: Temporal.Instant },
): Promise<boolean> {
  const row = await tx
    .insertInto('text_replies')
    .values({
      company_id: companyId,
      provider_id: providerId,
      meaning,
      appointment_id: appointmentId,
      received_at: now.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('provider_id')
    .executeTakeFirst()
  return row !== undefined
}

async function act(
  tx: Transaction<Database>,
  deps: ReplyDeps,
  house: House,
  { reply, outcome, about }: { reply: Reply; outcome: ReplyOutcome; about: Asked | undefined },
): Promise<void> {
  const { id: companyId } = house.company
  const { from: phone } = reply
  if (outcome === 'stop') return await noteOptOut(tx, companyId, phone, deps.clock.now())
  if (outcome === 'start') return await forgetOptOut(tx, companyId, phone)
  if (about === undefined) return
  const { id: appointmentId, customerId } = about
  switch (outcome) {
    case 'yes':
      return await trustNumber(tx, { companyId, customerId, phone }, deps.clock.now())
    case 'cancel': {
      const asOf = await answeredAsOf(tx, companyId, about, deps.clock.now())
      const wanted = { appointmentId, effectKey: `text ${reply.providerId}`, asOf }
      const cancelled = await cancelByText(tx, deps, house, wanted)
      if (cancelled === 'refused') await answerRefused(tx, deps, house, { reply, about })
      return
    }
    case 'unclear':
      return await addReplyTask(tx, deps, house, { appointmentId, customerId, phone, text: reply.text })
    case 'repeated':
    case 'stranger':
  }
}

/** An answer to a reminder counts as given when it was asked for, for so long. */
const GRACE_HOURS = 12

/**
 * When an answer counts as given: the house asks a day before whether somebody comes, and may want a day's notice. Whoever answers
 * within hours has not missed it.
 */
async function answeredAsOf(
  tx: Transaction<Database>,
  companyId: string,
  about: Asked,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const { reminderHours } = await readSettings(tx, companyId)
  if (about.kind !== 'reminder' || reminderHours === null) return now
  const isFresh = Temporal.Instant.compare(about.askedAt.add({ hours: GRACE_HOURS }), now) >= 0
  const dueAt = about.startsAt.subtract({ hours: reminderHours })
  return isFresh && Temporal.Instant.compare(dueAt, now) < 0 ? dueAt : now
}

/** Whoever wrote "cancel" believes it is cancelled: they have to hear that it is not. */
async function answerRefused(
  tx: Transaction<Database>,
  deps: ReplyDeps,
  house: House,
  { reply, about }: { reply: Reply; about: Asked },
): Promise<void> {
  const { company } = house
  const now = deps.clock.now()
  const customer = await tx
    .selectFrom('customers')
    .select('language')
    .where('company_id', '=', company.id)
    .where('id', '=', about.customerId)
    .executeTakeFirst()
  const message = {
    kind: 'reply_refused',
    channel: 'sms',
    recipient: reply.from,
    language: customer?.language ?? company.languages[0] ?? 'de',
    appointmentId: about.id,
    taskId: null,
    customerId: about.customerId,
    callId: null,
    changeKey: `reply ${reply.providerId}`,
    aboutTime: about.startsAt,
    notBefore: now,
    sendBefore: about.startsAt,
    suppressed: null,
    isAwaited: true,
    isDeskTold: false,
  } as const
  await insertMessages(tx, deps, company.id, [message], now)
}
