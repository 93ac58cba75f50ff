import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestCall, createTestCompany, type TestCompany, testIds } from '../../test/harness/company.ts'
import { createTestDatabase, type TestDatabase, queryAsOwner } from '../../test/harness/database.ts'
import { readBusy } from './busy.ts'
import { expireHoldsOf, extendHold, moveHoldTo, placeHold, readHold, releaseHold } from './holds.ts'
import { lockClaim } from './lock-claim.ts'
import { occupy } from './segments.ts'

const nine = Temporal.Instant.from('2030-06-03T09:00:00Z').epochMilliseconds
const minutes = (count: number) => count * 60_000
const halfHour = (startMs: number) => ({ startMs, endMs: startMs + minutes(30) })

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await createTestDatabase()
  company = await createTestCompany(database.db)
})

/** A call to hold things for. */
async function newCall(caller: string | null = null): Promise<{ callId: string; caller: string | null }> {
  const call = await createTestCall(database.db, company, caller)
  return { callId: call.id, caller: call.callerNumber }
}

/** Asks for a time the way a booking does: locks, then holds. */
async function hold(
  call: { callId: string; caller: string | null },
  resourceId: string,
  during: { startMs: number; endMs: number },
  staffAskedFor = false,
) {
  return await database.db.inCompany(company.id, async (tx) => {
    await lockClaim(tx, { companyId: company.id, resourceIds: [resourceId], ...call, ...during })
    const wanted = {
      companyId: company.id,
      offerId: 'abcd',
      staffAskedFor,
      stretches: [{ resourceId, ...during }],
      ...call,
    }
    return await placeHold(tx, { ids: testIds }, wanted)
  })
}

async function busyOf(resourceId: string, exceptCallId: string | null = null) {
  const busy = await database.db.inCompany(company.id, (tx) =>
    readBusy(tx, {
      companyId: company.id,
      resourceIds: [resourceId],
      startMs: nine - minutes(24 * 60),
      endMs: nine + minutes(24 * 60),
      exceptCallId,
      exceptAppointmentId: null,
    }),
  )
  return busy.get(resourceId) ?? []
}

async function newStaff(): Promise<string> {
  const made = await createTestCompany(database.db, { staff: ['Cora Cramer'] })
  return made.staffIds[0] ?? ''
}

/** Lets a hold run out by the database's clock. */
async function runOut(callId: string): Promise<void> {
  await queryAsOwner(
    database.ownerUrl,
    `update holds set expires_at = now() - interval '1 second' where call_id = $1`,
    [callId],
  )
}

describe('one resource does one thing at a time', () => {
  test('of many who want it at the same moment, exactly one gets it', async () => {
    const resource = await newStaff()
    const calls = await Promise.all(Array.from({ length: 12 }, () => newCall()))
    const answers = await Promise.all(
      calls.map((call, index) => hold(call, resource, halfHour(nine + minutes((index % 3) * 10)))),
    )
    expect(answers.toSorted()).toEqual(['held', ...Array.from({ length: 11 }, () => 'taken')])
  })

  test('times that touch do not overlap', async () => {
    const resource = await newStaff()
    expect(await hold(await newCall(), resource, halfHour(nine))).toBe('held')
    expect(await hold(await newCall(), resource, halfHour(nine + minutes(30)))).toBe('held')
    expect(await hold(await newCall(), resource, halfHour(nine - minutes(30)))).toBe('held')
  })

  test('a segment without the lock is refused as an answer, not as an error', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    const outcome = await database.db.inCompany(company.id, async (tx) => {
      const held = await readHold(tx, company.id, call.callId)
      const segment = { id: testIds.uuid(), companyId: company.id, resourceId: resource, during: halfHour(nine) }
      return await occupy(tx, { ...segment, owner: { holdId: held?.id ?? '' } })
    })
    expect(outcome).toBe(false)
  })
})

describe('a hold', () => {
  test('moves with the call: asking for another time lets go of the first', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    await hold(call, resource, halfHour(nine + minutes(60)))
    expect(await busyOf(resource)).toEqual([expect.objectContaining(halfHour(nine + minutes(60)))])
  })

  test('is not in the way of the call it belongs to', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    expect(await busyOf(resource, call.callId)).toEqual([])
    expect(await busyOf(resource)).toHaveLength(1)
  })

  test('that has run out keeps nobody out, tidied up or not', async () => {
    const resource = await newStaff()
    const late = await newCall()
    await hold(late, resource, halfHour(nine))
    await runOut(late.callId)
    expect(await busyOf(resource)).toEqual([])
    expect(await hold(await newCall(), resource, halfHour(nine + minutes(10)))).toBe('held')
    const left = await database.db.inCompany(company.id, (tx) => readHold(tx, company.id, late.callId))
    expect(left).toBeUndefined()
  })

  test('is let go when the call ends', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    await database.db.inCompany(company.id, (tx) => releaseHold(tx, company.id, call.callId))
    expect(await busyOf(resource)).toEqual([])
  })

  test('is lengthened only when it is about to run out, and never after', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    const secondsLeft = async () => {
      const [row] = await queryAsOwner<{ seconds: number }>(
        database.ownerUrl,
        'select extract(epoch from expires_at - now())::int as seconds from holds where call_id = $1',
        [call.callId],
      )
      return row?.seconds ?? 0
    }
    const left = async (seconds: number) => {
      await queryAsOwner(
        database.ownerUrl,
        'update holds set expires_at = now() + make_interval(secs => $2) where call_id = $1',
        [call.callId, seconds],
      )
      await database.db.inCompany(company.id, (tx) => extendHold(tx, company.id, call.callId))
      return await secondsLeft()
    }
    expect(await left(200)).toBeLessThanOrEqual(200)
    expect(await left(100)).toBeGreaterThan(250)
    expect(await left(-1)).toBeLessThan(0)
  })

  test('is refused to a number that holds three times already; another number, and a withheld one, get theirs', async () => {
    const resource = await newStaff()
    const caller = '+4917604069077'
    for (let index = 0; index < 3; index++) {
      expect(await hold(await newCall(caller), resource, halfHour(nine + minutes(30 * index)))).toBe('held')
    }
    const fourth = halfHour(nine + minutes(120))
    expect(await hold(await newCall(caller), resource, fourth)).toBe('limit')
    expect(await busyOf(resource)).toHaveLength(3)
    expect(await hold(await newCall(null), resource, fourth)).toBe('held')
  })

  test('can move to a colleague, and leaves the first free', async () => {
    const [first, colleague] = [await newStaff(), await newStaff()]
    const call = await newCall()
    await hold(call, first, halfHour(nine))
    const [taken] = await busyOf(first)
    const isMoved = await database.db.inCompany(company.id, (tx) =>
      moveHoldTo(
        tx,
        { ids: testIds },
        {
          companyId: company.id,
          holdId: taken?.movableHoldId ?? '',
          to: [{ resourceId: colleague, ...halfHour(nine) }],
        },
      ),
    )
    expect(isMoved).toBe(true)
    expect(await busyOf(first)).toEqual([])
    expect(await busyOf(colleague)).toHaveLength(1)
  })

  test('that was let go meanwhile does not move, and keeps nothing of the colleague', async () => {
    const [first, colleague] = [await newStaff(), await newStaff()]
    const call = await newCall()
    await hold(call, first, halfHour(nine))
    const holdId = (await busyOf(first))[0]?.movableHoldId ?? ''
    await database.db.inCompany(company.id, (tx) => releaseHold(tx, company.id, call.callId))
    const to = [{ resourceId: colleague, ...halfHour(nine) }]
    const isMoved = await database.db.inCompany(company.id, (tx) =>
      moveHoldTo(tx, { ids: testIds }, { companyId: company.id, holdId, to }),
    )
    expect(isMoved).toBe(false)
    expect(await busyOf(colleague)).toEqual([])
  })

  test('asked for by name cannot be moved', async () => {
    const resource = await newStaff()
    await hold(await newCall(), resource, halfHour(nine), true)
    expect((await busyOf(resource))[0]?.movableHoldId).toBeNull()
  })

  test('that ran out is retired by the job, once', async () => {
    const resource = await newStaff()
    const call = await newCall()
    await hold(call, resource, halfHour(nine))
    await database.db.inCompany(company.id, (tx) => expireHoldsOf(tx, company.id))
    await runOut(call.callId)
    expect(await database.db.inCompany(company.id, (tx) => expireHoldsOf(tx, company.id))).toBe(1)
    expect(await database.db.inCompany(company.id, (tx) => expireHoldsOf(tx, company.id))).toBe(0)
  })
})

test('what is long over is not read to find who is taken when', async () => {
  const resource = await newStaff()
  const call = await newCall()
  expect(await hold(call, resource, halfHour(nine + minutes(60)))).toBe('held')
  // Years of half hours before, kept by the same hold as nothing else is at hand.
  await queryAsOwner(
    database.ownerUrl,
    `insert into segments (id, company_id, resource_id, during, active, hold_id)
     select gen_random_uuid(), company_id, resource_id, tstzrange(starts_at - past * interval '1 day', ends_at - past * interval '1 day'), true, hold_id
     from segments, generate_series(2, 4000) as past where resource_id = $1`,
    [resource],
  )
  await queryAsOwner(database.ownerUrl, 'analyze segments')
  const read = await database.db.inCompany(company.id, async (tx) => {
    const rowsRead = async () => {
      const { rows } = await sql<{ rows: number }>`
        select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
        from pg_stat_xact_user_tables where relname = 'segments'`.execute(tx)
      return Number(rows[0]?.rows)
    }
    const before = await rowsRead()
    const busy = await readBusy(tx, {
      companyId: company.id,
      resourceIds: [resource],
      startMs: nine,
      endMs: nine + minutes(24 * 60),
      exceptCallId: null,
      exceptAppointmentId: null,
    })
    expect(busy.get(resource)).toMatchObject([halfHour(nine + minutes(60))])
    return (await rowsRead()) - before
  })
  expect(read).toBeLessThan(20)
})
