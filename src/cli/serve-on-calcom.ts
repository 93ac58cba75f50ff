import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DEMO_KEY, demoAccount } from '../../sim/calcom/demo-account.ts'
import { startCalcomStandIn } from '../../sim/calcom/start.ts'
import { importCalcom } from '../app/import-calcom/import-calcom.ts'
import { openContext } from '../app/start-process.ts'
import { runUntilSignal } from '../main.ts'
import type { Io } from './command.ts'

const IMPORT_DEADLINE_MS = 60_000

/**
 * Serves the demo company with its calendar in a stand-in for Cal.com, started beside it. Both begin anew each time: the
 * stand-in keeps its bookings in memory, so the database that goes with them is thrown away too.
 */
export async function serveOnCalcom(io: Io, faults: string): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringbook-on-calcom-'))
  const env = { ...io.env, DATABASE_URL: undefined, RINGBOOK_DATA_DIR: dataDir, RINGBOOK_DEMO: 'on' }
  const standIn = await startCalcomStandIn({ account: demoAccount, faults })
  try {
    return await runUntilSignal('all', env, ({ url = '' }) => {
      connect(env, standIn.url).then(
        (told) => io.out(`${told}\n${whereTo(url, standIn.url, dataDir)}`),
        (error: unknown) => {
          io.err(`ringbook: the demo could not be connected: ${error instanceof Error ? error.message : String(error)}`)
          process.kill(process.pid, 'SIGTERM')
        },
      )
    })
  } finally {
    await standIn.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function connect(env: Readonly<Record<string, string | undefined>>, standInUrl: string): Promise<string> {
  const context = await openContext(env, { processName: 'ringbook import', migrate: false })
  try {
    const request = {
      slug: 'demo',
      baseUrl: `${standInUrl}/v2`,
      dialect: 'hosted',
      apiKey: DEMO_KEY,
      attendeeMailbox: 'termine@sonnenschein.example',
      mayWait: true,
      // No webhook is taken to an address on this machine: what is changed over there is polled.
      publicUrl: null,
      isDryRun: false,
    } as const
    const { plan } = await importCalcom(context, request, () => undefined, AbortSignal.timeout(IMPORT_DEADLINE_MS))
    return `The demo's calendar is a stand-in for Cal.com: ${plan.staff.length} people, ${plan.services.length} services.`
  } finally {
    await context.close()
  }
}

function whereTo(url: string, standInUrl: string, dataDir: string): string {
  return [
    `Ringbook answers at ${url} (documentation: ${url}/docs), the stand-in at ${standInUrl} (docs/calcom-stand-in.md)`,
    'Play a call:  npm run ringbook -- call',
    `Look inside:  RINGBOOK_DATA_DIR=${dataDir} npm run ringbook -- calls list --company demo`,
  ].join('\n')
}
