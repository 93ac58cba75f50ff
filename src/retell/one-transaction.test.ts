import { Client } from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'

import { startCall } from '../../sim/caller/phone-call.ts'
import { queryAsOwner } from '../../test/harness/database.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'

const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let line: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server)
})

afterEach(async () => {
  await asOwner(`drop trigger if exists broken on appointments; drop trigger if exists broken on call_steps`)
})

async function asOwner(statement: string): Promise<readonly Record<string, unknown>[]> {
  return await queryAsOwner(server.database.ownerUrl, statement, [])
}

/** Has the database fail when a row is written, the first time or every time. */
async function breakOn(
  table: 'appointments' | 'call_steps',
  how: { errcode: string; when?: string; everyTime?: boolean; atCommit?: boolean },
): Promise<void> {
  const condition = `${how.everyTime === true ? 'true' : `nextval('tries') = 1`} and (${how.when ?? 'true'})`
  await asOwner(`
    drop sequence if exists tries;
    create sequence tries;
    grant usage on sequence tries to public;
    create or replace function fail() returns trigger language plpgsql as $$
      begin
        if ${condition} then raise exception 'broken on purpose' using errcode = '${how.errcode}'; end if;
        return new;
      end $$;
    create ${how.atCommit === true ? 'constraint trigger broken after' : 'trigger broken before'} insert on ${table}
      ${how.atCommit === true ? 'deferrable initially deferred' : ''} for each row execute function fail()`)
}

const newCall = () =>
  startCall({
    baseUrl: server.url,
    key: line.key,
    agentId: line.agents.de,
    fromNumber: null,
    toNumber: line.number,
    now: () => clock.now().epochMilliseconds,
  })

/** Books on a time that was offered. */
async function bookAt(time: string, name: string) {
  const call = newCall()
  const offered = await call.callTool('check_availability', { date: '1.12.2026', time })
  expect(offered.reply).toMatchObject({ status: 'available' })
  call.callerSays('Ja, gerne')
  return { call, booked: await call.callTool('book_appointment', { offer_id: offered.reply?.['offer_id'], name }) }
}

async function appointmentsOf(name: string): Promise<number> {
  const rows = await asOwner(`select id from appointments where attendee_name = '${name}'`)
  return rows.length
}

test('a booking that failed in the middle is done again, and told once', async () => {
  await breakOn('appointments', { errcode: '40001' })
  const { booked } = await bookAt('10:00', 'Nora Opitz')
  expect(booked.reply).toMatchObject({ status: 'booked' })
  expect(await appointmentsOf('Nora Opitz')).toBe(1)
})

test('a booking is not lost because its step cannot be written down', async () => {
  await breakOn('call_steps', { errcode: '22000', when: `new.tool = 'book_appointment'`, everyTime: true })
  const { booked } = await bookAt('11:00', 'Ole Opitz')
  expect(booked.reply).toMatchObject({ status: 'booked' })
  expect(await appointmentsOf('Ole Opitz')).toBe(1)
})

test('what could not be committed is not told as booked', async () => {
  await breakOn('appointments', { errcode: '22000', everyTime: true, atCommit: true })
  const { booked } = await bookAt('12:00', 'Pia Opitz')
  expect(booked.reply).toMatchObject({ status: 'error' })
  expect(await appointmentsOf('Pia Opitz')).toBe(0)
})

const failures = () => server.logged.filter(({ msg }) => msg === 'tool failed')

test('a tool that only reads does not wait for its step to be written down', async () => {
  const call = newCall()
  await call.callTool('initialize_call', {})
  const before = failures().length
  const somebody = new Client({ connectionString: server.database.ownerUrl })
  await somebody.connect()
  try {
    await somebody.query('begin; lock table call_steps in share mode')
    // Were it to wait, its time would be up before the lock is gone.
    expect((await call.callTool('list_services', {})).reply).toMatchObject({ status: 'ok' })
    expect(failures()).toHaveLength(before)
    await somebody.query('commit')
  } finally {
    await somebody.end()
  }
  const written = `select count(*)::int as steps from call_steps s join calls c on c.id = s.call_id
    where c.retell_call_id = '${call.callId}' and s.tool = 'list_services'`
  await expect.poll(async () => await asOwner(written)).toEqual([{ steps: 1 }])
})

test('what a tool that only reads has told stands, and the log says that it could not be written down', async () => {
  const call = newCall()
  await call.callTool('initialize_call', {})
  const before = failures().length
  await breakOn('call_steps', { errcode: '22000', when: `new.tool = 'list_services'`, everyTime: true })
  expect((await call.callTool('list_services', {})).reply).toMatchObject({ status: 'ok' })
  await expect.poll(() => failures().length).toBe(before + 1)
})
