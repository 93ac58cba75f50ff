import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

import { Pool, type PoolClient } from 'pg'

/**
 * What a tool call costs when it is written by hand for one purpose: the same signature check, the same reads and inserts
 * in one transaction of named statements, and nothing else — no layers, no sentences, no openings. Ringbook's cost is told
 * as a multiple of this, in the same run, because milliseconds of one machine say nothing about another.
 *
 * Run as `reference-server.ts <port> <database url>`; signs with RETELL_API_KEY or the demo's key.
 */
const [port = '0', databaseUrl = ''] = process.argv.slice(2)
const key = process.env['RETELL_API_KEY'] ?? 'key_demo_ringbook'
const pool = new Pool({ connectionString: databaseUrl, max: 20, options: '-c role=ringbook_app' })

type Body = { args: Record<string, string>; call: { call_id: string; from_number?: string; to_number?: string } }
type Row = Record<string, unknown>

function isGenuine(body: Buffer, header: string): boolean {
  const [, ms = '', digest = ''] = /^v=(\d+),d=([0-9a-f]{64})$/.exec(header) ?? []
  if (Math.abs(Date.now() - Number(ms)) > 300_000) return false
  const wanted = createHmac('sha256', key).update(body).update(ms).digest()
  return timingSafeEqual(wanted, Buffer.from(digest, 'hex'))
}

async function one(client: PoolClient | Pool, name: string, text: string, values: unknown[]): Promise<Row> {
  const result = await client.query<Row>({ name, text, values })
  return result.rows[0] ?? {}
}

/** Whose call it is, the call, its customer and the version of the facts: what every tool reads. */
async function readVisit(client: PoolClient, companyId: string, body: Body): Promise<string> {
  await one(client, 'version', 'select facts_version from companies where id = $1', [companyId])
  const known = await one(
    client,
    'call',
    'select id, customer_id from calls where company_id = $1 and retell_call_id = $2',
    [companyId, body.call.call_id],
  )
  await one(
    client,
    'customer',
    'select * from customers where company_id = $1 and phone = $2 and merged_into_id is null',
    [companyId, body.call.from_number ?? ''],
  )
  if (typeof known['id'] === 'string') return known['id']
  const made = await one(
    client,
    'new call',
    `insert into calls (id, company_id, retell_call_id, workspace_id, language, direction, from_number, to_number, caller_kind)
     select $1, $2, $3, workspace_id, 'de', 'inbound', $4, $5, 'number' from phone_numbers where number = $5 returning id`,
    [randomUUID(), companyId, body.call.call_id, body.call.from_number ?? null, body.call.to_number],
  )
  return String(made['id'])
}

/** Locks a day, reads what is taken and was offered, and writes four offers, a hold and its segment. */
async function holdSomething(client: PoolClient, companyId: string, callId: string, body: Body): Promise<void> {
  const start = `${body.args['date']}T${body.args['time']}:00+01:00`
  const staff = await one(
    client,
    'staff',
    'select id, branch_id from staff where company_id = $1 order by random() limit 1',
    [companyId],
  )
  const service = await one(client, 'service', 'select id from services where company_id = $1 limit 1', [companyId])
  await one(client, 'lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${companyId} ${String(staff['id'])} ${start}`,
  ])
  const during = [companyId, start]
  await one(
    client,
    'taken',
    `select resource_id, lower(during), upper(during) from segments
     where company_id = $1 and active and during && tstzrange($2::timestamptz, $2::timestamptz + interval '14 days')`,
    during,
  )
  await one(client, 'offered', 'select * from offers where company_id = $1 and call_id = $2', [companyId, callId])
  await one(
    client,
    'offers',
    `insert into offers (company_id, call_id, id, branch_id, service_id, staff_id, staff_asked_for, starts_at, ends_at)
     select $1, $2, substr(md5(random()::text), 1, 4), $3, $4, $5, false, $6::timestamptz + n * interval '1 hour',
       $6::timestamptz + n * interval '1 hour' + interval '30 minutes' from generate_series(0, 3) as n
     on conflict do nothing`,
    [companyId, callId, staff['branch_id'], service['id'], staff['id'], start],
  )
  const holdId = randomUUID()
  await one(
    client,
    'hold',
    `insert into holds (id, company_id, call_id, offer_id, staff_asked_for, state, expires_at)
     values ($1, $2, $3, 'abcd', false, 'live', now() + interval '5 minutes') on conflict do nothing`,
    [holdId, companyId, callId],
  )
  await one(
    client,
    'segment',
    `insert into segments (id, company_id, resource_id, during, active, hold_id)
     values ($1, $2, $3, tstzrange($4::timestamptz, $4::timestamptz + interval '30 minutes'), true, $5) on conflict do nothing`,
    [randomUUID(), companyId, staff['id'], start, holdId],
  )
}

async function answer(tool: string, body: Body): Promise<object> {
  const route = await one(pool, 'route', 'select * from route_call($1, null, $2, null)', [
    body.call.call_id,
    body.call.to_number,
  ])
  const companyId = String(route['company_id'])
  const client = await pool.connect()
  try {
    await client.query('begin')
    await one(client, 'company', `select set_config('app.company_id', $1, true)`, [companyId])
    const callId = await readVisit(client, companyId, body)
    if (tool === 'check-availability') await holdSomething(client, companyId, callId, body)
    await one(
      client,
      'step',
      `insert into call_steps (id, company_id, call_id, tool, arguments, status, reply, query_count, duration_ms)
       values ($1, $2, $3, $4, $5, 'ok', '{}', 0, 0)`,
      [randomUUID(), companyId, callId, tool, JSON.stringify(body.args)],
    )
    await client.query('commit')
    return { status: 'ok', say: 'Guten Tag' }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    const isSigned = isGenuine(body, String(request.headers['x-retell-signature']))
    const tool = request.url?.split('/').at(-1) ?? ''
    const answered = isSigned
      ? answer(tool, JSON.parse(body.toString()) as Body)
      : Promise.reject(new Error('not signed'))
    answered.then(
      (reply) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply)),
      () => response.writeHead(500).end(),
    )
  })
})
server.listen(Number(port), '127.0.0.1', () => console.log('ready'))
process.once('SIGTERM', () => {
  server.close(() => void pool.end())
  server.closeAllConnections()
})
