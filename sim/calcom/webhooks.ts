import type { EventType } from './account.ts'
import type { Courier } from './courier.ts'

export const triggers = [
  'BOOKING_CREATED',
  'BOOKING_PAYMENT_INITIATED',
  'BOOKING_PAID',
  'BOOKING_RESCHEDULED',
  'BOOKING_REQUESTED',
  'BOOKING_CANCELLED',
  'BOOKING_REJECTED',
  'BOOKING_NO_SHOW_UPDATED',
  'FORM_SUBMITTED',
  'MEETING_ENDED',
  'MEETING_STARTED',
  'RECORDING_READY',
  'INSTANT_MEETING',
  'RECORDING_TRANSCRIPTION_GENERATED',
  'OOO_CREATED',
  'AFTER_HOSTS_CAL_VIDEO_NO_SHOW',
  'AFTER_GUESTS_CAL_VIDEO_NO_SHOW',
  'FORM_SUBMITTED_NO_EVENT',
  'ROUTING_FORM_FALLBACK_HIT',
  'DELEGATION_CREDENTIAL_ERROR',
  'WRONG_ASSIGNMENT_REPORT',
] as const
export type Trigger = (typeof triggers)[number]

/** Whose bookings it hears of: those a user organizes on own types, or those of one event type. */
export type WebhookScope = { readonly userId: number } | { readonly eventTypeId: number }

export type Webhook = {
  readonly id: number
  readonly scope: WebhookScope
  subscriberUrl: string
  active: boolean
  triggers: readonly Trigger[]
  secret: string | null
  payloadTemplate: string | null
}

export type Webhooks = {
  all(): readonly Webhook[]
  byId(id: number): Webhook | undefined
  inScope(scope: WebhookScope): readonly Webhook[]
  add(webhook: Omit<Webhook, 'id'>): Webhook
  remove(webhook: Webhook): void
  /** Tells everybody who listens to this trigger of this booking's type and organizer. Returns at once. */
  announce(trigger: Trigger, about: { eventType: EventType; organizerId: number }, envelope: unknown): void
}

/** Who listens to what. The telling is the courier's. */
export function createWebhooks(courier: Courier): Webhooks {
  const webhooks = new Map<number, Webhook>()
  let lastId = 0
  return {
    all: () => [...webhooks.values()],
    byId: (id) => webhooks.get(id),
    inScope: (scope) => [...webhooks.values()].filter((webhook) => isSameScope(webhook.scope, scope)),
    add(given) {
      const webhook = { ...given, id: ++lastId }
      webhooks.set(webhook.id, webhook)
      return webhook
    },
    remove: (webhook) => void webhooks.delete(webhook.id),
    announce(trigger, about, envelope) {
      for (const webhook of webhooks.values()) {
        if (webhook.active && webhook.triggers.includes(trigger) && hears(webhook.scope, about)) {
          courier.send(webhook, trigger, envelope)
        }
      }
    },
  }
}

/** A user's webhook hears of own types only; a type's one also of the children made from it. */
function hears(
  scope: WebhookScope,
  { eventType, organizerId }: { eventType: EventType; organizerId: number },
): boolean {
  if ('eventTypeId' in scope) return [eventType.id, eventType.parentEventTypeId].includes(scope.eventTypeId)
  const isOwn = eventType.ownerId === scope.userId && eventType.parentEventTypeId === null
  return isOwn && organizerId === scope.userId
}

function isSameScope(left: WebhookScope, right: WebhookScope): boolean {
  return 'userId' in left
    ? 'userId' in right && left.userId === right.userId
    : 'eventTypeId' in right && left.eventTypeId === right.eventTypeId
}
