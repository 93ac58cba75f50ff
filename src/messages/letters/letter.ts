import type { Invitation } from './invitation.ts'

/** What goes out, ready to be handed over. */
export type Letter =
  | { readonly channel: 'sms'; readonly to: string; readonly text: string }
  | {
      readonly channel: 'email'
      readonly to: string
      /** Who it is from, and where answers go; null for nowhere. */
      readonly fromName: string
      readonly replyTo: string | null
      readonly subject: string
      readonly text: string
      /** An entry for their calendar; null without one. The organizer's address is the sender's. */
      readonly invitation: Omit<Invitation, 'organizer'> | null
    }
  | { readonly channel: 'slack'; readonly text: string }
  | {
      readonly channel: 'pagerduty'
      readonly action: 'trigger' | 'resolve'
      /** The same for all that is about one thing: it is one incident. */
      readonly dedupKey: string
      readonly summary: string
      readonly source: string
    }
