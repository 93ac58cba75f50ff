import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { freePort } from './free-port.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createPostgres, type PostgresProcess } from './postgres-process.ts'

/** A gateway, its database, and the proxy between them: everything faults are done to. */
export type Stack = {
  readonly gateway: Gateway
  readonly postgres: PostgresProcess
  readonly proxy: FaultProxy
  /** Takes back every fault and waits until nothing is under way in the database any more. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const SETTLE_TIMEOUT_MS = 60_000
const LOOK_AGAIN_MS = 50
/** So often in a row nothing may be under way: a request takes a new connection between two looks. */
const QUIET_LOOKS = 4

/** Starts all of it, with data and logs below `directory`. Where times are measured, the proxy stays out of the way. */
export async function startStack(directory: string, options: { direct?: boolean } = {}): Promise<Stack> {
  const postgres = await createPostgres(join(directory, 'postgres'), await freePort())
  await postgres.start()
  const proxy = await startFaultProxy(postgres.port)
  const gateway = createGateway({
    port: await freePort(),
    databaseUrl: postgres.appUrl(options.direct ? postgres.port : proxy.port),
    databaseOwnerUrl: postgres.ownerUrl,
    logPath: join(directory, 'gateway.log'),
  })
  await gateway.start()
  return {
    gateway,
    postgres,
    proxy,
    settle: async () => {
      proxy.heal()
      postgres.thaw()
      gateway.thaw()
      await postgres.start()
      await gateway.start()
      await becomeQuiet(postgres.ownerUrl)
    },
    stop: async () => {
      await gateway.kill()
      await proxy.close()
      await postgres.kill()
    },
  }
}

/** @throws when something of the gateway's is still under way after a minute */
async function becomeQuiet(ownerUrl: string): Promise<void> {
  const deadlineMs = performance.now() + SETTLE_TIMEOUT_MS
  let quietLooks = 0
  while (quietLooks < QUIET_LOOKS) {
    if (performance.now() > deadlineMs) throw new Error('The database does not come to rest')
    quietLooks = (await countBusy(ownerUrl)) === 0 ? quietLooks + 1 : 0
    await wait(LOOK_AGAIN_MS)
  }
}

/** Transactions of the gateway's that have not ended; 1 while the database cannot be asked. */
async function countBusy(ownerUrl: string): Promise<number> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 1_000, query_timeout: 1_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ busy: number }>(
      `select count(*)::int as busy from pg_stat_activity where usename = 'ringbook_login' and state <> 'idle'`,
    )
    return rows[0]?.busy ?? 1
  } catch {
    return 1
  } finally {
    await client.end().catch(() => undefined)
  }
}
