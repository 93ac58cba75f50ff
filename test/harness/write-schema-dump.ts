import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startEmbeddedPostgres } from '../../src/infra/db/embedded-postgres.ts'
import { migrateUp } from '../../src/infra/db/migrate.ts'
import { schemaDump } from '../../src/infra/db/schema-dump.ts'

/** A program: writes migrations/schema.sql from a database made for it. */
const dataDir = mkdtempSync(join(tmpdir(), 'ringbook-schema-'))
const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
try {
  await migrateUp(server.ownerUrl)
  writeFileSync(new URL('../../migrations/schema.sql', import.meta.url), await schemaDump(server.ownerUrl))
} finally {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
