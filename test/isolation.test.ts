import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'

import { seedDemoCompany } from '../src/app/demo/seed.ts'
import { activeCompanies } from '../src/companies/routing.ts'
import { argumentSchemas } from '../src/retell/arguments.ts'
import { queryAsOwner } from './harness/database.ts'
import { createRetellLine, type RetellLine } from './harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from './harness/server.ts'

/** A Monday morning in Berlin. */
const clock = clockAt('2030-06-03T06:00:00Z')
const tools = Object.keys(argumentSchemas)

let server: TestServer
let ours: RetellLine
let theirs: RetellLine
/** A company with a row in almost every table. */
let salonId: string

beforeAll(async () => {
  server = await startTestServer({ clock })
  ours = await createRetellLine(server)
  theirs = await createRetellLine(server)
  await seedDemoCompany({ ...server.context, database: server.database.db, workspaceId: ours.workspaceId })
  const companies = await activeCompanies(server.database.db.kysely)
  salonId = companies.find((company) => company.slug === 'demo')?.id ?? ''
})

/** Tables that have a company in each row, and the column that says which. */
async function companyTables(): Promise<{ table: string; column: string }[]> {
  const rows = await queryAsOwner<{ table: string }>(
    server.database.ownerUrl,
    `select table_name as table from information_schema.columns
     where table_schema = 'public' and column_name = 'company_id' order by 1`,
  )
  return [{ table: 'companies', column: 'id' }, ...rows.map(({ table }) => ({ table, column: 'company_id' }))]
}

describe('over HTTP', () => {
  test.each(tools)('%s refuses the key of another workspace, for our number and for our agent', async (tool) => {
    const byNumber = await ours.call({ key: theirs.key }).callTool(tool, {})
    const byAgent = await ours.call({ key: theirs.key, from: null }).callTool(tool, {})
    expect([byNumber.statusCode, byNumber.text]).toEqual([401, ''])
    expect([byAgent.statusCode, byAgent.text]).toEqual([401, ''])
  })

  test.each(tools)('%s says nothing of another company, whatever its arguments name', async (tool) => {
    const secrets = { company: 'demo', company_id: salonId, branch: 'Prenzlauer Berg', staff_name: 'Lena Sommer' }
    const call = theirs.call({ from: '+4917604069001' })
    const answer = await call.callTool(tool, { ...secrets, name: 'Anna Schmidt', query: 'Balayage', date: 'morgen' })
    expect(answer.statusCode).toBe(200)
    expect(answer.text).not.toMatch(/Sonnenschein|Sommer|Balayage|Prenzlauer|Anna/)
  })

  test('an offer of one company cannot be booked from the call of another', async () => {
    const first = ours.call()
    const offered = await first.callTool('check_availability', { date: '04.06.2030', time: '10:00' })
    expect(offered.reply).toMatchObject({ status: 'available' })
    const second = theirs.call()
    second.callerSays('Ja, gerne')
    const offerId = offered.reply?.['offer_id']
    const answer = await second.callTool('book_appointment', { offer_id: offerId, name: 'Otto Anders', confirm: true })
    expect(answer.reply).toMatchObject({ status: 'not_offered', offer_id: '' })
  })
})

describe('as the app’s role in SQL', () => {
  test('no table shows a row of another company, and the salon has rows to hide', async () => {
    const seen: Record<string, number> = {}
    for (const { table, column } of await companyTables()) {
      const count = async (companyId: string) =>
        await server.database.db.inCompany(companyId, async (tx) => {
          const of = sql<{
            rows: number
          }>`select count(*)::int as rows from ${sql.table(table)} where ${sql.ref(column)} = ${salonId}`
          return (await of.execute(tx)).rows[0]?.rows ?? -1
        })
      expect([table, await count(theirs.id)]).toEqual([table, 0])
      seen[table] = await count(salonId)
    }
    expect(seen).toMatchObject({ companies: 1, staff: 8, services: 12, branches: 2 })
    expect(seen['appointments']).toBeGreaterThan(20)
  })

  test('nothing can be written, changed or deleted of another company', async () => {
    const { db } = server.database
    const steal = db.inCompany(theirs.id, (tx) =>
      sql`insert into closures (id, company_id, first_date, last_date)
        values (gen_random_uuid(), ${salonId}, '2030-01-01', '2030-01-01')`.execute(tx),
    )
    await expect(steal).rejects.toThrow(/row-level security/)
    for (const { table, column } of await companyTables()) {
      if (table === 'appointment_history') continue
      const deleted = await db.inCompany(theirs.id, (tx) =>
        sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${salonId}`.execute(tx),
      )
      expect([table, deleted.numAffectedRows ?? 0n]).toEqual([table, 0n])
    }
  })

  test('without a company nothing is seen at all', async () => {
    for (const { table } of await companyTables()) {
      const rows = await sql`select 1 from ${sql.table(table)} limit 1`.execute(server.database.db.kysely)
      expect([table, rows.rows.length]).toEqual([table, 0])
    }
  })

  test('history cannot be rewritten, not even one’s own', async () => {
    const rewrite = server.database.db.inCompany(salonId, (tx) =>
      sql`delete from appointment_history where company_id = ${salonId}`.execute(tx),
    )
    await expect(rewrite).rejects.toThrow(/permission denied/)
  })

  test('the routing function tells whose number it is and nothing more', async () => {
    const { db } = server.database
    const routed = await sql<object>`select * from route_call(null, null, ${ours.number}, null)`.execute(db.kysely)
    expect(routed.rows).toHaveLength(1)
    expect(Object.keys(routed.rows[0] ?? {}).toSorted()).toEqual(
      ['agent_id', 'branch_id', 'company_id', 'known_by', 'language', 'workspace_id'].toSorted(),
    )
    const escalate = sql`set role ringbook_routing`.execute(db.kysely)
    await expect(escalate).rejects.toThrow(/permission denied/)
  })
})
