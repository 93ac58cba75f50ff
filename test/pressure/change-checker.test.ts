import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

import { agreeOnTime } from '../../sim/chaos/agree-on-time.ts'
import { callHouse, openExchange } from '../../sim/chaos/callers.ts'
import { agreeToChange, bookedBy, type WishedChange } from '../../sim/chaos/change-requests.ts'
import { check } from '../../sim/chaos/checker.ts'
import { dateAhead } from '../../sim/chaos/date-ahead.ts'
import { buildHouse } from '../../sim/chaos/house.ts'
import { type ChangeEntry, createJournal, type Journal } from '../../sim/chaos/journal.ts'
import type { Rule } from '../../sim/chaos/violation.ts'
import { ensureFirstWorkspace } from '../../src/app/first-workspace.ts'
import { socketUrl } from '../../src/infra/db/postgres-owner.ts'
import { queryAsOwner } from '../harness/database.ts'
import { startTestServer } from '../harness/server.ts'

const journal: Journal = createJournal()
/** A database in which one appointment was cancelled and one moved, as was told; each test breaks a copy of it. */
let healthy = ''
let postgres = ''
const copies: string[] = []

beforeAll(async () => {
  const server = await startTestServer()
  const key = 'key_change_checker'
  await ensureFirstWorkspace(server.database.db.kysely, server.context, key)
  const { ownerUrl } = server.database
  const exchange = openExchange({ url: server.url, key, journal })
  const options = { slug: 'changed', number: '+493023125901', staffCount: 2, duration: 30 }
  const house = await buildHouse(ownerUrl, options)
  const date = dateAhead(10)
  const wishes: readonly WishedChange[] = [{ change: 'cancel' }, { change: 'move', to: { date, time: '12:00' } }]
  for (const [index, wish] of wishes.entries()) {
    const request = await agreeOnTime(callHouse(exchange, house, index), { date, time: `1${index}:00` })
    const answer = await request?.deliver()
    const attendee = request?.attendee ?? ''
    const booked = bookedBy(answer, { house, index, withheld: false, attendee })
    if (booked === undefined) throw new Error('not booked')
    await (await agreeToChange(exchange, booked, wish))?.deliver()
  }
  await server.stop()
  await server.database.db.close()
  healthy = /@\/([^?]+)/.exec(ownerUrl)?.[1] ?? ''
  postgres = socketUrl(inject('socketDirectory'), 'ringbook_owner', 'postgres')
})

afterAll(async () => {
  for (const name of copies) await queryAsOwner(postgres, `drop database ${name}`)
})

/** The rules that are broken after `plant` was done to a copy of the healthy database, and `retell` to what was told. */
async function rulesAfter(
  plant: readonly string[],
  retell: (entry: ChangeEntry) => readonly ChangeEntry[] = (entry) => [entry],
): Promise<ReadonlySet<Rule>> {
  const name = `checker_${crypto.randomUUID().slice(0, 8)}`
  await queryAsOwner(postgres, `create database ${name} template ${healthy}`)
  copies.push(name)
  const ownerUrl = socketUrl(inject('socketDirectory'), 'ringbook_owner', name)
  for (const statement of plant) await queryAsOwner(ownerUrl, statement)
  const changes = journal.changes().flatMap(retell)
  const violations = await check({ ownerUrl, entries: journal.entries(), changes })
  return new Set(violations.map((violation) => violation.rule))
}

const toldOtherwise = (change: ChangeEntry['change'], status: string) => (entry: ChangeEntry) => [
  entry.kind === 'told' && entry.change === change ? { ...entry, status } : entry,
]

test('a database that is as it was told has nothing to report', async () => {
  const told = journal.changes().filter((entry) => entry.kind === 'told')
  expect(told.map((entry) => entry.status)).toEqual(['cancelled', 'moved'])
  expect(await rulesAfter([])).toEqual(new Set())
})

describe('the checker sees', () => {
  test('a cancelled appointment that is back', async () => {
    const back = `with back as (update appointments set state = 'confirmed', version = version + 1 where state = 'cancelled'
        returning id, company_id, version), kept as (
        update segments set active = true where appointment_id in (select id from back))
      insert into appointment_history (id, company_id, appointment_id, version, from_state, to_state, who, why)
      select gen_random_uuid(), company_id, id, version, 'cancelled', 'confirmed', 'nobody', 'planted' from back`
    expect(await rulesAfter([back])).toEqual(new Set(['change_missing']))
  })

  test('a move that was told and not made', async () => {
    const undone = `delete from appointment_history where why like 'moved from%'`
    expect(await rulesAfter([undone])).toEqual(new Set(['change_missing', 'history']))
  })

  test('an appointment that is not where it was moved to', async () => {
    const elsewhere = `update appointments set starts_at = starts_at + interval '2 hours', ends_at = ends_at + interval '2 hours'
      where state = 'confirmed'`
    expect(await rulesAfter([elsewhere])).toEqual(new Set(['booked_elsewhen', 'kept_time']))
  })

  test('a time that was left and is still kept', async () => {
    const kept = `update segments set active = true where appointment_id in (select id from appointments where state = 'confirmed')`
    expect(await rulesAfter([kept])).toEqual(new Set(['kept_time']))
    const gone = `update segments set active = true where appointment_id in (select id from appointments where state = 'cancelled')`
    expect(await rulesAfter([gone])).toEqual(new Set(['kept_time']))
  })

  test('a change that was refused and made', async () => {
    expect(await rulesAfter([], toldOtherwise('cancel', 'verify'))).toEqual(new Set(['refused_change']))
    expect(await rulesAfter([], toldOtherwise('move', 'taken'))).toEqual(new Set(['refused_change']))
  })

  test('nothing where the caller heard an apology', async () => {
    expect(await rulesAfter([], toldOtherwise('cancel', 'error'))).toEqual(new Set())
  })

  test('a change nobody asked for', async () => {
    expect(await rulesAfter([], (entry) => (entry.change === 'cancel' ? [] : [entry]))).toEqual(new Set(['unasked']))
  })

  test('a request that was done twice', async () => {
    const twice = `with moved as (update appointments set version = version + 1 where state = 'confirmed'
        returning id, company_id, version)
      insert into appointment_history (id, company_id, appointment_id, version, from_state, to_state, who, why)
      select gen_random_uuid(), h.company_id, h.appointment_id, moved.version, h.from_state, h.to_state, h.who, h.why
      from moved join appointment_history h on h.appointment_id = moved.id and h.why like 'moved from%'`
    expect(await rulesAfter([twice])).toEqual(new Set(['more_than_one_effect']))
  })
})
