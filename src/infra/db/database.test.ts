import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../../../test/harness/database.ts'
import { commitEarly, openDatabase } from './database.ts'
import { hotRead } from './hot-read.ts'
import { newTally, tallyQueries } from './query-tally.ts'

const COMPANY = '01900000-0000-7000-8000-000000000001'
const OTHER = '01900000-0000-7000-8000-000000000002'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  for (const [id, slug] of [
    [COMPANY, 'one'],
    [OTHER, 'two'],
  ]) {
    await queryAsOwner(
      database.ownerUrl,
      `insert into companies (id, slug, name, zone, languages) values ($1, $2, 'A', 'Europe/Berlin', '{de}')`,
      [id, slug],
    )
  }
})

test('the app runs as a role that owns nothing, is no superuser and is bound by row-level security', async () => {
  const { rows } = await sql<{ name: string; safe: boolean; owned: number }>`
    select rolname as name, not rolsuper and not rolbypassrls as safe,
      (select count(*) from pg_class where relowner = r.oid) as owned
    from pg_roles r where rolname = current_user`.execute(database.db.kysely)
  expect(rows).toEqual([{ name: 'ringbook_app', safe: true, owned: 0 }])
})

test('a commit waits for the disk, unless what is written may be lost', async () => {
  await queryAsOwner(
    database.ownerUrl,
    `do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
  )
  const fresh = openDatabase({ url: database.appUrl, applicationName: 'ringbook test', size: { min: 0, max: 1 } })
  const read = async (options: { isDurable?: boolean }) =>
    await fresh.inCompany(COMPANY, (tx) => sql`show synchronous_commit`.execute(tx), options)
  try {
    expect((await read({})).rows).toEqual([{ synchronous_commit: 'on' }])
    expect((await read({ isDurable: false })).rows).toEqual([{ synchronous_commit: 'off' }])
    const early = await fresh.inCompany(COMPANY, async (tx) => {
      commitEarly(tx)
      return await sql`show synchronous_commit`.execute(tx)
    })
    expect(early.rows).toEqual([{ synchronous_commit: 'off' }])
    // It is for one transaction alone.
    expect((await read({})).rows).toEqual([{ synchronous_commit: 'on' }])
  } finally {
    await fresh.close()
  }
})

test('what an index tells is asked of the index, however small the table is', async () => {
  await queryAsOwner(database.ownerUrl, 'analyze companies')
  const plan = await sql`explain select 1 from companies where id = ${COMPANY}::uuid`.execute(database.db.kysely)
  expect(JSON.stringify(plan.rows)).not.toContain('Seq Scan')
})

test('every table of a company has row-level security forced and a policy', async () => {
  const unprotected = await queryAsOwner(
    database.ownerUrl,
    `select c.relname from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and (not c.relrowsecurity or not c.relforcerowsecurity
            or not exists (select from pg_policy p where p.polrelid = c.oid))`,
  )
  expect(unprotected).toEqual([])
})

test('outside a company no row is seen; inside, its own alone', async () => {
  expect(await database.db.kysely.selectFrom('companies').select('id').execute()).toEqual([])
  const seen = await database.db.inCompany(COMPANY, (tx) => tx.selectFrom('companies').select('slug').execute())
  expect(seen).toEqual([{ slug: 'one' }])
})

test('the company does not stick to the connection', async () => {
  const single = openDatabase({ url: database.appUrl, applicationName: 'test', size: { min: 0, max: 1 } })
  await single.inCompany(COMPANY, async () => undefined)
  expect(await single.kysely.selectFrom('companies').select('id').execute()).toEqual([])
  await single.close()
})

test('a company that is no uuid is refused before the database is asked', async () => {
  await expect(database.db.inCompany("x' or true", async () => 1)).rejects.toThrow(TypeError)
})

test('what fails is undone', async () => {
  const failing = database.db.inCompany(COMPANY, async (tx) => {
    await tx.updateTable('companies').set({ name: 'changed' }).execute()
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  const rows = await database.db.inCompany(COMPANY, (tx) => tx.selectFrom('companies').select('name').execute())
  expect(rows).toEqual([{ name: 'A' }])
})

test('a failed statement that was swallowed does not pass for a success', async () => {
  const swallowing = database.db.inCompany(COMPANY, async (tx) => {
    await tx.updateTable('companies').set({ name: 'changed' }).execute()
    await sql`select 1 / 0`.execute(tx).catch(() => undefined)
    return 'done'
  })
  await expect(swallowing).rejects.toThrow('nothing was written')
})

test('a deadlock is tried again only where the caller says it is safe', async () => {
  let runs = 0
  const work = async () => {
    runs += 1
    if (runs < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    return 'done'
  }
  expect(await database.db.inCompany(COMPANY, work, { retries: 3 })).toBe('done')
  runs = 0
  await expect(database.db.inCompany(COMPANY, work)).rejects.toThrow('deadlock detected')
  expect(runs).toBe(1)
})

test('an aborted transaction rejects at once, writes nothing and gives its connection back', async () => {
  const single = openDatabase({ url: database.appUrl, applicationName: 'test', size: { min: 0, max: 1 } })
  const abort = new AbortController()
  const reached = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const outcome = single.inCompany(
    COMPANY,
    async (tx) => {
      await tx.updateTable('companies').set({ name: 'late' }).execute()
      reached.resolve()
      await letGo.promise
    },
    { signal: abort.signal },
  )
  await reached.promise
  abort.abort(new Error('too late'))
  await expect(outcome).rejects.toThrow('too late')
  letGo.resolve()
  const rows = await single.inCompany(COMPANY, (tx) => tx.selectFrom('companies').select('name').execute())
  expect(rows).toEqual([{ name: 'A' }])
  await single.close()
})

test('times come as Temporal values and go in as such, counts as numbers, amounts as text', async () => {
  const instant = Temporal.Instant.from('2026-10-25T00:30:00.123456Z')
  const { rows } = await sql<Record<string, unknown>>`
    select ${instant}::timestamptz as instant, ${instant}::text as written, ${Temporal.PlainDate.from('2026-02-28')}::date as day,
      '2026-03-29 02:30'::timestamp as wall, '14:05'::time as time, 5::int8 as count, 1.50::numeric as amount,
      array[${instant}::timestamptz, null] as instants`.execute(database.db.kysely)
  const row = rows[0] ?? {}
  expect(String(row['instant'])).toBe(instant.toString())
  expect(String(row['day'])).toBe('2026-02-28')
  expect(String(row['wall'])).toBe('2026-03-29T02:30:00')
  expect(String(row['time'])).toBe('14:05:00')
  expect(row['written']).toBe(instant.toString())
  expect(row['count']).toBe(5)
  expect(row['amount']).toBe('1.50')
  expect(String((row['instants'] as unknown[])[0])).toBe(instant.toString())
  expect((row['instants'] as unknown[])[1]).toBeNull()
})

test('a hot read is prepared once under its name, also within a transaction', async () => {
  const single = openDatabase({ url: database.appUrl, applicationName: 'test', size: { min: 0, max: 1 } })
  const bySlug = hotRead('test_company_by_slug', (db, wanted: { slug: string }) =>
    db.selectFrom('companies').select(['id', 'slug']).where('slug', '=', wanted.slug).where('active', '=', true),
  )
  const rows = await single.inCompany(COMPANY, async (tx) => [
    ...(await bySlug(tx, { slug: 'one' })),
    ...(await bySlug(tx, { slug: 'two' })),
  ])
  expect(rows).toEqual([{ id: COMPANY, slug: 'one' }])
  const prepared = await sql<{ calls: number }>`
    select (generic_plans + custom_plans)::int as calls from pg_prepared_statements where name = 'test_company_by_slug'`.execute(
    single.kysely,
  )
  expect(prepared.rows).toEqual([{ calls: 2 }])
  await single.close()
})

test('two hot reads may not share a name', () => {
  hotRead('test_twice', (db) => db.selectFrom('companies').select('id'))
  expect(() => hotRead('test_twice', (db) => db.selectFrom('companies').select('slug'))).toThrow('test_twice')
})

test('queries are counted for the request they belong to, and for no other', async () => {
  const [one, two] = [newTally(), newTally()]
  await Promise.all([
    tallyQueries(one, () => database.db.kysely.selectFrom('companies').select('id').execute()),
    tallyQueries(two, () => database.db.inCompany(COMPANY, (tx) => tx.selectFrom('companies').select('id').execute())),
  ])
  expect(one.count).toBe(1)
  // It begins, names its company, asks, and commits.
  expect(two.count).toBe(4)
  expect(two.totalMs).toBeGreaterThan(0)
})

test('statements of a transaction that are asked for together run in the order they were asked for', async () => {
  const order = await database.db.inCompany(COMPANY, async (tx) => {
    await sql`create temp sequence steps`.execute(tx)
    const step = (how: number) => {
      const next = sql<{ step: number }>`select nextval('steps')::int as step`
      return how % 2 === 0 ? next.execute(tx) : tx.selectNoFrom(sql<number>`nextval('steps')::int`.as('step')).execute()
    }
    return await Promise.all(Array.from({ length: 20 }, (_, how) => step(how)))
  })
  const steps = order.map((answer) => (Array.isArray(answer) ? answer : answer.rows)[0]?.step)
  expect(steps).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

test('when one of several statements sent together fails, nothing of the transaction is written', async () => {
  const slug = 'sent-together'
  const failing = database.db.inCompany(COMPANY, async (tx) => {
    await Promise.all([
      sql`update companies set name = ${slug}`.execute(tx),
      sql`select 1 / 0`.execute(tx),
      sql`update companies set name = ${slug}`.execute(tx),
    ])
  })
  await expect(failing).rejects.toThrow(/division by zero/)
  const names = await queryAsOwner<{ name: string }>(database.ownerUrl, 'select name from companies')
  expect(names.map(({ name }) => name)).not.toContain(slug)
})

test('nothing can be asked of a transaction that is over', async () => {
  const leaked = await database.db.inCompany(COMPANY, (tx) => Promise.resolve({ tx }))
  await expect(leaked.tx.selectFrom('companies').select('id').execute()).rejects.toThrow('The transaction is over')
})

test('a connection that breaks between two statements of a transaction fails it, and nothing more', async () => {
  const errors: Error[] = []
  const name = 'ringbook breaking within'
  const onError = (error: Error) => errors.push(error)
  const size = { min: 0, max: 1 }
  const single = openDatabase({ url: database.appUrl, applicationName: name, size, onError })
  const broken = single.inCompany(COMPANY, async (tx) => {
    await queryAsOwner(
      database.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`,
    )
    await expect.poll(() => errors.length).toBeGreaterThan(0)
    await tx.selectFrom('companies').select('id').execute()
  })
  await expect(broken).rejects.toThrow(/terminat|queryable|closed/i)
  expect((await sql<{ one: number }>`select 1 as one`.execute(single.kysely)).rows).toEqual([{ one: 1 }])
  await single.close()
})

test('a connection that breaks while idle is replaced', async () => {
  const errors: Error[] = []
  const single = openDatabase({
    url: database.appUrl,
    applicationName: 'ringbook breaking',
    size: { min: 0, max: 1 },
    onError: (error) => errors.push(error),
  })
  await sql`select 1`.execute(single.kysely)
  await queryAsOwner(
    database.ownerUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ringbook breaking'`,
  )
  await expect.poll(() => errors.length).toBeGreaterThan(0)
  expect((await sql<{ one: number }>`select 1 as one`.execute(single.kysely)).rows).toEqual([{ one: 1 }])
  await single.close()
})
