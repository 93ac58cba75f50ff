import { type Transaction, sql } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'

type Tx = Transaction<Database>

/** Webhooks are judged by what the polls of so long have found. */
const JUDGED_MINUTES = 15
/** Notes older than this judge nothing any more. */
const KEPT_HOURS = 24

/** Until when a company's calendar has been looked at for changes; undefined before the first look (primary key). */
export async function changesUntil(tx: Tx, companyId: string): Promise<Temporal.Instant | undefined> {
  const row = await tx
    .selectFrom('calcom_syncs')
    .select('changes_until')
    .where('company_id', '=', companyId)
    .executeTakeFirst()
  return row?.changes_until
}

/** A look at a calendar: how many changes it found up to when, and how many of them a webhook had told of before. */
export type Poll = {
  readonly polledAt: Temporal.Instant
  readonly changesUntil: Temporal.Instant
  readonly changes: number
  readonly knownByWebhook: number
}

/** Notes a look, and drops notes that judge nothing any more. */
export async function notePoll(tx: Tx, companyId: string, poll: Poll): Promise<void> {
  const polledAt = poll.polledAt.toString()
  const changesUntil = poll.changesUntil.toString()
  const old = poll.polledAt.subtract({ hours: KEPT_HOURS }).toString()
  await tx
    .insertInto('calcom_syncs')
    .values({ company_id: companyId, changes_until: changesUntil })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet({ changes_until: changesUntil }))
    .execute()
  await tx
    .insertInto('calcom_polls')
    .values({
      company_id: companyId,
      polled_at: polledAt,
      changes: poll.changes,
      known_by_webhook: poll.knownByWebhook,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await sql`delete from calcom_polls where company_id = ${companyId} and polled_at < ${old}`.execute(tx)
  await sql`delete from calcom_webhook_bookings where company_id = ${companyId} and received_at < ${old}`.execute(tx)
}

/** Notes the nightly comparison. */
export async function noteComparison(tx: Tx, companyId: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('calcom_syncs').set({ compared_at: at.toString() }).where('company_id', '=', companyId).execute()
}

/** Notes what webhooks have told of and was looked at since: what lies unworked cannot be relied on. By booking, when it was told last. */
export async function noteWebhooks(
  tx: Tx,
  companyId: string,
  told: ReadonlyMap<string, Temporal.Instant>,
): Promise<void> {
  if (told.size === 0) return
  await tx
    .insertInto('calcom_webhook_bookings')
    .values(
      [...told].map(([calendar_reference, receivedAt]) => ({
        company_id: companyId,
        calendar_reference,
        received_at: receivedAt.toString(),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'calendar_reference']).doUpdateSet({
        // One that was worked late may be older than what is known.
        received_at: sql`greatest(calcom_webhook_bookings.received_at, excluded.received_at)`,
      }),
    )
    .execute()
}

/** When a webhook told of each of these last (primary key); those none told of are missing. */
export async function webhooksAbout(
  tx: Tx,
  companyId: string,
  calendarReferences: readonly string[],
): Promise<ReadonlyMap<string, Temporal.Instant>> {
  if (calendarReferences.length === 0) return new Map()
  const rows = await tx
    .selectFrom('calcom_webhook_bookings')
    .select(['calendar_reference', 'received_at'])
    .where('company_id', '=', companyId)
    .where('calendar_reference', 'in', calendarReferences)
    .execute()
  return new Map(rows.map((row) => [row.calendar_reference, row.received_at]))
}

/**
 * Whether webhooks can be relied on: they are set up, the calendar has been looked at lately, and every change that was found had
 * already come by webhook.
 */
export async function areWebhooksHealthy(tx: Tx, companyId: string, now: Temporal.Instant): Promise<boolean> {
  const since = now.subtract({ minutes: JUDGED_MINUTES }).toString()
  const { rows } = await sql<{ healthy: boolean | null }>`
    select bool_and(p.changes = p.known_by_webhook) as healthy
    from calcom_polls p join calcom_connections c on c.company_id = p.company_id
    where p.company_id = ${companyId} and p.polled_at > ${since} and c.sealed_webhook_secret is not null`.execute(tx)
  return rows[0]?.healthy === true
}
