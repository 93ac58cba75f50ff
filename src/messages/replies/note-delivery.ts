import { type Transaction, sql } from 'kysely'

import type { Clock } from '../../infra/clock.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { Ids } from '../../infra/ids.ts'
import type { Events } from '../../infra/telemetry/events.ts'
import type { Houses } from '../../openings/load-house.ts'
import { readMessage } from '../message-row.ts'
import { tellDesk } from '../tell-desk.ts'

/** What the provider tells of a text: how far it is, and why it came no further. */
export type DeliveryReport = {
  readonly companyId: string
  readonly messageId: string
  readonly providerId: string
  readonly status: string
  readonly errorCode: string
}

type Delivery = 'accepted' | 'sent' | 'delivered' | 'undelivered'

/** Their words for it; those not known yet say at least that they have it. */
function deliveryOf(status: string): Delivery {
  switch (status) {
    case 'sent':
      return 'sent'
    case 'delivered':
    case 'read':
      return 'delivered'
    case 'failed':
    case 'undelivered':
    case 'canceled':
      return 'undelivered'
    default:
      return 'accepted'
  }
}

/**
 * Writes down how far a text is. Reports come in any order: it only ever goes further, and what has arrived, or never will, stays
 * that. A report about a text nobody knew the end of says that it went out. Where somebody waits to hear what will not arrive, the
 * front desk is told. False when there is no such text.
 */
export async function noteDelivery(
  tx: Transaction<Database>,
  deps: { clock: Clock; ids: Ids; houses: Houses; events: Pick<Events, 'alert'> },
  report: DeliveryReport,
): Promise<boolean> {
  const { companyId, messageId, providerId } = report
  const delivery = deliveryOf(report.status)
  const row = await tx
    .updateTable('messages')
    .set({
      state: 'sent',
      claimed_until: null,
      sealed_secret: null,
      provider_id: providerId,
      sent_at: sql<string>`coalesce(sent_at, ${deps.clock.now().toString()}::timestamptz)`,
      delivery: sql<Delivery>`case when delivery in ('delivered', 'undelivered') then delivery
        when ${delivery}::text = 'accepted' then coalesce(delivery, 'accepted') else ${delivery}::text end`,
      reason: delivery === 'undelivered' ? `twilio_${report.errorCode || 'undelivered'}`.slice(0, 80) : sql`reason`,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', messageId)
    .where('channel', '=', 'sms')
    .where('state', 'in', ['sending', 'unclear', 'sent'])
    .where((is) => is.or([is('provider_id', 'is', null), is('provider_id', '=', providerId)]))
    .returning('delivery')
    .executeTakeFirst()
  if (row === undefined) return false
  if (delivery === 'undelivered' && row.delivery === 'undelivered') {
    deps.events.alert('text_message_undelivered', { companyId, messageId })
    const house = await deps.houses.get(tx, companyId)
    const message = await readMessage(tx, companyId, messageId)
    if (house !== undefined && message !== undefined) await tellDesk(tx, deps, house, message)
  }
  return true
}
