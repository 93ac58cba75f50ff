import { Client } from 'pg'

import { checkChanges } from './check-changes.ts'
import { checkPromises } from './check-promises.ts'
import { checkRecords } from './check-records.ts'
import type { ChangeEntry, JournalEntry } from './journal.ts'
import type { Violation } from './violation.ts'

export type CheckOptions = {
  /** The owner of the database, whom row-level security does not bind. */
  ownerUrl: string
  entries: readonly JournalEntry[]
  /** Requests to change what was booked. */
  changes?: readonly ChangeEntry[]
  /** Where the companies' wall clocks are. */
  zone?: string
}

/**
 * Looks at the database at the end and says what of the journal is not true of it, and what is wrong with it by itself.
 * Nothing found is an empty list. Call it when no request is under way.
 */
export async function check(options: CheckOptions): Promise<readonly Violation[]> {
  const client = new Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    const records = await checkRecords(client)
    const { entries, changes = [], zone = 'Europe/Berlin' } = options
    const moved = new Set(changes.filter(({ change }) => change === 'move').map((entry) => entry.appointmentId))
    const promises = await checkPromises(client, entries, { zone, moved })
    return [...records, ...promises, ...(await checkChanges(client, changes, zone))]
  } finally {
    await client.end()
  }
}
