import { connect } from 'node:net'

import { type Finding, bad, good, skipped } from './finding.ts'

/** A server on this machine answers in milliseconds; one that takes longer is not well either. */
const TIMEOUT_MS = 2_000

/** Who is at our port: Ringbook, nobody, or something else; and whether that Ringbook is ready. */
export async function checkPort(address: { host: string; port: number }): Promise<Finding[]> {
  const { host, port } = address
  if (!(await isTaken(address))) {
    return [good('Port', `${port} is free`), skipped('Server', 'not running: "npm start" starts it')]
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const health = await get(`${url}/healthz`)
  if (health?.body['product'] !== 'ringbook') {
    return [bad('Port', `${port} is taken by something that is not Ringbook`, 'Stop it, or set PORT to another')]
  }
  return [good('Port', `${port} is Ringbook's`), await checkReady(url)]
}

async function checkReady(url: string): Promise<Finding> {
  const ready = await get(`${url}/readyz`)
  if (ready?.status === 200) return good('Server', `ready at ${url}`)
  const { database, migrations, starting, draining } = ready?.body ?? {}
  if (draining === true) return bad('Server', 'is stopping', 'Wait, then start it again')
  if (database === false) return bad('Server', 'cannot reach its database', 'Start the database')
  if (starting === true && database === true) return bad('Server', 'is starting', 'Wait a second, then ask again')
  if (migrations === false) return bad('Server', 'waits for migrations', 'Run "ringbook migrate up"')
  return bad('Server', 'does not say whether it is ready', 'Read its log')
}

async function isTaken({ host, port }: { host: string; port: number }): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>()
  const socket = connect({ host, port, timeout: TIMEOUT_MS })
  socket.once('connect', () => answer.resolve(true))
  socket.once('error', () => answer.resolve(false))
  socket.once('timeout', () => answer.resolve(false))
  const taken = await answer.promise
  socket.destroy()
  return taken
}

async function get(url: string): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  } catch {
    return undefined
  }
}
