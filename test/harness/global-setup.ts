import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import type { TestProject } from 'vitest/node'

import { startEmbeddedPostgres } from '../../src/infra/db/embedded-postgres.ts'
import { migrateUp } from '../../src/infra/db/migrate.ts'
import { socketUrl } from '../../src/infra/db/postgres-owner.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's server listens. */
    socketDirectory: string
  }
}

/** The database every test's database is copied from. */
export const TEMPLATE = 'ringbook_template'

/** One server for the whole run, one migrated template in it. Loses everything if it crashes, and so is fast. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringbook-test-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const server = await startEmbeddedPostgres({ dataDir, settings })
  const socketDirectory = decodeURIComponent(/host=([^&]+)/.exec(server.ownerUrl)?.[1] ?? '')
  const owner = new Client({ connectionString: server.ownerUrl })
  await owner.connect()
  await owner.query(`create database ${TEMPLATE}`)
  await owner.end()
  await migrateUp(socketUrl(socketDirectory, 'ringbook_owner', TEMPLATE))
  project.provide('socketDirectory', socketDirectory)
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
