import type { Transaction } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'
import type { Sealer } from '../../infra/sealing.ts'
import type { Language } from '../../speech/language.ts'
import type { Bookable, CalcomConnection } from './connection.ts'

type Tx = Transaction<Database>

/** A connection with what only its upkeep needs. Holds secrets: not to be logged. */
export type StoredConnection = CalcomConnection & {
  readonly accountId: number
  readonly teamIds: readonly number[]
  /** What webhooks are signed with; null when none were set up. */
  readonly webhookSecret: string | null
}

/** The connection of a company (primary key) with all it needs; undefined when it has none. Four reads. */
export async function loadConnection(
  tx: Tx,
  deps: { sealing: Sealer },
  companyId: string,
): Promise<StoredConnection | undefined> {
  const [row, types, staff, company] = await Promise.all([
    tx.selectFrom('calcom_connections').selectAll().where('company_id', '=', companyId).executeTakeFirst(),
    tx.selectFrom('calcom_event_types').selectAll().where('company_id', '=', companyId).execute(),
    tx
      .selectFrom('staff')
      .select(['id', 'calendar_reference'])
      .where('company_id', '=', companyId)
      .where('calendar_reference', 'is not', null)
      .execute(),
    tx.selectFrom('companies').select('languages').where('id', '=', companyId).executeTakeFirst(),
  ])
  if (row === undefined) return undefined
  return {
    companyId,
    baseUrl: row.base_url,
    dialect: row.dialect,
    apiKey: deps.sealing.open(row.sealed_api_key, sealedAt('api_key', companyId)),
    webhookSecret:
      row.sealed_webhook_secret === null
        ? null
        : deps.sealing.open(row.sealed_webhook_secret, sealedAt('webhook_secret', companyId)),
    attendeeMailbox: row.attendee_mailbox,
    language: (company?.languages[0] ?? 'de') satisfies Language,
    mayWait: row.may_wait,
    accountId: row.account_id,
    teamIds: row.team_ids,
    bookables: types.map((type): Bookable => ({
      serviceId: type.service_id,
      staffId: type.staff_id,
      isPool: type.is_pool,
      eventTypeId: type.event_type_id,
      durationMinutes: type.duration_minutes,
      sendsLength: type.sends_length,
    })),
    hosts: new Map(staff.map((person) => [Number(person.calendar_reference), person.id])),
  }
}

export type NewConnection = {
  companyId: string
  baseUrl: string
  dialect: 'hosted' | 'self_hosted'
  apiKey: string
  /** Kept as it is when left out. */
  webhookSecret?: string
  attendeeMailbox: string
  mayWait: boolean
  accountId: number
  teamIds: readonly number[]
}

/** Writes a company's connection, or replaces it. */
export async function keepConnection(tx: Tx, deps: { sealing: Sealer }, connection: NewConnection): Promise<void> {
  const { companyId } = connection
  const values = {
    base_url: connection.baseUrl,
    dialect: connection.dialect,
    sealed_api_key: deps.sealing.seal(connection.apiKey, sealedAt('api_key', companyId)),
    ...(connection.webhookSecret !== undefined && {
      sealed_webhook_secret: deps.sealing.seal(connection.webhookSecret, sealedAt('webhook_secret', companyId)),
    }),
    attendee_mailbox: connection.attendeeMailbox,
    may_wait: connection.mayWait,
    account_id: connection.accountId,
    team_ids: connection.teamIds,
  }
  await tx
    .insertInto('calcom_connections')
    .values({ company_id: companyId, ...values })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet(values))
    .execute()
}

/** Replaces what is booked over there for what. */
export async function setBookables(tx: Tx, companyId: string, bookables: readonly Bookable[]): Promise<void> {
  await tx.deleteFrom('calcom_event_types').where('company_id', '=', companyId).execute()
  if (bookables.length === 0) return
  await tx
    .insertInto('calcom_event_types')
    .values(
      bookables.map((one) => ({
        company_id: companyId,
        service_id: one.serviceId,
        staff_id: one.staffId,
        is_pool: one.isPool,
        event_type_id: one.eventTypeId,
        duration_minutes: one.durationMinutes,
        sends_length: one.sendsLength,
      })),
    )
    .execute()
}

/** Company → its secret at rest is bound to the row it stands in. */
function sealedAt(column: 'api_key' | 'webhook_secret', companyId: string): string {
  return `calcom_connections.sealed_${column}:${companyId}`
}
