/**
 * The date each family of Cal.com's interface is spoken in. A server that does not know a date falls back to its oldest interface
 * without a word, so these are the ones that hosted and self-hosted servers both know.
 */
export const VERSIONS = {
  slots: '2024-09-04',
  bookings: '2024-08-13',
  eventTypes: '2024-06-14',
  schedules: '2024-06-11',
  /** Families that have none: me, teams, memberships, webhooks. */
  unversioned: null,
} as const
