import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/**
 * Writes down what a call cost and brings, in the company's currency where its rates say so: what the platform charges, the
 * telephone line, and what the house is charged. One row per item, written again instead of added to; a price stays with the
 * seconds it was computed for, so that a rate that changes later changes no call of before.
 *
 * @param told `durationMs` null: nothing by the minute yet. `usCents` null: the platform has not said yet.
 */
export async function writeCosts(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  told: { durationMs: number | null; usCents: number | null },
): Promise<void> {
  const seconds = told.durationMs === null ? null : Math.ceil(told.durationMs / MS_PER_SECOND)
  if (seconds === null && told.usCents === null) return
  await upsert(tx, { ...of, seconds, usCents: told.usCents })
}

/** Who has set nothing is charged by begun minutes. */
const CHARGE_STEP_SECONDS = 60

type Told = { companyId: string; callId: string; seconds: number | null; usCents: number | null }

const upsert = hotRead('write costs', (db, of: Told) => ({
  compile: () =>
    sql`
    with rates as (
      select company.currency, coalesce(settings.charge_per_minute_minor, 0) as charge,
        coalesce(settings.charge_step_seconds, ${sql.lit(CHARGE_STEP_SECONDS)}) as step,
        coalesce(settings.telephony_per_minute_minor, 0) as telephony, settings.minor_per_us_cent
      from companies company left join call_settings settings on settings.company_id = company.id
      where company.id = ${of.companyId}::uuid
    ), item as (
      select 'platform' as item, coalesce(${of.seconds}::int, 0) as seconds, ${of.usCents}::numeric as us_cents,
        ${of.usCents}::numeric * minor_per_us_cent as amount_minor, currency
      from rates where ${of.usCents}::numeric is not null
      union all
      select 'telephony', ${of.seconds}::int, null, telephony * ${of.seconds}::int / 60.0, currency
      from rates where ${of.seconds}::int is not null
      union all
      select 'charge', ${of.seconds}::int, null, charge * ceil(${of.seconds}::numeric / step) * step / 60.0, currency
      from rates where ${of.seconds}::int is not null
    )
    insert into call_costs (company_id, call_id, item, seconds, us_cents, amount_minor, currency)
    select ${of.companyId}::uuid, ${of.callId}::uuid, item, seconds, us_cents, amount_minor, currency from item
    on conflict (company_id, call_id, item) do update set seconds = excluded.seconds, us_cents = excluded.us_cents,
      amount_minor = excluded.amount_minor, currency = excluded.currency
    where (call_costs.seconds, call_costs.us_cents) is distinct from (excluded.seconds, excluded.us_cents)`.compile(db),
}))

const MS_PER_SECOND = 1_000

/** What the calls of a time cost and brought, in minor units of the company's currency; parts of them where rates are. */
export type CostSum = {
  readonly calls: number
  readonly platformMinor: number
  readonly telephonyMinor: number
  readonly chargeMinor: number
  /** Charge less both costs. */
  readonly marginMinor: number
  /** What the platform charged in US cents, also for calls of a house without an exchange rate. */
  readonly platformUsCents: number
}

/** Sums up the calls that began within [from, to): added by the database, from one row per item of a call. */
export async function sumCosts(
  tx: Transaction<Database>,
  companyId: string,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<CostSum> {
  // by calls_recent, and the costs of each call by their primary key
  const row = await tx
    .selectFrom('calls as call')
    .leftJoin('call_costs as cost', (join) =>
      join.onRef('cost.company_id', '=', 'call.company_id').onRef('cost.call_id', '=', 'call.id'),
    )
    .select([
      sql<number>`count(distinct call.id)::int`.as('calls'),
      amountOf('platform').as('platform'),
      amountOf('telephony').as('telephony'),
      amountOf('charge').as('charge'),
      sql<number>`coalesce(sum(cost.us_cents), 0)::float8`.as('us_cents'),
    ])
    .where('call.company_id', '=', companyId)
    .where('call.created_at', '>=', from)
    .where('call.created_at', '<', to)
    .executeTakeFirstOrThrow()
  return {
    calls: row.calls,
    platformMinor: row.platform,
    telephonyMinor: row.telephony,
    chargeMinor: row.charge,
    marginMinor: row.charge - row.platform - row.telephony,
    platformUsCents: row.us_cents,
  }
}

function amountOf(item: string) {
  return sql<number>`coalesce(sum(cost.amount_minor) filter (where cost.item = ${item}), 0)::float8`
}
