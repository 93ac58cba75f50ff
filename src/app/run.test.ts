import { expect, test } from 'vitest'

import { freePort } from '../../sim/chaos/free-port.ts'
import { createTestDatabase, queryAsOwner } from '../../test/harness/database.ts'
import { startTestServer } from '../../test/harness/server.ts'
import { systemRandom } from '../infra/random.ts'
import { toConfig } from './config.ts'
import { createContext } from './context.ts'
import { readEnv } from './env.ts'
import { run } from './run.ts'
import { gatherSecrets } from './secrets.ts'
import { workerDeps } from './start-process.ts'

test('a gateway whose database goes away while it starts never says it is ready, and does not go on listening', async () => {
  const database = await createTestDatabase()
  const port = await freePort()
  const env = readEnv({
    PORT: String(port),
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
    LOG_LEVEL: 'silent',
  })
  const config = toConfig(env)
  const secrets = gatherSecrets(env, config, systemRandom)
  const context = await createContext(config, secrets, { processName: 'ringbook test', migrate: false })
  const url = `http://127.0.0.1:${port}/healthz`
  const ready = `http://127.0.0.1:${port}/readyz`
  const work = async () => {
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(ready)).status).toBe(503)
    throw new Error('Connection terminated unexpectedly')
  }
  const started = run({ ...context, jobs: { ...context.jobs, work } }, 'all', workerDeps(context, 'all'))
  await expect(started).rejects.toThrow('Connection terminated unexpectedly')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  await context.close()
})

test.each([
  ['beside callers', 'all', ['ringbook test work']],
  ['alone', 'work', ['ringbook test']],
] as const)('jobs that run %s go by connections of their own', async (_how, role, expected) => {
  const { database } = await startTestServer({ role })
  const inUse = async () => {
    const rows = await queryAsOwner<{ name: string }>(
      database.ownerUrl,
      `select distinct application_name as name from pg_stat_activity
        where datname = current_database() and query like '%companies_with_messages%' and pid <> pg_backend_pid()`,
    )
    return rows.map(({ name }) => name)
  }
  // The job that sends messages looks at once, and each second.
  await expect.poll(inUse).toEqual(expected)
})
