import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createRandom } from '../chaos/random.ts'
import { ADMIN_PREFIX, administer } from './admin.ts'
import { createCourier, type Courier } from './courier.ts'
import { findRoute } from './routes.ts'
import { createWorkspace, type Fields, isFields, Refusal, type Workspace } from './workspace.ts'

export type RetellStandInOptions = {
  key: string
  /** Numbers that are there from the beginning. */
  numbers: readonly string[]
  /** 0, the default, takes a free one. */
  port?: number
  host?: string
  /** What chance draws from. */
  seed?: number
  nowMs?: () => number
  /** Between attempts at a webhook. */
  pauseMs?: number
}

export type RetellStandIn = {
  readonly url: string
  readonly workspace: Workspace
  readonly courier: Courier
  /** Every request so far: method and path without ids. */
  requests(): readonly string[]
  close(): Promise<void>
}

/** Large flows are half a megabyte. */
const MOST_BODY_BYTES = 8 * 1024 * 1024
const USUAL_PAUSE_MS = 500

/** Starts the stand-in for the voice platform's interface. @throws why it cannot listen */
export async function startRetellStandIn(options: RetellStandInOptions): Promise<RetellStandIn> {
  const { key, numbers, seed = 1, nowMs = Date.now, pauseMs = USUAL_PAUSE_MS } = options
  const workspace = createWorkspace({ key, numbers, nowMs })
  const courier = createCourier({ key, random: createRandom(seed), nowMs, pauseMs })
  const requests: string[] = []
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    void answer({ workspace, courier, requests }, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { address, port } = server.address() as AddressInfo
  return {
    url: `http://${address}:${port}`,
    workspace,
    courier,
    requests: () => requests,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

type Parts = { workspace: Workspace; courier: Courier; requests: string[] }

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { status, body } = await work(parts, request)
    send(response, status, body)
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'An unexpected server error occurred.')
    send(response, refusal.status, { status: 'error', message: refusal.message })
  }
}

async function work(
  { workspace, courier, requests }: Parts,
  request: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in')
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  if (pathname.startsWith(`${ADMIN_PREFIX}/`)) {
    return { status: 200, body: await administer(workspace, courier, { method, path: pathname, body }) }
  }
  requests.push(`${method} ${pathname.split('/', 2).join('/')}`)
  if (request.headers.authorization !== `Bearer ${workspace.key}`)
    throw new Refusal(401, 'API key is missing or invalid.')
  const found = findRoute(method, pathname)
  if (found === undefined) throw new Refusal(404, `Cannot ${method} ${pathname}`)
  const { route, id } = found
  return { status: route.status, body: route.handle(workspace, { id, version: searchParams.get('version'), body }) }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<Fields> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MOST_BODY_BYTES) throw new Refusal(413, 'request entity too large')
    pieces.push(piece)
  }
  if (bytes === 0) return {}
  try {
    const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    if (isFields(value)) return value
  } catch {
    // Told below, as what is JSON but no object.
  }
  throw new Refusal(400, 'The body must be a JSON object')
}
