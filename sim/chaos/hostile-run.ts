import { Agent, request as httpRequest } from 'node:http'

import { signatureHeader } from '../caller/sign.ts'
import { BODY_LIMIT_BYTES, type HostileRequest, hostileRequest, type Remembered } from './hostile-requests.ts'
import type { House } from './house.ts'
import { inLanes } from './lanes.ts'
import type { Random } from './random.ts'
import { TOOL_STATUSES } from './tool-statuses.ts'

export type HostileRun = {
  requests: number
  /** Answers by code, and by status where the code is 200. */
  answers: Readonly<Record<string, number>>
  /** What should not have been answered like that: the number of the request, what it was, what came back. */
  findings: readonly string[]
}

export type HostileOptions = {
  url: string
  key: string
  house: House
  random: Random
  count: number
  /** Number of the first request, so that one can be sent again by itself. */
  from?: number
  lanes: number
  /** Called after each. */
  onAnswer?: (done: number) => void
}

/** Codes a tool may answer with besides 200. Whoever signs rightly is never told 401. */
const REFUSALS = new Set([400, 404, 413, 422])
const LONGEST_REPLY = 1_500
const TIMEOUT_MS = 15_000
const MOST_FINDINGS = 50

/** Sends so many hostile requests, each rightly signed, and judges the answers. */
export async function sendHostile(options: HostileOptions): Promise<HostileRun> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.lanes })
  const answers: Record<string, number> = {}
  const findings: string[] = []
  let done = 0
  const told = new Map<string, Remembered>()
  const first = options.from ?? 0
  await inLanes(options.count, options.lanes, async (index) => {
    const number = first + index
    const random = options.random.fork(`request ${number}`)
    const hostile = hostileRequest(random, options.house, (callId) => told.get(callId))
    const answer = await send(options, agent, hostile)
    const offer = firstOffer(answer)
    if (offer !== undefined) told.set(hostile.callId, { ...offer, reply: answer.text })
    const finding = judge(hostile, answer)
    const outcome = statusIn(answer) ?? String(answer.statusCode)
    answers[outcome] = (answers[outcome] ?? 0) + 1
    options.onAnswer?.((done += 1))
    if (finding !== undefined && findings.length < MOST_FINDINGS) {
      findings.push(`${number} (${hostile.kind}) ${hostile.path}: ${finding}: ${answer.text.slice(0, 300)}`)
    }
  })
  agent.destroy()
  return { requests: options.count, answers, findings }
}

type HostileAnswer = { statusCode: number; text: string }

/** A connection that ends without an answer has code 0. */
async function send(
  { url, key }: Pick<HostileOptions, 'url' | 'key'>,
  agent: Agent,
  { path, body, contentType }: HostileRequest,
): Promise<HostileAnswer> {
  const { hostname, port } = new URL(url)
  const headers = {
    'x-retell-signature': signatureHeader(body, key, Date.now()),
    'content-length': body.length,
    ...(contentType !== null && { 'content-type': contentType }),
  }
  return await new Promise((resolve) => {
    const sent = httpRequest(
      { agent, hostname, port, path, method: 'POST', headers, timeout: TIMEOUT_MS },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({ statusCode: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
        )
        response.on('error', (error) => resolve({ statusCode: response.statusCode ?? 0, text: error.message }))
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')))
    sent.on('error', (error) => resolve({ statusCode: 0, text: error.message }))
    sent.end(body)
  })
}

/** What is wrong with an answer; undefined when nothing is. */
function judge(hostile: HostileRequest, answer: HostileAnswer): string | undefined {
  // Refused by its announced length, with the connection ended while the body was still on its way.
  if (answer.statusCode === 0 && hostile.body.length > BODY_LIMIT_BYTES) return undefined
  if (answer.statusCode !== 200) {
    return REFUSALS.has(answer.statusCode) ? undefined : `code ${answer.statusCode}`
  }
  if (hostile.tool === undefined) return 'an answer where there is no tool'
  const reply = readReply(answer.text)
  if (reply === undefined) return 'no object'
  const { status, say, ...data } = reply
  const known: readonly unknown[] = [...TOOL_STATUSES[hostile.tool], 'not_configured']
  if (!known.includes(status)) return `status ${String(status)}`
  if (typeof say !== 'string' || say.trim() === '') return 'nothing to say'
  if (answer.text.length > LONGEST_REPLY) return `${answer.text.length} characters`
  const odd = Object.entries(data).find(([, value]) => !isField(value))
  return odd === undefined ? undefined : `field ${odd[0]}`
}

/** Texts, and lists of texts or of things made of texts. */
function isField(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (!Array.isArray(value)) return false
  return value.every(
    (item) =>
      typeof item === 'string' ||
      (typeof item === 'object' && item !== null && Object.values(item).every((part) => typeof part === 'string')),
  )
}

function statusIn(answer: HostileAnswer): string | undefined {
  const status = answer.statusCode === 200 ? readReply(answer.text)?.['status'] : undefined
  return typeof status === 'string' ? status : undefined
}

/** The very time that was asked for, else the first of the others. */
function firstOffer(answer: HostileAnswer): Pick<Remembered, 'offerId' | 'time'> | undefined {
  const reply = readReply(answer.text)
  const others = reply?.['alternatives']
  for (const offer of [reply, ...(Array.isArray(others) ? others : [])]) {
    const [offerId, time] = [offer?.['offer_id'], offer?.['time']]
    if (typeof offerId === 'string' && offerId !== '' && typeof time === 'string') return { offerId, time }
  }
  return undefined
}

function readReply(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
