import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

import { agreeOnTime } from '../../sim/chaos/agree-on-time.ts'
import { callHouse, openExchange } from '../../sim/chaos/callers.ts'
import { check } from '../../sim/chaos/checker.ts'
import { dateAhead } from '../../sim/chaos/date-ahead.ts'
import { buildHouse } from '../../sim/chaos/house.ts'
import { createJournal, type Journal, type JournalEntry, type ToldEntry } from '../../sim/chaos/journal.ts'
import type { Rule } from '../../sim/chaos/violation.ts'
import { ensureFirstWorkspace } from '../../src/app/first-workspace.ts'
import { socketUrl } from '../../src/infra/db/postgres-owner.ts'
import { queryAsOwner } from '../harness/database.ts'
import { startTestServer } from '../harness/server.ts'

const key = 'key_checker'
const journal: Journal = createJournal()
/** A database in which everything is as it was told; each test breaks a copy of it. */
let healthy = ''
let postgres = ''
const copies: string[] = []

beforeAll(async () => {
  const server = await startTestServer()
  await ensureFirstWorkspace(server.database.db.kysely, server.context, key)
  const { ownerUrl } = server.database
  const exchange = openExchange({ url: server.url, key, journal })
  const houses = [
    await buildHouse(ownerUrl, { slug: 'first', number: '+493023125901', staffCount: 2, duration: 30 }),
    await buildHouse(ownerUrl, { slug: 'second', number: '+493023125902', staffCount: 1, duration: 30 }),
  ]
  for (const [index, house] of houses.entries()) {
    for (const time of ['10:00', '11:00']) {
      const request = await agreeOnTime(callHouse(exchange, house, index), { date: dateAhead(10), time })
      await request?.deliver()
    }
  }
  // Refused: never offered.
  const [first] = houses
  if (first !== undefined)
    await callHouse(exchange, first, 7)
      .request({ date: dateAhead(11), time: '03:07' })
      .deliver()
  await server.stop()
  await server.database.db.close()
  healthy = /@\/([^?]+)/.exec(ownerUrl)?.[1] ?? ''
  postgres = socketUrl(inject('socketDirectory'), 'ringbook_owner', 'postgres')
})

afterAll(async () => {
  for (const name of copies) await queryAsOwner(postgres, `drop database ${name}`)
})

/** The rules that are broken after `plant` was done to a copy of the healthy database, and `retell` to the journal. */
async function rulesAfter(
  plant: readonly string[],
  retell: (entries: readonly JournalEntry[]) => readonly JournalEntry[] = (entries) => entries,
): Promise<ReadonlySet<Rule>> {
  const name = `checker_${crypto.randomUUID().slice(0, 8)}`
  await queryAsOwner(postgres, `create database ${name} template ${healthy}`)
  copies.push(name)
  const ownerUrl = socketUrl(inject('socketDirectory'), 'ringbook_owner', name)
  for (const statement of plant) await queryAsOwner(ownerUrl, statement)
  const violations = await check({ ownerUrl, entries: retell(journal.entries()) })
  return new Set(violations.map((violation) => violation.rule))
}

/** Changes what callers of booked appointments were told, the first of them only. */
function firstBooked(change: (entry: ToldEntry) => readonly JournalEntry[]) {
  return (entries: readonly JournalEntry[]) => {
    const first = entries.find((entry) => entry.kind === 'told' && entry.status === 'booked')
    return entries.flatMap((entry) => (entry === first && entry.kind === 'told' ? change(entry) : [entry]))
  }
}

/** Leaves out everything one of those who booked ever asked. */
function withoutOne(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const name = entries.find((entry) => entry.kind === 'told' && entry.status === 'booked')?.attendee
  return entries.filter((entry) => entry.attendee !== name)
}

const asIfOfSecond = (entries: readonly JournalEntry[]) => entries.map((entry) => ({ ...entry, company: 'second' }))

const noConstraint = 'alter table segments drop constraint segments_no_overlap'
const oneOf = (slug: string) =>
  `(select a.id from appointments a join companies c on c.id = a.company_id where c.slug = '${slug}' order by starts_at limit 1)`

test('a database that is as it was told has nothing to report', async () => {
  expect(
    journal
      .entries()
      .filter((entry) => entry.kind === 'told')
      .map((entry) => entry.status),
  ).toEqual(['booked', 'booked', 'booked', 'booked', 'not_offered'])
  expect(await rulesAfter([])).toEqual(new Set())
})

describe('the checker sees', () => {
  test('two segments that share time', async () => {
    const double = `insert into segments (id, company_id, resource_id, during, active, appointment_id)
      select gen_random_uuid(), company_id, resource_id, during, true, appointment_id from segments
      where appointment_id = ${oneOf('first')}`
    expect(await rulesAfter([noConstraint, double])).toEqual(new Set(['overlap']))
  })

  test('two appointments that share time, though one of them keeps none', async () => {
    const move = `update appointments a set starts_at = b.starts_at + interval '10 minutes',
        ends_at = b.ends_at + interval '10 minutes'
      from appointments b where b.id = ${oneOf('second')} and a.company_id = b.company_id and a.id <> b.id`
    const rules = await rulesAfter(['alter table appointments drop constraint appointments_one_place', move])
    expect(rules).toEqual(new Set(['overlap', 'kept_time', 'booked_elsewhen']))
  })

  test('an appointment that keeps no time', async () => {
    const free = `update segments set active = false where appointment_id = ${oneOf('first')}`
    expect(await rulesAfter([free])).toEqual(new Set(['kept_time']))
  })

  test('time that is kept for a hold that was let go', async () => {
    const linger = `with hold as (
        insert into holds (id, company_id, call_id, offer_id, staff_asked_for, state, expires_at)
        select gen_random_uuid(), company_id, id, 'abcd', false, 'released', now() from calls limit 1
        returning id, company_id)
      insert into segments (id, company_id, resource_id, during, active, hold_id)
      select gen_random_uuid(), hold.company_id, staff.id, tstzrange('2027-01-04T10:00Z', '2027-01-04T11:00Z'), true, hold.id
      from hold join staff on staff.company_id = hold.company_id limit 1`
    expect(await rulesAfter([linger])).toEqual(new Set(['kept_time']))
  })

  test('a booking that is gone, or ended up failed', async () => {
    const fail = `with failed as (update appointments set state = 'failed' where id = ${oneOf('first')} returning id)
      update segments set active = false where appointment_id in (select id from failed)`
    expect(await rulesAfter([fail])).toEqual(new Set(['booked_missing', 'history']))
    expect(await rulesAfter([`delete from appointments where id = ${oneOf('first')}`])).toEqual(
      new Set(['booked_missing']),
    )
  })

  test('a booking at another time than was told', async () => {
    expect(
      await rulesAfter(
        [],
        firstBooked((entry) => [{ ...entry, time: '12:00' }]),
      ),
    ).toEqual(new Set(['booked_elsewhen']))
  })

  test('a booking at another time than was agreed to', async () => {
    const wanted = { date: '01.01.2027', time: '08:00' }
    expect(
      await rulesAfter(
        [],
        firstBooked((entry) => [{ ...entry, wanted }]),
      ),
    ).toEqual(new Set(['booked_elsewhen']))
  })

  test('a booking for another number', async () => {
    const change = `update customers set phone = '+4917604069099' where id =
      (select customer_id from appointments where id = ${oneOf('first')})`
    expect(await rulesAfter([change])).toEqual(new Set(['booked_other_person']))
  })

  test('a booking whose caller was told that the time is taken', async () => {
    const taken = firstBooked((entry) => [{ ...entry, status: 'taken', appointmentId: '' }])
    expect(await rulesAfter([], taken)).toEqual(new Set(['refused_exists']))
  })

  test('no ghost where the caller heard nothing, or an apology', async () => {
    const silent = firstBooked(({ kind: _kind, ...entry }) => [{ ...entry, kind: 'silence', reason: 'cut' }])
    expect(await rulesAfter([], silent)).toEqual(new Set())
    const apology = firstBooked((entry) => [{ ...entry, status: 'error', appointmentId: '' }])
    expect(await rulesAfter([], apology)).toEqual(new Set())
  })

  test('two effects of one request', async () => {
    const twin = `insert into appointments select (jsonb_populate_record(a, jsonb_build_object(
        'id', gen_random_uuid(), 'reference', gen_random_uuid(), 'code', '000001', 'state', 'cancelled', 'source', 'phone'))).*
      from appointments a where id = ${oneOf('first')}`
    expect(await rulesAfter([twin])).toEqual(new Set(['more_than_one_effect', 'history']))
    const twoNames = firstBooked((entry) => [entry, { ...entry, delivery: 2, appointmentId: crypto.randomUUID() }])
    expect(await rulesAfter([], twoNames)).toEqual(new Set(['more_than_one_effect', 'booked_missing']))
  })

  test('an appointment nobody asked for', async () => {
    expect(await rulesAfter([], withoutOne)).toEqual(new Set(['unasked']))
  })

  test('what crossed from one company to another', async () => {
    expect(await rulesAfter([], asIfOfSecond)).toContain('crossed_company')
    const resource = `update segments set resource_id = (select s.id from staff s join companies c on c.id = s.company_id
      where c.slug = 'second' limit 1) where appointment_id = ${oneOf('first')}`
    // Both companies book the same hour: the other one's time is taken twice as well.
    expect(await rulesAfter([resource])).toEqual(new Set(['crossed_company', 'kept_time', 'overlap']))
  })

  test('a history that lacks a change', async () => {
    expect(await rulesAfter([`update appointments set version = 2 where id = ${oneOf('first')}`])).toEqual(
      new Set(['history']),
    )
  })

  test('a hold that outlived its time', async () => {
    const late = `insert into holds (id, company_id, call_id, offer_id, staff_asked_for, state, expires_at)
      select gen_random_uuid(), company_id, id, 'abcd', false, 'live', now() - interval '1 hour' from calls limit 1`
    expect(await rulesAfter([late])).toEqual(new Set(['hold_outlived']))
  })

  test('a job that still waits, and one that ended among the dead', async () => {
    const waiting = `insert into pgboss.job (name, state, start_after) values ('expire-holds', 'created', now() - interval '1 hour')`
    expect(await rulesAfter([waiting])).toEqual(new Set(['queue']))
    const dead = `insert into pgboss.job (name, state) values ('work-call-dead', 'created')`
    expect(await rulesAfter([dead])).toEqual(new Set(['queue']))
  })
})
