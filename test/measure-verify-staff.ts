/**
 * How long `verify_staff` takes over HTTP in a company of ten thousand people, arrivals not waiting for answers: names as
 * written, misheard, and with a title before them. Beside it, in turns, the tool that looks nobody up, and a request that is
 * answered without a thought: what all take is the machine's. Each call is one that has begun, as all have. On a gateway and
 * a database of its own.
 *
 *     node test/measure-verify-staff.ts [--staff 10000] [--rate 20] [--seconds 30]
 */
import { parseArgs } from 'node:util'

import { startCall } from '../sim/caller/phone-call.ts'
import { startGateway } from '../sim/load/gateway-process.ts'
import { openLoop } from '../sim/load/open-loop.ts'
import { summarize } from '../sim/load/percentiles.ts'
import { activeCompanies } from '../src/companies/routing.ts'
import { systemClock } from '../src/infra/clock.ts'
import { openDatabase } from '../src/infra/db/database.ts'
import { createIds } from '../src/infra/ids.ts'
import { systemRandom } from '../src/infra/random.ts'
import { nameKeyColumns } from '../src/speech/name-key.ts'
import { corruptName } from './corrupt-name.ts'
import { drawOne, drawPeople, seededDraw } from './german-names.ts'

const { values } = parseArgs({
  options: {
    staff: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
  },
})
const load = { perSecond: Number(values.rate), seconds: Number(values.seconds) }
/** Each address has an index of its own, built when it is first asked for. */
const warmUp = { perSecond: 100, seconds: 12 }
const rowsPerInsert = 1_000
const measured = ['verify_staff', 'check_customer', 'GET /healthz'] as const

const draw = seededDraw(1)
const people = drawPeople(draw, Number(values.staff))

const gateway = await startGateway()
try {
  await hire(gateway.databaseUrl)
  const prepare = async (index: number) => {
    const name = drawOne(draw, people)
    const heard = drawOne(draw, [name, corruptName(name, draw), name.split(' ').at(-1) ?? name])
    const call = startCall({
      baseUrl: gateway.url,
      key: process.env['RETELL_API_KEY'] ?? 'key_demo_ringbook',
      agentId: 'agent_demo_de',
      fromNumber: 'anonymous',
      toNumber: '+493023125001',
    })
    const title = drawOne(draw, ['', '', 'Frau ', 'Herr '])
    await call.callTool('initialize_call', {})
    const what = measured[index % measured.length] ?? 'verify_staff'
    const ask = async () => {
      if (what === 'GET /healthz') return await isAlive()
      const { reply } = await call.callTool(what, { staff_name: title + heard })
      const status = reply?.['status']
      return typeof status === 'string' && ['resolved', 'ambiguous', 'unknown', 'anonymous'].includes(status)
    }
    return { what, ask }
  }
  const isAlive = async () => {
    const response = await fetch(new URL('/healthz', gateway.url))
    await response.text()
    return response.ok
  }
  const measure = async (asked: { perSecond: number; seconds: number }) => {
    const prepared: Awaited<ReturnType<typeof prepare>>[] = []
    for (let index = 0; index < asked.perSecond * asked.seconds; index++) prepared.push(await prepare(index))
    return await openLoop(asked, async (index) => await answerOf(prepared[index]))
  }
  const answerOf = async (asks: Awaited<ReturnType<typeof prepare>> | undefined) => {
    if (asks === undefined) throw new Error('Not enough calls were prepared')
    return { status: asks.what, ok: await asks.ask() }
  }
  await measure(warmUp)
  const samples = await measure(load)
  for (const [what, of] of Map.groupBy(samples, ({ status }) => status)) {
    const { p50, p95, p99, max } = summarize(of.map(({ milliseconds }) => milliseconds))
    const told = Object.entries({ P50: p50, P95: p95, P99: p99, max }).map(
      ([name, ms]) => `${name} ${ms.toFixed(1)} ms`,
    )
    const failed = of.filter(({ ok }) => !ok).length
    console.log(`${people.length} people, ${load.perSecond}/s: ${what} ${told.join(', ')}, ${failed} failed`)
  }
} finally {
  await gateway.stop()
}

/** Adds the people to the demo company, who all work at its first branch. */
async function hire(databaseUrl: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, applicationName: 'measure verify_staff' })
  try {
    const ids = createIds(systemClock, systemRandom)
    const [company] = await activeCompanies(db.kysely)
    if (company === undefined) throw new Error('The demo company is missing')
    await db.inCompany(company.id, async (tx) => {
      const branch = await tx.selectFrom('branches').select('id').orderBy('position').executeTakeFirstOrThrow()
      for (let from = 0; from < people.length; from += rowsPerInsert) {
        const rows = people.slice(from, from + rowsPerInsert).map((name, index) => {
          const [firstName = '', ...rest] = name.split(' ')
          const names = { first_name: firstName, last_name: rest.join(' ') }
          const keys = nameKeyColumns(names.first_name, names.last_name)
          return {
            id: ids.uuid(),
            company_id: company.id,
            branch_id: branch.id,
            position: from + index,
            ...names,
            ...keys,
          }
        })
        await tx.insertInto('staff').values(rows).execute()
      }
    })
  } finally {
    await db.close()
  }
}
