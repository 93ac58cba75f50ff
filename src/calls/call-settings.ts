import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** How a company wants its phone answered, and what a minute costs it. Amounts in minor units of its currency. */
export type CallSettings = {
  /** Calls without a number are turned away while they still ring. */
  readonly refusesWithheld: boolean
  /** What the house is charged per minute, in steps of so many seconds. */
  readonly chargePerMinuteMinor: number
  readonly chargeStepSeconds: number
  readonly telephonyPerMinuteMinor: number
  /** What a US cent is in the company's minor unit; null: the platform's costs stay in US cents. */
  readonly minorPerUsCent: number | null
}

// whether a company takes calls without a number (primary key)
const readRefusal = hotRead('refuses withheld', (db, of: { companyId: string }) =>
  db.selectFrom('call_settings').select('refuses_withheld').where('company_id', '=', of.companyId),
)

/** Whether a company turns away calls that show no number. */
export async function refusesWithheld(tx: Transaction<Database>, companyId: string): Promise<boolean> {
  const [row] = await readRefusal(tx, { companyId })
  return row?.refuses_withheld ?? false
}

/** Sets what is given and leaves the rest as it is; gives what holds then. */
export async function setCallSettings(
  tx: Transaction<Database>,
  companyId: string,
  settings: Partial<CallSettings>,
): Promise<CallSettings> {
  const changes = {
    ...(settings.refusesWithheld !== undefined && { refuses_withheld: settings.refusesWithheld }),
    ...(settings.chargePerMinuteMinor !== undefined && { charge_per_minute_minor: settings.chargePerMinuteMinor }),
    ...(settings.chargeStepSeconds !== undefined && { charge_step_seconds: settings.chargeStepSeconds }),
    ...(settings.telephonyPerMinuteMinor !== undefined && {
      telephony_per_minute_minor: settings.telephonyPerMinuteMinor,
    }),
    ...(settings.minorPerUsCent !== undefined && { minor_per_us_cent: settings.minorPerUsCent }),
  }
  const row = await tx
    .insertInto('call_settings')
    .values({ company_id: companyId, ...changes })
    // A statement needs something to set also when nothing was given.
    .onConflict((conflict) =>
      conflict.column('company_id').doUpdateSet({ ...changes, company_id: sql`excluded.company_id` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return {
    refusesWithheld: row.refuses_withheld,
    chargePerMinuteMinor: Number(row.charge_per_minute_minor),
    chargeStepSeconds: row.charge_step_seconds,
    telephonyPerMinuteMinor: Number(row.telephony_per_minute_minor),
    minorPerUsCent: row.minor_per_us_cent === null ? null : Number(row.minor_per_us_cent),
  }
}
