/** Which of the servers in the field is stood in for, as far as they differ. */
export type Dialect = {
  /** Values of `cal-api-version` the bookings family knows. Any other falls back to the oldest. */
  bookingVersions: readonly string[]
  /** Whether there are teams, and webhooks of team event types. */
  hasTeams: boolean
  /** Whether a host may book past conflicts, bounds and limits. Elsewhere those fields are unknown and refused. */
  hasHostOverrides: boolean
  /** The fields of 2026: `displayEmail` of hosts and attendees; fields without a value are left out instead of null. */
  followsPublishedDescription: boolean
  /** Whether `GET /v2/event-types` without a filter lists one's own. */
  listsOwnEventTypes: boolean
  /** Whether deliveries carry `X-Cal-Webhook-Version`. */
  sendsWebhookVersion: boolean
}

export const dialects = {
  /** The hosted product of 2026. */
  hosted: {
    bookingVersions: ['2024-08-13', '2026-02-25'],
    hasTeams: true,
    hasHostOverrides: true,
    followsPublishedDescription: true,
    listsOwnEventTypes: true,
    sendsWebhookVersion: true,
  },
  /** The community edition of 2026: no teams. */
  'self-hosted': {
    bookingVersions: ['2024-08-13'],
    hasTeams: false,
    hasHostOverrides: false,
    followsPublishedDescription: true,
    listsOwnEventTypes: true,
    sendsWebhookVersion: true,
  },
  /** A server run from the source of October 2025: the one whose exchanges were recorded. */
  'self-hosted-2025': {
    bookingVersions: ['2024-08-13'],
    hasTeams: true,
    hasHostOverrides: false,
    followsPublishedDescription: false,
    listsOwnEventTypes: false,
    sendsWebhookVersion: false,
  },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof dialects

export const dialectNames = Object.keys(dialects) as [DialectName, ...DialectName[]]
