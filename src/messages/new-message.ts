import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Language } from '../speech/language.ts'
import type { Channel, MessageKind } from './message.ts'

/** A message to be written down. */
export type NewMessage = {
  readonly kind: MessageKind
  readonly channel: Channel
  readonly recipient: string
  readonly language: Language
  readonly appointmentId: string | null
  readonly taskId: string | null
  readonly customerId: string | null
  readonly callId: string | null
  /** What it follows: a second one of the same is not written. */
  readonly changeKey: string
  readonly aboutTime: Temporal.Instant | null
  readonly notBefore: Temporal.Instant
  readonly sendBefore: Temporal.Instant
  /** Why it is not to be sent; null for one that is. */
  readonly suppressed: string | null
  /** Its customer waits to hear this, by whatever way. */
  readonly isAwaited: boolean
  /** The front desk has been asked to call them already. */
  readonly isDeskTold: boolean
}

/** Writes messages down. Those whose change has one already are left out. */
export async function insertMessages(
  tx: Transaction<Database>,
  deps: { ids: Ids },
  companyId: string,
  messages: readonly NewMessage[],
  now: Temporal.Instant,
): Promise<void> {
  if (messages.length === 0) return
  await tx
    .insertInto('messages')
    .values(
      messages.map((message) => ({
        id: deps.ids.uuid(),
        company_id: companyId,
        kind: message.kind,
        channel: message.channel,
        recipient: message.recipient,
        language: message.language,
        state: message.suppressed === null ? ('queued' as const) : ('suppressed' as const),
        reason: message.suppressed ?? '',
        appointment_id: message.appointmentId,
        task_id: message.taskId,
        customer_id: message.customerId,
        call_id: message.callId,
        booking_link_id: null,
        sealed_secret: null,
        change_key: message.changeKey,
        about_time: message.aboutTime?.toString() ?? null,
        created_at: now.toString(),
        next_attempt_at: message.notBefore.toString(),
        send_before: message.sendBefore.toString(),
        is_awaited: message.isAwaited,
        is_desk_told: message.isDeskTold,
      })),
    )
    .onConflict((conflict) => conflict.columns(['company_id', 'change_key']).doNothing())
    .execute()
}
