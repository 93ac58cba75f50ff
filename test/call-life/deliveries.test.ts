import { setTimeout as wait } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { createRandom, type Random } from '../../sim/chaos/random.ts'
import { callJobs } from '../../src/app/call-jobs.ts'
import { queryAsOwner } from '../harness/database.ts'
import { deliverEvent } from '../harness/retell-events.ts'
import { createRetellLine, type RetellLine } from '../harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../harness/server.ts'
import { drawCall, type DrawnCall, type LifeEvent } from './draw-call.ts'
import { type ExpectedCall, expectCall } from './expected-call.ts'

/** Ten thousand is what was proven (docs/calls.md); a few dozen show that it still holds. */
const CALLS = Number(process.env['RINGBOOK_LIFE_CALLS'] ?? 60)
const SEED = Number(process.env['RINGBOOK_LIFE_SEED'] ?? 1)
/** As many at once as the platform may have under way to one installation. */
const SENDERS = 12
const COPIES = 3
const LOST = 0.3
/** One caller in so many agrees to an appointment and is cut off. */
const AGREED_EVERY = 10

/** A Monday morning, nine o'clock in Berlin. */
const clock = clockAt('2030-06-03T07:00:00Z')

type Delivery = { drawn: DrawnCall; event: LifeEvent }

test(
  'whatever arrives of many calls, tripled, shuffled and a third lost, each is what it would be by what arrived in order',
  { timeout: 60_000 + CALLS * 500 },
  async () => {
    const random = createRandom(SEED)
    const server = await startTestServer({ clock, role: 'all' })
    await letNoneAge(server)
    const lines = await makeLines(server)
    const calls = Array.from({ length: CALLS }, (_, index) => draw(random.fork(String(index)), index, lines))
    const deliveries = shuffle(random, copies(random, calls))
    const arrived = await deliverAll(server, deliveries)
    await settle(server)
    // Half of a day later nobody waits for an analysis any more.
    clock.set('2030-06-03T19:00:00Z')
    await closeAll(server)

    const heard = calls.filter(({ callId }) => arrived.has(callId))
    const expected = Object.fromEntries(
      heard.map((one) => [one.callId, expectCall(one, arrived.get(one.callId) ?? [])]),
    )
    const found = await readCalls(server)
    const wrong = Object.keys({ ...expected, ...found }).filter(
      (callId) => JSON.stringify(found[callId]) !== JSON.stringify(expected[callId]),
    )
    expect(Object.fromEntries(wrong.map((callId) => [callId, found[callId]]))).toEqual(
      Object.fromEntries(wrong.map((callId) => [callId, expected[callId]])),
    )
    const booked = Object.values(expected).filter(({ isBooked }) => isBooked).length
    console.log({ calls: heard.length, deliveries: deliveries.length, booked })
    expect(booked).toBeGreaterThan(0)
    expect(await countTwice(server)).toEqual({ events: 0, appointments: 0, messages: 0, tasks: 0, dead: 0 })
  },
)

async function makeLines(server: TestServer): Promise<readonly RetellLine[]> {
  const staff = Array.from({ length: 20 }, (_, index) => `Anna${'abcdefghijklmnopqrst'.charAt(index)} Abel`)
  const lines: RetellLine[] = []
  for (let index = 0; index < 10; index += 1) lines.push(await createRetellLine(server, { staff }))
  // The keys that sign are read again after ten seconds.
  clock.set(clock.now().add({ seconds: 11 }).toString())
  return lines
}

/**
 * The house's clock stands still years ahead of the database's, and many calls take a while to deliver: none may be given up
 * meanwhile as one that only rang, nor deleted as one of long ago.
 */
async function letNoneAge(server: TestServer): Promise<void> {
  await query(server, `alter table calls alter column created_at set default '${clock.now().toString()}'`)
  await query(server, `delete from pgboss.schedule where name = 'delete-old-data'`)
}

function draw(random: Random, index: number, lines: readonly RetellLine[]): DrawnCall {
  const line = lines[index % lines.length]
  if (line === undefined) throw new Error('There is no line')
  return drawCall(random, index, line, index % AGREED_EVERY === 3 ? timeOf(Math.floor(index / AGREED_EVERY)) : null)
}

/** Half hours of the coming days; a house of twenty has room for all who want the same. */
function timeOf(turn: number): Temporal.PlainDateTime {
  const date = Temporal.PlainDate.from('2030-06-04').add({ days: Math.floor(turn / 14) % 4 })
  return date.toPlainDateTime({ hour: 10 + Math.floor((turn % 14) / 2), minute: turn % 2 === 0 ? 0 : 30 })
}

function copies(random: Random, calls: readonly DrawnCall[]): Delivery[] {
  return calls.flatMap((drawn) =>
    drawn.events.flatMap((event) =>
      random.chance(LOST) ? [] : Array.from({ length: COPIES }, () => ({ drawn, event })),
    ),
  )
}

function shuffle<Item>(random: Random, items: Item[]): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.whole(0, last)
    const [one, two] = [items[last], items[other]]
    if (one !== undefined && two !== undefined) [items[last], items[other]] = [two, one]
  }
  return items
}

/** Delivers them, many at once; gives what was taken in, by call. */
async function deliverAll(server: TestServer, deliveries: readonly Delivery[]): Promise<Map<string, LifeEvent[]>> {
  const arrived = new Map<string, LifeEvent[]>()
  const waiting = deliveries.values()
  const send = async () => {
    for (const { drawn, event } of waiting) {
      const statusCode = await deliver(server, drawn.line, event)
      expect([event.name, statusCode]).toEqual([event.name, event.name === 'call_inbound' ? 200 : 204])
      arrived.set(drawn.callId, [...(arrived.get(drawn.callId) ?? []), event])
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  return arrived
}

/** The platform delivers again what was not taken in: a gateway that has too much to do says so. */
async function deliver(server: TestServer, line: RetellLine, event: LifeEvent): Promise<number> {
  for (;;) {
    const { statusCode } = await deliverEvent(server, line.key, event.body)
    if (statusCode < 500) return statusCode
    await wait(500)
  }
}

const query = async <Row>(server: TestServer, text: string) => await queryAsOwner<Row>(server.database.ownerUrl, text)

/** Until nothing is left to be done. What waits for tools that may still run is due at once: none does here. */
async function settle(server: TestServer): Promise<void> {
  for (;;) {
    await query(
      server,
      `update pgboss.job set start_after = now() where name = 'wrap-up-call' and state = 'created' and start_after > now()`,
    )
    const [left] = await query<{ jobs: number }>(
      server,
      `select count(*)::int as jobs from pgboss.job where name in ('work-call', 'wrap-up-call') and state in ('created', 'retry', 'active')`,
    )
    if (left?.jobs === 0) return
    await wait(100)
  }
}

/** As the timetable does: a run takes some of a company's calls, and the next minute's takes some of what is left. */
async function closeAll(server: TestServer): Promise<void> {
  for (let minute = 0; minute <= CALLS / 100; minute += 1) {
    await callJobs(server.context).closeCalls()
    await settle(server)
    const [left] = await query<{ calls: number }>(
      server,
      `select count(*)::int as calls from calls where state = 'ended' and wrapped_up_at is null`,
    )
    if (left?.calls === 0) return
  }
}

async function readCalls(server: TestServer): Promise<Record<string, ExpectedCall>> {
  const rows = await query<ExpectedCall & { callId: string }>(
    server,
    `select c.retell_call_id as "callId", c.state, (extract(epoch from c.started_at) * 1000)::float8 as "startedMs",
        (extract(epoch from c.ended_at) * 1000)::float8 as "endedMs", c.duration_ms::float8 as "durationMs",
        c.end_reason as "endReason", c.transfer, c.sentiment, c.was_successful as "wasSuccessful",
        agent.retell_agent_id as "agentId", c.from_number as "fromNumber",
        coalesce(jsonb_array_length(said.transcript), 0) as turns, said.summary,
        (select us_cents::float8 from call_costs where call_id = c.id and item = 'platform') as "usCents",
        (select seconds from call_costs where call_id = c.id and item = 'charge') as "chargedSeconds",
        exists (select from appointments a where a.call_id = c.id and a.id = c.appointment_id and a.state = 'confirmed'
          and c.result = 'booked') as "isBooked"
      from calls c join agents agent on agent.id = c.agent_id left join call_contents said on said.call_id = c.id`,
  )
  return Object.fromEntries(rows.map(({ callId, ...call }) => [callId, call]))
}

/** What is there more than once and may not be; and jobs that were given up. */
async function countTwice(server: TestServer): Promise<unknown> {
  const [counts] = await query(
    server,
    `select
      (select count(*)::int from (select 1 from webhook_events group by company_id, identity having count(*) > 1) x) as events,
      (select count(*)::int from (select 1 from appointments group by call_id having count(*) > 1) x) as appointments,
      (select count(*)::int from (select 1 from messages where channel = 'sms' group by appointment_id having count(*) > 1) x)
        + (select count(*)::int from (select 1 from message_occasions group by appointment_id, task_id having count(*) > 1) x) as messages,
      -- who withholds their number cannot be told that it was booked: one task each, and no other
      (select count(*)::int from tasks where kind <> 'untold_booking')
        + (select count(*)::int from (select 1 from tasks group by appointment_id having count(*) > 1) x) as tasks,
      (select count(*)::int from pgboss.job where name in ('work-call-dead', 'wrap-up-call-dead')) as dead`,
  )
  return counts
}
