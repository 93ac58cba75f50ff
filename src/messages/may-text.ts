import type { Transaction } from 'kysely'

import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import { connectedServices } from './accounts.ts'
import { isBeyondCaps } from './count-texts.ts'
import type { CustomerKind } from './message.ts'
import { hasOptedOut } from './opt-outs.ts'
import { readSettings } from './settings.ts'
import { whyNoText } from './text-number.ts'

/**
 * May somebody be promised a text of this kind? Not without an account to send it by, not where the house sends none of it or none to
 * such numbers, and not to whoever wants none; and not today where a cap of the day is reached.
 */
export async function mayText(
  tx: Transaction<Database>,
  { clock }: { clock: Clock },
  { company }: House,
  { kind, phone }: { kind: CustomerKind; phone: string },
): Promise<'yes' | 'no' | 'not_today'> {
  const companyId = company.id
  const day = clock.now().toZonedDateTimeISO(company.zone).toPlainDate()
  const settings = await readSettings(tx, companyId)
  if (settings.noTextKinds.includes(kind) || whyNoText(phone, settings) !== null) return 'no'
  const [services, isOptedOut, isBeyond] = await Promise.all([
    connectedServices(tx, companyId),
    hasOptedOut(tx, companyId, phone),
    isBeyondCaps(tx, { companyId, day, recipient: phone, mostPerDay: settings.textsPerDay }),
  ])
  if (!services.has('twilio') || isOptedOut) return 'no'
  return isBeyond ? 'not_today' : 'yes'
}
