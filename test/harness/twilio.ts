import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { whenFileIsDone } from './clean-up.ts'

/** A text as the stand-in took it. */
export type TakenText = { sid: string; to: string; from: string; body: string; statusCallback: string | null }

/**
 * What goes wrong with a request to send. `lost`: taken, and the connection breaks before the answer. `dropped`: the same without
 * having been taken. `silent`: not taken, and never answered. A number is a status; `code` is Twilio's own.
 */
export type TextFault = 'lost' | 'dropped' | 'silent' | { status: number; code?: number; taken?: boolean }

/** Stands in for Twilio's REST interface as far as texts go, on real HTTP. */
export type TwilioStandIn = {
  readonly url: string
  readonly accountSid: string
  readonly token: string
  readonly taken: TakenText[]
  /** What goes wrong with the next requests to send; undefined for nothing. */
  fault: (text: { to: string; body: string }) => TextFault | undefined
  /** Whether it lists what it has; when not, it answers 503, or never. */
  lists: boolean | 'silent'
  readonly requests: { method: string; url: string; authorization: string; body: string }[]
  close(): Promise<void>
}

const DATE = 'Mon, 03 Jun 2030 06:00:00 +0000'

export async function startTwilio(options: { date?: () => string } = {}): Promise<TwilioStandIn> {
  const accountSid = 'AC00000000000000000000000000000001'
  const token = 'token of a test'
  const server = createServer((request, response) => {
    void readBody(request).then((body) => handle(request, body, response))
  })
  const standIn: TwilioStandIn = {
    url: '',
    accountSid,
    token,
    taken: [],
    fault: () => undefined,
    lists: true,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`

  function handle(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { method = '', url = '' } = request
    standIn.requests.push({ method, url, authorization: request.headers.authorization ?? '', body })
    const at = new URL(url, 'http://stand-in')
    if (request.headers.authorization !== authorization) return answer(response, 401, { code: 20003, status: 401 })
    if (at.pathname !== path) return answer(response, 404, { code: 20404, status: 404 })
    if (method === 'GET') return list(at, response)
    const form = new URLSearchParams(body)
    const text = {
      sid: `SM${String(standIn.taken.length + 1).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
      body: form.get('Body') ?? '',
      statusCallback: form.get('StatusCallback'),
    }
    const fault = standIn.fault(text)
    if (fault === 'silent') return
    if (fault === 'dropped') return void request.socket.destroy()
    if (typeof fault === 'object') {
      if (fault.taken === true) standIn.taken.push(text)
      return answer(response, fault.status, { code: fault.code ?? fault.status, status: fault.status })
    }
    standIn.taken.push(text)
    if (fault === 'lost') return void request.socket.destroy()
    answer(response, 201, { sid: text.sid, status: 'queued', error_code: null, to: text.to, body: text.body })
  }
  function list(at: URL, response: ServerResponse): void {
    if (standIn.lists === 'silent') return
    if (!standIn.lists) return answer(response, 503, {})
    const to = at.searchParams.get('To')
    const messages = standIn.taken
      .filter((text) => text.to === to)
      .toReversed()
      .map(({ sid, body }) => ({ sid, to, body, date_created: options.date?.() ?? DATE, status: 'sent' }))
    answer(response, 200, { messages, page: 0, page_size: 50 })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return Object.assign(standIn, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

/** The same, closed when the test file is done. */
export async function startTestTwilio(options: Parameters<typeof startTwilio>[0] = {}): Promise<TwilioStandIn> {
  const standIn = await startTwilio(options)
  whenFileIsDone(() => standIn.close())
  return standIn
}

/** What Twilio signs a request of its own with. */
export function signAsTwilio(token: string, url: string, fields: Readonly<Record<string, string>>): string {
  const signed = Object.keys(fields)
    .toSorted()
    .reduce((text, name) => text + name + (fields[name] ?? ''), url)
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64')
}

/** A server that takes whatever is posted to it, as Slack and PagerDuty do; `status` is what it answers. */
export async function startTestWebhook(): Promise<{
  url: string
  status: number
  answer: object | string
  received: { path: string; body: unknown }[]
}> {
  const hook = {
    url: '',
    status: 200,
    answer: 'ok' as object | string,
    received: [] as { path: string; body: unknown }[],
  }
  const server = createServer((request, response) => {
    void (async () => {
      hook.received.push({ path: request.url ?? '', body: JSON.parse(await readBody(request)) })
      answer(response, hook.status, hook.answer)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  whenFileIsDone(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve(undefined))
      }),
  )
  hook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return hook
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += String(part)
  return body
}

function answer(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
