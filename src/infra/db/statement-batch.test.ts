import * as fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest'

import { type TestDatabase, createTestDatabase, queryAsOwner } from '../../../test/harness/database.ts'
import { type Db, openDatabase } from './database.ts'
import { type Executor, hotRead } from './hot-read.ts'
import { StatementSkippedError } from './statement-batch.ts'

const COMPANY = '01900000-0000-7000-8000-000000000001'
const APPLICATION = 'ringbook batches'

const echo = hotRead('test echo', (db, { said }: { said: string | null }) => ({
  compile: () => sql<{ said: string | null }>`select ${said}::text as said`.compile(db),
}))
const double = hotRead('test double', (db, { number }: { number: number }) => ({
  compile: () => sql<{ number: number; text: string }>`select ${number}::int8 * 2 as number, 'x' as text`.compile(db),
}))
const series = hotRead('test series', (db, { most }: { most: number }) => ({
  compile: () => sql<{ each: number }>`select each from generate_series(1, ${most}::int) as each`.compile(db),
}))
const rename = hotRead('test rename', (db, { name }: { name: string }) => ({
  compile: () => sql`update companies set name = ${name}`.compile(db),
}))
const divide = hotRead('test divide', (db, { by }: { by: number }) => ({
  compile: () => sql<{ result: number }>`select 12 / ${by}::int as result`.compile(db),
}))
const readNothing = hotRead('test nothing', (db) => ({
  compile: () => sql<object>`select from there_is_no_such_table`.compile(db),
}))
const tell = hotRead(
  'test kinds',
  (db, given: { bytes: Buffer; numbers: readonly number[]; at: Temporal.Instant }) => ({
    compile: () =>
      sql<{ length: number; sum: number; at: Temporal.Instant }>`
      select length(${given.bytes}::bytea) as length, (select sum(n)::int from unnest(${given.numbers}::int[]) as n) as sum,
        ${given.at}::timestamptz as at`.compile(db),
  }),
)
const sleep = hotRead('test sleep', (db) => ({ compile: () => sql`select pg_sleep(60)`.compile(db) }))

let database: TestDatabase
let single: Db

beforeAll(async () => {
  database = await createTestDatabase()
  await queryAsOwner(
    database.ownerUrl,
    `insert into companies (id, slug, name, zone, languages) values ($1, 'one', 'A', 'Europe/Berlin', '{de}')`,
    [COMPANY],
  )
})

// One connection, on which nothing is prepared yet.
beforeEach(() => {
  single = openDatabase({ url: database.appUrl, applicationName: APPLICATION, size: { min: 0, max: 1 } })
})
afterEach(async () => await single.close())

/** Ends the connections that are asleep; gives how many there were. */
async function endSleeping(): Promise<number> {
  const ended = await queryAsOwner(
    database.ownerUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = '${APPLICATION}' and wait_event = 'PgSleep'`,
  )
  return ended.length
}

async function countSleeping(): Promise<number> {
  const [row] = await queryAsOwner<{ count: number }>(
    database.ownerUrl,
    `select count(*)::int as count from pg_stat_activity
     where application_name = '${APPLICATION}' and wait_event = 'PgSleep'`,
  )
  return row?.count ?? 0
}

type Asking = { by: 'echo'; value: string | null } | { by: 'double' | 'series'; value: number }

async function ask(executor: Executor, { by, value }: Asking): Promise<object[]> {
  if (by === 'echo') return await echo(executor, { said: value })
  return by === 'double' ? await double(executor, { number: value }) : await series(executor, { most: value })
}

function answerTo({ by, value }: Asking): object[] {
  if (by === 'echo') return [{ said: value }]
  if (by === 'double') return [{ number: value * 2, text: 'x' }]
  return Array.from({ length: value }, (_, index) => ({ each: index + 1 }))
}

const askings: fc.Arbitrary<Asking[]> = fc.array(
  fc.oneof(
    fc.record({ by: fc.constant('echo' as const), value: fc.option(fc.string({ unit: 'grapheme' })) }),
    fc.record({ by: fc.constantFrom('double' as const, 'series' as const), value: fc.nat({ max: 30 }) }),
  ),
  { maxLength: 12 },
)

describe('statements that are sent together', () => {
  test('are each answered with their own rows, whatever was asked before and beside them', async () => {
    const rounds = fc.asyncProperty(fc.array(askings, { maxLength: 4 }), async (batches) => {
      await single.inCompany(COMPANY, async (tx) => {
        for (const batch of batches) {
          // A null character is the one text Postgres does not take.
          const sound = batch.filter(({ value }) => typeof value !== 'string' || !value.includes('\0'))
          const answers = await Promise.all(sound.map(async (one) => await ask(tx, one)))
          expect(answers).toEqual(sound.map(answerTo))
        }
      })
    })
    await fc.assert(rounds, { numRuns: 60 })
  })

  test('take bytes, lists and times, and say how many rows they changed', async () => {
    const at = Temporal.Instant.from('2026-10-25T00:30:00Z')
    await single.inCompany(COMPANY, async (tx) => {
      const [[told], renamed] = await Promise.all([
        tell(tx, { bytes: Buffer.from([0, 1, 255]), numbers: [1, 2, 3], at }),
        tx.executeQuery(sql`update companies set name = 'B'`.compile(tx)),
        rename(tx, { name: 'A' }),
      ])
      expect(told).toEqual({ length: 3, sum: 6, at })
      expect(renamed.numAffectedRows).toBe(1n)
    })
  })

  test('and one of which fails: those before it are answered, those behind it skipped, and nothing is written', async () => {
    const failing = single.inCompany(COMPANY, async (tx) => {
      const outcomes = await Promise.allSettled([
        echo(tx, { said: 'before' }),
        rename(tx, { name: 'changed' }),
        divide(tx, { by: 0 }),
        echo(tx, { said: 'behind' }),
        rename(tx, { name: 'changed again' }),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', ...Array(3).fill('rejected')])
      const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined))
      expect(reasons[2]).toMatchObject({ code: '22012' })
      for (const reason of reasons.slice(3)) {
        expect(reason).toBeInstanceOf(StatementSkippedError)
        expect(reason).toMatchObject({ cause: reasons[2] })
      }
      return 'swallowed'
    })
    await expect(failing).rejects.toThrow('nothing was written')
    expect(await queryAsOwner(database.ownerUrl, 'select name from companies')).toEqual([{ name: 'A' }])
  })

  test('can be asked again on the same connection after they failed or were skipped, in whatever order', async () => {
    const failing = single.inCompany(COMPANY, (tx) =>
      Promise.all([divide(tx, { by: 0 }), echo(tx, { said: 'skipped' }), double(tx, { number: 1 })]),
    )
    await expect(failing).rejects.toThrow('division by zero')
    const answers = await single.inCompany(COMPANY, (tx) =>
      Promise.all([double(tx, { number: 4 }), divide(tx, { by: 3 }), echo(tx, { said: 'asked' })]),
    )
    expect(answers).toEqual([[{ number: 8, text: 'x' }], [{ result: 4 }], [{ said: 'asked' }]])
  })

  test('one that the database cannot read fails, and does not spoil the connection', async () => {
    const failing = single.inCompany(COMPANY, (tx) => Promise.all([echo(tx, { said: 'a' }), readNothing(tx, {})]))
    await expect(failing).rejects.toThrow('there_is_no_such_table')
    await expect(single.inCompany(COMPANY, (tx) => readNothing(tx, {}))).rejects.toThrow('there_is_no_such_table')
    expect(await single.inCompany(COMPANY, (tx) => echo(tx, { said: 'b' }))).toEqual([{ said: 'b' }])
  })

  test('one whose answer cannot be told exactly fails alone', async () => {
    const answers = await single.inCompany(COMPANY, (tx) =>
      Promise.allSettled([double(tx, { number: 2 ** 53 }), echo(tx, { said: 'told' })]),
    )
    expect(answers).toMatchObject([
      { status: 'rejected', reason: expect.any(RangeError) },
      { status: 'fulfilled', value: [{ said: 'told' }] },
    ])
  })

  test('all fail when their connection breaks before the last is answered, and the next is a new one', async () => {
    const broken = single.inCompany(COMPANY, async (tx) => {
      const asked = [rename(tx, { name: 'lost' }), sleep(tx, {}), echo(tx, { said: 'never' })]
      const settled = Promise.allSettled(asked)
      await expect.poll(endSleeping).toBe(1)
      expect((await settled).slice(1).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    })
    await expect(broken).rejects.toThrow(/terminat|closed|queryable|EPIPE|ECONNRESET/iv)
    expect(await single.inCompany(COMPANY, (tx) => echo(tx, { said: 'new' }))).toEqual([{ said: 'new' }])
    expect(await queryAsOwner(database.ownerUrl, 'select name from companies')).toEqual([{ name: 'A' }])
  })

  test('fail in order with those between them that have no name: what went wrong first is what is told', async () => {
    for (let round = 0; round < 30; round++) {
      const failing = single.inCompany(COMPANY, (tx) =>
        Promise.all([sql`select 1 / ${round - round}::int`.execute(tx), echo(tx, { said: 'refused' })]),
      )
      await expect(failing).rejects.toThrow('division by zero')
    }
  })

  test('are answered in order with those between them that have no name', async () => {
    const answers = await single.inCompany(COMPANY, async (tx) => {
      const unnamed = async (value: string) =>
        (await sql<{ said: string }>`select ${value}::text as said, 'unnamed'`.execute(tx)).rows
      return await Promise.all([
        echo(tx, { said: '1' }),
        unnamed('2'),
        rename(tx, { name: 'in between' }),
        sql<{ said: string }>`select name as said from companies`.execute(tx).then(({ rows }) => rows),
        rename(tx, { name: 'A' }),
        echo(tx, { said: '6' }),
      ])
    })
    expect(answers.map(([row]) => (row as { said?: string } | undefined)?.said)).toEqual([
      '1',
      '2',
      undefined,
      'in between',
      undefined,
      '6',
    ])
  })
})

describe('a connection that says nothing for eight seconds', () => {
  const silentAfterMs = 8_000
  const backend = hotRead('test backend', (db) => ({
    compile: () => sql<{ pid: number }>`select pg_backend_pid() as pid`.compile(db),
  }))

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  test('is given up with all that was asked of it', async () => {
    const [before] = await backend(single.kysely, {})
    const asked = single.inCompany(COMPANY, (tx) => Promise.all([echo(tx, { said: 'a' }), sleep(tx, {})]))
    const [outcome] = await Promise.allSettled([
      asked,
      vi.waitUntil(async () => (await countSleeping()) === 1).then(() => vi.advanceTimersByTime(silentAfterMs)),
    ])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'Query read timeout' } })
    await endSleeping()
    const [after] = await backend(single.kysely, {})
    expect(after?.pid).not.toBe(before?.pid)
  })

  test('is kept when it has answered all, well or badly', async () => {
    const [before] = await backend(single.kysely, {})
    await single.inCompany(COMPANY, (tx) => Promise.all([echo(tx, { said: 'a' }), double(tx, { number: 1 })]))
    await expect(single.inCompany(COMPANY, (tx) => divide(tx, { by: 0 }))).rejects.toThrow('division by zero')
    vi.advanceTimersByTime(silentAfterMs)
    expect(await backend(single.kysely, {})).toEqual([before])
  })
})

describe('a statement outside of a transaction', () => {
  test('is told as done when it is', async () => {
    await queryAsOwner(
      database.ownerUrl,
      `create table marks (mark int unique deferrable initially deferred); grant all on marks to ringbook_app`,
    )
    const mark = hotRead('test mark', (db, { at }: { at: number }) => ({
      compile: () => sql`insert into marks values (${at}::int)`.compile(db),
    }))
    await mark(single.kysely, { at: 1 })
    // The constraint speaks at the very end: the statement itself went through.
    await expect(mark(single.kysely, { at: 1 })).rejects.toThrow('duplicate key')
    expect(await queryAsOwner(database.ownerUrl, 'select mark from marks')).toEqual([{ mark: 1 }])
  })
})
