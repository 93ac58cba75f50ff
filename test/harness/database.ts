import { Client } from 'pg'
import { inject } from 'vitest'

import { type Db, openDatabase } from '../../src/infra/db/database.ts'
import { socketUrl } from '../../src/infra/db/postgres-owner.ts'
import { whenFileIsDone } from './clean-up.ts'

/** A database of a test's own, with the schema of the migrations and nothing in it. */
export type TestDatabase = {
  /** As the owner, a superuser: row-level security does not bind it. For preparing and for looking behind the scenes. */
  ownerUrl: string
  /** As the gateway connects. */
  appUrl: string
  /** Opened as the gateway opens it; closed by itself. */
  db: Db
}

let made = 0

/**
 * Makes a database for the calling file or test; it is dropped when the file is done. Call it in `beforeAll`.
 * `empty` leaves out the schema, for tests of the migrations themselves.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${process.pid}_${crypto.randomUUID().slice(0, 8)}_${(made += 1)}`
  const socket = inject('socketDirectory')
  await asOwner(socket, `create database ${name} template ${options.empty ? 'template0' : 'ringbook_template'}`)
  const appUrl = socketUrl(socket, 'ringbook_login', name)
  const db = openDatabase({ url: appUrl, applicationName: 'ringbook test', size: { min: 0, max: 20 } })
  whenFileIsDone(async () => {
    await db.close()
    await asOwner(socket, `drop database ${name} with (force)`)
  })
  return { ownerUrl: socketUrl(socket, 'ringbook_owner', name), appUrl, db }
}

/** Runs one statement as the owner of the database behind `ownerUrl` and gives its rows. */
export async function queryAsOwner<Row>(ownerUrl: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** How many on the database behind `ownerUrl` wait for a row that somebody else has locked or not committed. */
export async function countWaiting(ownerUrl: string): Promise<number> {
  const [row] = await queryAsOwner<{ count: number }>(
    ownerUrl,
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.count ?? 0
}

async function asOwner(socket: string, statement: string): Promise<void> {
  await queryAsOwner(socketUrl(socket, 'ringbook_owner', 'postgres'), statement)
}
