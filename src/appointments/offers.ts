import { sql, type Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Random } from '../infra/random.ts'
import type { Offer } from './offer.ts'
import { areSameParts, furtherColumns, readFurther } from './visit-parts.ts'

/** An offer as it is kept with its call. */
export type KeptOffer = Offer & {
  readonly createdAt: Temporal.Instant
  /** When the caller was asked for a clear yes because the transcript showed none; once is enough. */
  readonly confirmationAskedAt: Temporal.Instant | null
  /** The effect key of the request that asked: its repeat is no answer. */
  readonly confirmationAskedBy: string | null
  /** Whether they had said something unclear by then. */
  readonly confirmationAskedUnclear: boolean
}

type OfferRow = {
  id: string
  branch_id: string
  service_id: string
  staff_id: string
  staff_asked_for: boolean
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  price_minor: number | null
  moves_appointment_id: string | null
  further_service_ids: string[]
  further_staff_ids: string[]
  confirmation_asked_at: Temporal.Instant | null
  confirmation_asked_by: string | null
  confirmation_asked_unclear: boolean
  created_at: Temporal.Instant
}

// the offers of one call (primary key)
const readOfCall = hotRead<{ companyId: string; callId: string }, OfferRow>('read_offers_of_call', (db, of) =>
  db
    .selectFrom('offers')
    .select(['id', 'branch_id', 'service_id', 'staff_id', 'staff_asked_for', 'starts_at', 'ends_at', 'price_minor'])
    .select(['moves_appointment_id', 'further_service_ids', 'further_staff_ids', 'created_at'])
    .select(['confirmation_asked_at', 'confirmation_asked_by', 'confirmation_asked_unclear'])
    .where('company_id', '=', of.companyId)
    .where('call_id', '=', of.callId)
    .orderBy('created_at'),
)

/** Everything that was offered in a call, oldest first. */
export async function readOffers(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<readonly KeptOffer[]> {
  const rows = await readOfCall(tx, { companyId, callId })
  return rows.map((row) => ({
    id: row.id,
    branchId: row.branch_id,
    serviceId: row.service_id,
    staffId: row.staff_id,
    further: readFurther(row),
    staffAskedFor: row.staff_asked_for,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    priceMinor: row.price_minor,
    movesAppointmentId: row.moves_appointment_id,
    confirmationAskedAt: row.confirmation_asked_at,
    confirmationAskedBy: row.confirmation_asked_by,
    confirmationAskedUnclear: row.confirmation_asked_unclear,
    createdAt: row.created_at,
  }))
}

/** Offers with their ids; those among them that were not made in this call before. */
export type NamedOffers = { offers: readonly Offer[]; fresh: readonly Offer[] }

/**
 * Gives openings the ids they are offered under. The same opening keeps its id for the whole call, so that a caller who
 * comes back to it means the same thing.
 */
export function nameOffers(wanted: readonly Omit<Offer, 'id'>[], known: readonly Offer[], random: Random): NamedOffers {
  const taken = new Set(known.map((offer) => offer.id))
  const fresh: Offer[] = []
  const offers = wanted.map((offer) => {
    const same = known.find((other) => isSame(other, offer))
    if (same !== undefined) return same
    const named = { ...offer, id: freshId(taken, random) }
    taken.add(named.id)
    fresh.push(named)
    return named
  })
  return { offers, fresh }
}

function isSame(one: Omit<Offer, 'id'>, other: Omit<Offer, 'id'>): boolean {
  return (
    one.startsAt.equals(other.startsAt) &&
    areSameParts(one, other) &&
    one.staffAskedFor === other.staffAskedFor &&
    one.movesAppointmentId === other.movesAppointmentId
  )
}

/** 31 signs that a voice model repeats without mistaking one for another: no 0 and o, no 1 and l and i. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
const idLength = 4

function freshId(taken: ReadonlySet<string>, random: Random): string {
  for (;;) {
    const id = Array.from(random.bytes(idLength), (byte) => signs[byte % signs.length]).join('')
    if (!taken.has(id)) return id
  }
}

/** Keeps offers that are new with their call. */
export async function keepOffers(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
  offers: readonly Offer[],
): Promise<void> {
  if (offers.length === 0) return
  const rows = offers.map((offer) => ({
    id: offer.id,
    branch_id: offer.branchId,
    service_id: offer.serviceId,
    staff_id: offer.staffId,
    staff_asked_for: offer.staffAskedFor,
    starts_at: offer.startsAt.toString(),
    ends_at: offer.endsAt.toString(),
    price_minor: offer.priceMinor,
    moves_appointment_id: offer.movesAppointmentId,
    ...furtherColumns(offer.further),
  }))
  await insertOffers(tx, { companyId, callId, rows: JSON.stringify(rows) })
}

const insertOffers = hotRead(
  'insert offers',
  (db, { companyId, callId, rows }: { companyId: string; callId: string; rows: string }) => ({
    compile: () =>
      sql`
        insert into offers (company_id, call_id, id, branch_id, service_id, staff_id, staff_asked_for, starts_at,
          ends_at, price_minor, moves_appointment_id, further_service_ids, further_staff_ids)
        select ${companyId}::uuid, ${callId}::uuid, row.id, row.branch_id, row.service_id, row.staff_id,
          row.staff_asked_for, row.starts_at, row.ends_at, row.price_minor, row.moves_appointment_id,
          row.further_service_ids, row.further_staff_ids
        from jsonb_to_recordset(${rows}::jsonb) as row (id text, branch_id uuid, service_id uuid, staff_id uuid,
          staff_asked_for boolean, starts_at timestamptz, ends_at timestamptz, price_minor integer,
          moves_appointment_id uuid, further_service_ids uuid[], further_staff_ids uuid[])`.compile(db),
  }),
)

/** Notes that the caller was asked for a clear yes, by which request, and whether about something unclear they had said. */
export async function noteConfirmationAsked(
  tx: Transaction<Database>,
  asked: { companyId: string; callId: string; offerId: string; at: Temporal.Instant; by: string; isUnclear: boolean },
): Promise<void> {
  await tx
    .updateTable('offers')
    .set({
      confirmation_asked_at: asked.at.toString(),
      confirmation_asked_by: asked.by,
      ...(asked.isUnclear && { confirmation_asked_unclear: true }),
    })
    .where('company_id', '=', asked.companyId)
    .where('call_id', '=', asked.callId)
    .where('id', '=', asked.offerId)
    .execute()
}

/** What was asked has been answered: whoever wants an offer of this call next is asked anew. */
export async function forgetConfirmationAsked(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<void> {
  await tx
    .updateTable('offers')
    .set({ confirmation_asked_at: null, confirmation_asked_by: null, confirmation_asked_unclear: false })
    .where('company_id', '=', companyId)
    .where('call_id', '=', callId)
    .where('confirmation_asked_at', 'is not', null)
    .execute()
}
