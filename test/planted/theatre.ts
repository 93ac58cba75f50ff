import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startEmbeddedPostgres } from '../../src/infra/db/embedded-postgres.ts'
import { migrateUp } from '../../src/infra/db/migrate.ts'
import { askOwner, socketUrl } from '../../src/infra/db/postgres-owner.ts'

/** A database server on which each bug gets a database of its own. */
export type Theatre = {
  /** Makes a database; without a schema when `migrate` is to bring its own. */
  makeDatabase(
    migrate?: (ownerUrl: string) => Promise<unknown>,
  ): Promise<{ appUrl: string; ownerUrl: string; drop(): Promise<void> }>
  close(): Promise<void>
}

const TEMPLATE = 'planted_template'

/** Starts a server of its own: nothing in it is to last, so nothing waits for the disk. */
export async function openTheatre(): Promise<Theatre> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringbook-planted-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' }
  const server = await startEmbeddedPostgres({ dataDir, settings })
  const socket = new URL(server.ownerUrl.replace('@/', '@local/')).searchParams.get('host') ?? ''
  const owner = (name: string) => socketUrl(socket, 'ringbook_owner', name)
  const say = (statement: string) => askOwner(socket, 'postgres', (client) => client.query(statement))
  await say(`create database ${TEMPLATE}`)
  await migrateUp(owner(TEMPLATE))
  let made = 0
  const close = async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  // A hunt that is broken off must not leave a server behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().finally(() => process.exit(1)))
  return {
    async makeDatabase(migrate) {
      const name = `planted_${(made += 1)}`
      await say(`create database ${name} template ${migrate === undefined ? TEMPLATE : 'template0'}`)
      await migrate?.(owner(name))
      const drop = async () => void (await say(`drop database ${name} with (force)`))
      return { appUrl: socketUrl(socket, 'ringbook_login', name), ownerUrl: owner(name), drop }
    },
    close,
  }
}
