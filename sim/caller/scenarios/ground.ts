import type { Client } from 'pg'

import type { Language } from '../people/wants.ts'

/** Where scenarios are played. */
export type Ground = {
  baseUrl: string
  key: string
  /** Of the database; row-level security must not bind it. */
  client: Client
  /** The flow of a company, as JSON. Companies of one house have the same. */
  flowOf(company: { slug: string; house: string }, language: Language): Promise<unknown>
  /** Brings the account of a calendar elsewhere into a company of this name. */
  importAccount(account: { slug: string; url: string; key: string }): Promise<void>
  now: () => Temporal.Instant
  /** Makes companies of several runs on one database different ones. */
  run: number
}
