import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { freePort } from '../chaos/free-port.ts'

export type ChildServer = { url: string; pid: number; stop(): Promise<void> }
export type GatewayProcess = ChildServer & {
  /** Starts somebody who works on its jobs. */
  startWorker(): Pick<ChildServer, 'stop'>
  /** Where its database can be reached, as the gateway logs in. */
  databaseUrl: string
  /** The same, as somebody who may do everything in it. */
  ownerUrl: string
}

/** As long as a first start on a slow machine may take. */
const START_TIMEOUT_MS = 60_000

/** Starts a gateway of its own, with the demo company and a database that is thrown away. `serve` leaves the jobs alone. */
export async function startGateway(role: 'all' | 'serve' = 'all'): Promise<GatewayProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringbook-load-'))
  const environment = { RINGBOOK_DATA_DIR: dataDir, RINGBOOK_DEMO: 'on', LOG_LEVEL: 'error' }
  const server = await startChild(
    (port) => ({ args: ['src/main.ts', role], env: { ...environment, PORT: port } }),
    '/readyz',
  )
  const urlOf = (user: string) =>
    `postgresql://${user}@/ringbook?host=${encodeURIComponent(join(dataDir, 'postgres-socket'))}`
  const databaseUrl = urlOf('ringbook_login')
  return {
    ...server,
    databaseUrl,
    ownerUrl: urlOf('ringbook_owner'),
    startWorker: () =>
      startProcess(['src/main.ts', 'work'], {
        ...environment,
        DATABASE_URL: databaseUrl,
        DATABASE_OWNER_URL: urlOf('ringbook_owner'),
      }),
    stop: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts the hand-written server on the database of a gateway. */
export async function startReference(databaseUrl: string): Promise<ChildServer> {
  return await startChild((port) => ({ args: ['sim/load/reference-server.ts', port, databaseUrl], env: {} }), '/')
}

async function startChild(
  command: (port: string) => { args: readonly string[]; env: Record<string, string> },
  path: string,
): Promise<ChildServer> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const { args, env } = command(port)
  const { child, stop } = startProcess(args, env)
  const deadlineMs = performance.now() + START_TIMEOUT_MS
  while (!(await answers(`${url}${path}`))) {
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      await stop()
      throw new Error(`${args[0]} did not start`)
    }
    await wait(50)
  }
  return { url, pid: child.pid ?? 0, stop }
}

function startProcess(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return { child, stop }
}

/** Any answer but "not ready" will do. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status !== 503
  } catch {
    return false
  }
}
