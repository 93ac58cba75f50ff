import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Exchange, openExchange } from '../../sim/chaos/callers.ts'
import { freePort } from '../../sim/chaos/free-port.ts'
import { createGateway, type Gateway } from '../../sim/chaos/gateway.ts'
import { createJournal, type Journal } from '../../sim/chaos/journal.ts'
import { createTestDatabase } from '../harness/database.ts'

/** A gateway in a process of its own, on a database of the run's server. */
export type PressedGateway = {
  gateway: Gateway
  exchange: Exchange
  journal: Journal
  ownerUrl: string
  /** As the gateway logs in. */
  appUrl: string
  stop(): Promise<void>
}

/** Starts it. Call it in `beforeAll`, and return its `stop` from there: a hook made inside of a hook is never run. */
export async function startPressedGateway(): Promise<PressedGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'ringbook-pressure-'))
  const database = await createTestDatabase()
  const gateway = createGateway({
    port: await freePort(),
    databaseUrl: database.appUrl,
    databaseOwnerUrl: database.ownerUrl,
    logPath: join(directory, 'gateway.log'),
  })
  await gateway.start()
  const stop = async () => {
    await gateway.kill()
    rmSync(directory, { recursive: true, force: true })
  }
  const journal = createJournal()
  const exchange = openExchange({ url: gateway.url, key: gateway.key, journal })
  return { gateway, exchange, journal, ownerUrl: database.ownerUrl, appUrl: database.appUrl, stop }
}
