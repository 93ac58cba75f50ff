import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { signatureHeader } from '../caller/sign.ts'
import { startGateway } from './gateway-process.ts'
import { openLoop, type Sample } from './open-loop.ts'
import { summarize } from './percentiles.ts'

/**
 * A program: so many calls begin every second, each told by the four events of its life, on a gateway of its own. Says how
 * long each took to be taken in, how long its work took to begin and to be done, and how the queue is worked off after nobody
 * has worked for a while.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    /** One process answers and another works, instead of one that does both. */
    apart: { type: 'boolean', default: false },
    /** Nobody works until all has been told. */
    'idle-worker': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const perSecond = Number(values.rate)
const seconds = Number(values.seconds)
const key = process.env['RETELL_API_KEY'] ?? 'key_demo_ringbook'
/** The demo company's. */
const TO_NUMBER = '+493023125001'
const AGENT_ID = 'agent_demo_de'
const EVENTS = ['call_inbound', 'call_started', 'call_ended', 'call_analyzed'] as const
type EventName = (typeof EVENTS)[number]
/** Within so much each is acknowledged; a ringing phone is answered. */
const MOST_MS: Readonly<Record<EventName, number>> = {
  call_inbound: 40,
  call_started: 20,
  call_ended: 20,
  call_analyzed: 20,
}

/** Two minutes of talk, with the times of words as the platform sends them. */
const transcript_object = Array.from({ length: 40 }, (_, index) => {
  const content = 'Guten Tag, ich hätte gerne gewusst, was ein Haarschnitt bei Ihnen kostet.'
  const words = content
    .split(' ')
    .map((word, place) => ({ word, start: index * 3 + place / 4, end: index * 3 + (place + 1) / 4 }))
  return { role: index % 2 === 0 ? 'agent' : 'user', content, words }
})

function bodyOf(name: EventName, index: number): string {
  const base = {
    call_id: `call_load_${process.pid}_${index}`,
    call_type: 'phone_call',
    agent_id: AGENT_ID,
    direction: 'inbound',
    from_number: `+4915${String(200_000_000 + index)}`,
    to_number: TO_NUMBER,
  }
  if (name === 'call_inbound') return JSON.stringify({ event: name, call_inbound: base })
  const start_timestamp = Date.now()
  if (name === 'call_started') return JSON.stringify({ event: name, call: { ...base, start_timestamp } })
  const end = {
    ...base,
    start_timestamp,
    end_timestamp: start_timestamp + 120_000,
    duration_ms: 120_000,
    disconnection_reason: 'user_hangup',
    call_cost: { combined_cost: 23.4 },
    transcript_object,
    transcript_with_tool_calls: transcript_object,
  }
  if (name === 'call_ended') return JSON.stringify({ event: name, call: end })
  const call_analysis = { call_summary: 'Fragte nach einem Preis.', user_sentiment: 'Neutral', call_successful: true }
  return JSON.stringify({ event: name, call: { ...end, call_analysis } })
}

async function deliver(url: string, name: EventName, index: number): Promise<Omit<Sample, 'milliseconds'>> {
  const body = bodyOf(name, index)
  const response = await fetch(`${url}/api/webhooks/retell`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-retell-signature': signatureHeader(body, key, Date.now()) },
    body,
  })
  await response.arrayBuffer()
  return { status: String(response.status), ok: response.status === 200 || response.status === 204 }
}

type Figures = ReturnType<typeof summarize> & { what: string; failed: number; most?: number }

function tell({ what, failed, most, ...summary }: Figures): void {
  if (values.json) return console.log(JSON.stringify({ what, failed, most, ...summary }))
  const columns = [summary.p50, summary.p95, summary.p99, summary.max].map((ms) => ms.toFixed(1).padStart(9)).join('')
  const verdict = most === undefined ? '' : summary.p95 <= most ? `  P95 ≤ ${most}` : `  P95 > ${most}!`
  console.log(`${what.padEnd(30)}${String(summary.count).padStart(7)}${columns}${String(failed).padStart(8)}${verdict}`)
}

/** Calls of every stage of their life at once, as on an ordinary day: each second as many begin, end and are analysed. */
async function play(url: string, from: number): Promise<void> {
  const samples = new Map<EventName, Sample[]>(EVENTS.map((name) => [name, []]))
  const pace = { perSecond: perSecond * EVENTS.length, seconds }
  const stages = EVENTS.length
  const all = await openLoop(pace, async (index) => {
    // The first call's events, then the second's: so a call's own come in order, a moment apart.
    const name = EVENTS[index % stages] ?? 'call_started'
    return { ...(await deliver(url, name, from + Math.floor(index / stages))) }
  })
  for (const [index, sample] of all.entries()) samples.get(EVENTS[index % stages] ?? 'call_started')?.push(sample)
  for (const [name, of] of samples) {
    const failed = of.filter(({ ok }) => !ok).length
    tell({ what: name, failed, most: MOST_MS[name], ...summarize(of.map(({ milliseconds }) => milliseconds)) })
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl })
  // Ended with its database when something went wrong: what that was is told, and not this.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('set role ringbook_app')
  return client
}

const LEFT = `select count(*)::int as jobs from pgboss.job where name in ('work-call', 'wrap-up-call') and state in ('created', 'retry', 'active') and start_after <= now()`

/** Ten times what it may take. */
const PATIENCE_MS = 600_000

/** Until nothing waits any more; gives how long that took. */
async function untilEmpty(client: Client): Promise<number> {
  const startedMs = performance.now()
  for (;;) {
    const { rows } = await client.query<{ jobs: number }>(LEFT)
    const elapsedMs = performance.now() - startedMs
    if (rows[0]?.jobs === 0) return elapsedMs
    if (elapsedMs > PATIENCE_MS) throw new Error(`${rows[0]?.jobs} jobs still wait`)
    await wait(50)
  }
}

async function tellWork(client: Client): Promise<void> {
  const { rows } = await client.query<{ waited: number; took: number; state: string }>(
    `select (extract(epoch from started_on - created_on) * 1000)::float8 as waited,
        (extract(epoch from completed_on - created_on) * 1000)::float8 as took, state
      from pgboss.job where name = 'work-call'`,
  )
  const failed = rows.filter(({ state }) => state !== 'completed').length
  tell({ what: 'work begun after', failed, most: 50, ...summarize(rows.map(({ waited }) => waited)) })
  tell({ what: 'work done after', failed, most: 1_000, ...summarize(rows.map(({ took }) => took)) })
}

const isApart = values.apart || values['idle-worker']
const gateway = await startGateway(isApart ? 'serve' : 'all')
const beside = values.apart && !values['idle-worker'] ? gateway.startWorker() : undefined
try {
  const client = await connect(gateway.databaseUrl)
  if (!values.json) console.log(`${' '.repeat(30)}  count      P50      P95      P99      max  failed   (ms)`)
  await openLoop({ perSecond: 100, seconds: 5 }, (index) =>
    deliver(gateway.url, EVENTS[index % 4] ?? 'call_started', 9_000_000 + index),
  )
  // A worker that was just started is at work when it has worked these off.
  if (!values['idle-worker']) await untilEmpty(client)
  await client.query(`delete from pgboss.job where name = 'work-call' and state = 'completed'`).catch(() => undefined)
  await play(gateway.url, 0)
  if (values['idle-worker']) {
    const { rows } = await client.query<{ jobs: number }>(LEFT)
    console.log(`${rows[0]?.jobs} jobs wait`)
    const worker = gateway.startWorker()
    console.log(`worked off ${((await untilEmpty(client)) / 1_000).toFixed(1)} s after somebody began to work`)
    await worker.stop()
  } else {
    const drained = await untilEmpty(client)
    await tellWork(client)
    console.log(`empty ${(drained / 1_000).toFixed(1)} s after the last event`)
  }
  await client.end()
} finally {
  await beside?.stop()
  await gateway.stop()
}
