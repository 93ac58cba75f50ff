import type { Transaction } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'

/** How a company sends messages. */
export type MessageSettings = {
  /** Texts a day, at most. */
  readonly textsPerDay: number
  /** Country codes ("+49") texts may go to. */
  readonly countryCodes: readonly string[]
  /** Minutes of the day between which nobody is woken; the same twice is never. */
  readonly quietFromMinute: number
  readonly quietUntilMinute: number
  /** How long before an appointment its customer is reminded; null for never. */
  readonly reminderHours: number | null
  /** Where the front desk gets its notices, and answers to mails go; null for nowhere. */
  readonly deskEmail: string | null
  /** Kinds that are not sent as texts. */
  readonly noTextKinds: readonly string[]
}

/** As the columns' own defaults; most companies never set anything. */
const DEFAULT_SETTINGS: MessageSettings = {
  textsPerDay: 200,
  countryCodes: ['+49', '+43', '+41'],
  quietFromMinute: 21 * 60,
  quietUntilMinute: 8 * 60,
  reminderHours: 24,
  deskEmail: null,
  // Whoever asks for a callback has heard on the phone that it is coming.
  noTextKinds: ['callback_promised'],
}

// of a company (primary key)
const readRow = hotRead('message settings', (db, of: { companyId: string }) =>
  db.selectFrom('message_settings').selectAll().where('company_id', '=', of.companyId),
)

/** The settings of a company. */
export async function readSettings(tx: Transaction<Database>, companyId: string): Promise<MessageSettings> {
  const [row] = await readRow(tx, { companyId })
  if (row === undefined) return DEFAULT_SETTINGS
  return {
    textsPerDay: row.texts_per_day,
    countryCodes: row.country_codes,
    quietFromMinute: row.quiet_from_minute,
    quietUntilMinute: row.quiet_until_minute,
    reminderHours: row.reminder_hours,
    deskEmail: row.desk_email,
    noTextKinds: row.no_text_kinds,
  }
}

/** Sets a company's settings; what is left out stays as it is. Gives them as they are then. */
export async function changeSettings(
  tx: Transaction<Database>,
  companyId: string,
  changed: Partial<MessageSettings>,
): Promise<MessageSettings> {
  const settings = { ...(await readSettings(tx, companyId)), ...changed }
  const columns = {
    texts_per_day: settings.textsPerDay,
    country_codes: [...settings.countryCodes],
    quiet_from_minute: settings.quietFromMinute,
    quiet_until_minute: settings.quietUntilMinute,
    reminder_hours: settings.reminderHours,
    desk_email: settings.deskEmail,
    no_text_kinds: [...settings.noTextKinds],
  }
  await tx
    .insertInto('message_settings')
    .values({ company_id: companyId, ...columns })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet(columns))
    .execute()
  return settings
}
