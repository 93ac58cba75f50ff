import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePort } from '../../sim/chaos/free-port.ts'
import { createPostgres } from '../../sim/chaos/postgres-process.ts'
import { openDatabase } from '../../src/infra/db/database.ts'
import { migrateUp } from '../../src/infra/db/migrate.ts'
import { createTestCompany } from '../harness/company.ts'
import { connectTwilio, createMessageDeps } from '../harness/messages.ts'
import { clockAt } from '../harness/server.ts'
import { startTwilio } from '../harness/twilio.ts'
import { pump } from './pump.ts'

/** Asks for so many texts in a day, at 500 numbers, by four senders at once; gives what went out. */
export async function runPumping(tries: number): Promise<object> {
  const startedMs = performance.now()
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-pumping-'))
  const postgres = await createPostgres(join(directory, 'postgres'), await freePort())
  const twilio = await startTwilio()
  try {
    await postgres.start()
    await migrateUp(postgres.ownerUrl)
    const db = openDatabase({
      url: postgres.appUrl(postgres.port),
      applicationName: 'pumping',
      size: { min: 0, max: 40 },
    })
    const company = await createTestCompany(db)
    await connectTwilio(db, company.id, twilio)
    const { deps } = createMessageDeps({ db, clock: clockAt('2030-06-03T06:00:00Z') })
    // Half of them at a few numbers, so that their cap is what holds; the rest at many.
    await pump(db, deps, company.id, { tries: Math.ceil(tries / 2), numbers: 30, senders: 4 })
    await pump(db, deps, company.id, { tries: Math.floor(tries / 2), numbers: 500, senders: 4 })
    await db.close()
    const byNumber = Object.values(Object.groupBy(twilio.taken, ({ to }) => to)).map((texts = []) => texts.length)
    return {
      tries,
      sent: twilio.taken.length,
      numbers: byNumber.length,
      mostToOne: Math.max(...byNumber),
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    }
  } finally {
    await twilio.close()
    await postgres.kill()
    await rm(directory, { recursive: true, force: true })
  }
}
