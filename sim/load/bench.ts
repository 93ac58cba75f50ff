import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { compareWithReference, type Comparison } from './compare.ts'
import { startGateway } from './gateway-process.ts'
import { hangUp, untilNothingIsHeld } from './hang-up.ts'
import { openLoop, type Sample } from './open-loop.ts'
import { summarize } from './percentiles.ts'
import { type ProcessorTime, processorTime, since } from './processor-time.ts'
import { openTenSalons } from './ten-salons.ts'
import { newCall, type Target, type ToolRequest, toolRequests } from './tool-requests.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '20,200' },
    seconds: { type: 'string', default: '5' },
    tool: { type: 'string' },
    'no-reference': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const seconds = Number(values.seconds)
const rates = values.rate.split(',').map(Number)
/** Runs are compared after connections, plans and houses are warm. */
const WARM_UP = { perSecond: 100, seconds: 2 }
/** Counting the rows lets go of every plan. */
const NEW_PLANS = { perSecond: 50, seconds: 1 }

/** Nobody asks for what somebody asked for in an earlier run: most would find it taken. */
let nextCaller = 0

/** Calls are prepared before the clock starts, a few at a time, so that preparing does not load what is measured. */
async function prepare(target: Target, request: ToolRequest, count: number) {
  const prepared: { call: ReturnType<typeof newCall>; args: Record<string, unknown> }[] = []
  for (const end = nextCaller + count; nextCaller < end; nextCaller++) {
    const index = nextCaller
    const call = newCall(target, index, request.caller)
    // Every call begins so; whose it is and who calls is known when its tools are used.
    if (request.name !== 'initialize_call') await call.callTool('initialize_call', {})
    call.callerSays('Guten Tag')
    prepared.push({ call, args: await request.prepare(call, index) })
  }
  return prepared
}

async function measure(
  { target, diaries }: { target: Target; diaries: Client },
  request: ToolRequest,
  load: { perSecond: number; seconds: number },
) {
  const prepared = await prepare(target, request, Math.round(load.perSecond * load.seconds))
  const before = await processorTime(gateway.pid)
  const samples = await openLoop(load, async (index) => {
    const next = prepared[index]
    if (next === undefined) throw new Error('Not enough calls were prepared')
    const answer = await next.call.callTool(request.name, next.args)
    const said = answer.reply?.['status']
    const status = typeof said === 'string' ? said : `HTTP ${answer.statusCode}`
    return { status, ok: request.statuses.includes(status) }
  })
  const spent = since(before, await processorTime(gateway.pid))
  const calls = prepared.map(({ call }) => call)
  await hangUp(target, calls)
  await untilNothingIsHeld(diaries)
  return { samples, spent }
}

/** Latencies, and what one request took of the processor: of the gateway's time, the database's and this program's own. */
function report(perSecond: number, name: string, measured: { samples: readonly Sample[]; spent: ProcessorTime }): void {
  const { samples, spent } = measured
  const summary = summarize(samples.map((sample) => sample.milliseconds))
  const failed = samples.filter((sample) => !sample.ok)
  const failures = [...Map.groupBy(failed, (sample) => sample.status)].map(([status, of]) => `${status} ${of.length}`)
  const processor = {
    gatewayMs: spent.gatewayMs / samples.length,
    databaseMs: spent.databaseMs / samples.length,
    loadMs: spent.loadMs / samples.length,
  }
  if (values.json) {
    console.log(JSON.stringify({ perSecond, tool: name, failed: failed.length, failures, ...summary, ...processor }))
    return
  }
  const figures = [summary.p50, summary.p95, summary.p99, summary.mean, summary.max]
  const columns = figures.map((figure) => figure.toFixed(1).padStart(8)).join('')
  const each = Object.values(processor).map((ms) => ms.toFixed(2))
  console.log(
    `${String(perSecond).padStart(5)}/s  ${name.padEnd(28)}${columns}${String(failed.length).padStart(8)}  ${each.join(' + ')}  ${failures.join(', ')}`,
  )
}

function reportComparison(comparisons: readonly Comparison[]): void {
  if (!values.json) console.log('\nBeside the same reads and inserts written by hand, eight callers, in turns:')
  for (const { tool, ringbookMs, referenceMs, ratio } of comparisons) {
    const ms = `${ringbookMs.toFixed(2)} ms to ${referenceMs.toFixed(2)} ms a call`
    console.log(
      values.json
        ? JSON.stringify({ tool, ringbookMs, referenceMs, ratio })
        : `${tool.padEnd(28)} ${ratio.toFixed(2)} × (${ms})`,
    )
  }
}

const gateway = await startGateway()
const diaries = new Client({ connectionString: gateway.ownerUrl })
try {
  await diaries.connect()
  const salons = await openTenSalons(diaries)
  const target = { url: gateway.url, key: process.env['RETELL_API_KEY'] ?? 'key_demo_ringbook', salons }
  const chosen = toolRequests.filter((request) => values.tool === undefined || values.tool === request.name)
  for (const request of chosen) await measure({ target, diaries }, request, WARM_UP)
  // As autovacuum does within a minute of work: plans made for empty tables read a company's whole past.
  await diaries.query('analyze')
  for (const request of chosen) await measure({ target, diaries }, request, NEW_PLANS)
  if (!values.json)
    console.log(
      `${' '.repeat(36)}     P50     P95     P99    mean     max  failed  processor: gateway + database + load (ms)`,
    )
  for (const perSecond of rates) {
    for (const request of chosen)
      report(perSecond, request.name, await measure({ target, diaries }, request, { perSecond, seconds }))
  }
  if (!values['no-reference']) reportComparison(await compareWithReference(target, gateway.databaseUrl))
} finally {
  await diaries.end()
  await gateway.stop()
}
