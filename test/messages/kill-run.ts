import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

import { startCall } from '../../sim/caller/phone-call.ts'
import { freePort } from '../../sim/chaos/free-port.ts'
import { buildHouse, type House } from '../../sim/chaos/house.ts'
import { createPostgres, type PostgresProcess } from '../../sim/chaos/postgres-process.ts'
import { openDatabase } from '../../src/infra/db/database.ts'
import { migrateUp } from '../../src/infra/db/migrate.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { createSealer } from '../../src/infra/sealing.ts'
import { changeSettings } from '../../src/messages/settings.ts'
import { type MailServer, startMailServer } from '../harness/mail-server.ts'
import { connectTwilio } from '../harness/messages.ts'
import { startTwilio, type TwilioStandIn } from '../harness/twilio.ts'
import { createDraw } from './draw.ts'
import { becomesReady, createProcess, type KilledProcess } from './gateway-processes.ts'

/** What was found when worker, app, database and mail server were killed while many booked. */
export type KillFindings = {
  booked: number
  kills: Record<string, number>
  texts: { confirmations: number; reminders: number; twice: number; missing: number }
  mails: { confirmations: number; reminders: number; again: number; missing: number }
  seconds: number
}

const SECRET_KEY = '5e'.repeat(32)
const KEY = 'key_kills'
const LANES = 8
/** Callers come one after the other, so that there is time to kill everything many times before all have booked. */
const BETWEEN_CALLS_MS = 1_500
/** A process has to be up for a while before it is worth killing. */
const KILL_EVERY_MS = 6_000
/** Whoever hands messages over is killed most often. */
const VICTIMS = ['work', 'serve', 'work', 'mail', 'work', 'postgres'] as const
const STAFF = 10
const SLOT_MINUTES = 15
/** 08:00 to 20:00, as the house is open. */
const SLOTS_PER_DAY = (12 * 60) / SLOT_MINUTES
/** A claim runs out after 90 s, an unclear text is asked about after 120 s, and a run of reminders takes 200 a minute. */
const SETTLE_MS = 1_800_000

type World = {
  postgres: PostgresProcess
  twilio: TwilioStandIn
  mail: MailServer
  serve: KilledProcess
  work: KilledProcess
  url: string
  house: House
  draw: () => number
  kills: { postgres: number; mail: number }
  isOver: boolean
}

/** Books, and has reminders sent, while everything is killed in turn; waits until all is told, and counts what arrived. */
export async function runKills({ bookings, seed }: { bookings: number; seed: number }): Promise<KillFindings> {
  const startedMs = performance.now()
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-kills-'))
  const world = await build(directory, seed)
  try {
    world.serve.start()
    world.work.start()
    await becomesReady(world.url)
    await underFire(world, async () => {
      await bookAll(world, bookings)
      await until(world, 'confirmation', bookings, 'is written')
      await makeRemindersDue(world)
      await until(world, 'reminder', bookings, 'was tried')
    })
    for (const kind of ['confirmation', 'reminder']) await until(world, kind, bookings, 'was sent')
    return { ...count(world, bookings), seconds: Math.round((performance.now() - startedMs) / 1_000) }
  } finally {
    world.isOver = true
    await Promise.all([world.serve.end(), world.work.end()])
    await world.mail.stop()
    await world.twilio.close()
    await world.postgres.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

async function build(directory: string, seed: number): Promise<World> {
  const postgres = await createPostgres(join(directory, 'postgres'), await freePort())
  await postgres.start()
  await migrateUp(postgres.ownerUrl)
  const mail = await startMailServer()
  const twilio = await startTwilio({ date: () => new Date().toUTCString() })
  const draw = createDraw(seed)
  twilio.fault = () => {
    const fate = draw()
    return fate < 0.04 ? 'lost' : fate < 0.08 ? 'dropped' : fate < 0.1 ? { status: 500, taken: fate < 0.09 } : undefined
  }
  const port = await freePort()
  const env = {
    PORT: String(port),
    DATABASE_URL: postgres.appUrl(postgres.port),
    DATABASE_OWNER_URL: postgres.ownerUrl,
    RETELL_API_KEY: KEY,
    RINGBOOK_SECRET_KEY: SECRET_KEY,
    LOG_LEVEL: 'warn',
    SMTP_URL: mail.url,
    MAIL_FROM: 'termine@ringbook.test',
  }
  const serve = createProcess('serve', env, join(directory, 'serve.log'))
  const work = createProcess('work', env, join(directory, 'work.log'))
  const url = `http://127.0.0.1:${port}`
  serve.start()
  await becomesReady(url)
  const number = '+493023125905'
  const house = await buildHouse(postgres.ownerUrl, {
    slug: 'kills',
    number,
    staffCount: STAFF,
    duration: SLOT_MINUTES,
  })
  await serve.end()
  await prepare(postgres, twilio)
  const kills = { postgres: 0, mail: 0 }
  return { postgres, twilio, mail, serve, work, url, house, draw, kills, isOver: false }
}

async function prepare(postgres: PostgresProcess, twilio: TwilioStandIn): Promise<void> {
  const db = openDatabase({ url: postgres.appUrl(postgres.port), applicationName: 'kills', size: { min: 0, max: 2 } })
  const sealing = createSealer(Buffer.from(SECRET_KEY, 'hex'), [], systemRandom)
  const [{ id }] = (await asOwner(postgres, 'select id from companies')) as [{ id: string }]
  await connectTwilio(db, id, twilio, { sealing })
  const wide = { textsPerDay: 100_000, quietFromMinute: 0, quietUntilMinute: 0, reminderHours: 168 }
  await db.inCompany(id, (tx) => changeSettings(tx, id, wide))
  await db.close()
}

/** Kills one thing after the other every few seconds until the work is done. */
async function underFire(world: World, work: () => Promise<unknown>): Promise<void> {
  const done = new AbortController()
  const nemesis = (async () => {
    for (let turn = 0; !done.signal.aborted; turn += 1) {
      await wait(KILL_EVERY_MS / 2 + world.draw() * KILL_EVERY_MS)
      await kill(world, VICTIMS[turn % VICTIMS.length] ?? 'work')
    }
  })()
  try {
    await work()
  } finally {
    done.abort()
    await nemesis
  }
}

async function kill(world: World, victim: (typeof VICTIMS)[number]): Promise<void> {
  switch (victim) {
    case 'work':
    case 'serve':
      return await world[victim].kill()
    case 'mail':
      world.kills.mail += 1
      await world.mail.stop()
      await wait(1_000)
      return await world.mail.start()
    case 'postgres':
      world.kills.postgres += 1
      await world.postgres.kill()
      await wait(300)
      await world.postgres.start()
  }
}

async function bookAll(world: World, bookings: number): Promise<void> {
  const waiting = Array.from({ length: bookings }, (_, index) => index).values()
  const lane = async () => {
    for (const index of waiting) {
      await bookOne(world, index)
      await wait(BETWEEN_CALLS_MS * 2 * world.draw())
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** One caller, who tries until it is booked: hears nothing, and says it again. */
async function bookOne(world: World, index: number): Promise<void> {
  const { house, url: baseUrl } = world
  const slot = Math.floor(index / STAFF)
  const date = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 2 + Math.floor(slot / SLOTS_PER_DAY) })
  const time = new Temporal.PlainTime(8).add({ minutes: (slot % SLOTS_PER_DAY) * SLOT_MINUTES })
  const day = `${String(date.day).padStart(2, '0')}.${String(date.month).padStart(2, '0')}.${date.year}`
  const fromNumber = `+4915${String(730_000_000 + index)}`
  const call = startCall({ baseUrl, key: KEY, agentId: house.agentId, fromNumber, toNumber: house.number })
  const wish = { date: day, time: time.toString().slice(0, 5), service: house.service }
  for (let attempt = 0; attempt < 400 && !world.isOver; attempt += 1) {
    const offered = await call.callTool('check_availability', wish).catch(() => undefined)
    const offerId = offered?.reply?.['offer_id']
    if (typeof offerId === 'string' && offerId !== '') {
      call.callerSays('Ja, gerne')
      const args = { offer_id: offerId, name: `Gast Nummer${index}`, email: `gast${index}@example.org` }
      const booked = await call.callTool('book_appointment', args).catch(() => undefined)
      const status = booked?.reply?.['status']
      if (status === 'booked' || status === 'already_booked') return
    }
    // It may have been booked without the caller having heard.
    if (await isBooked(world, index)) return
    await wait(200)
  }
  throw new Error(`Booking ${index} did not come about`)
}

async function isBooked({ postgres }: World, index: number): Promise<boolean> {
  const rows = await asOwner(
    postgres,
    `select 1 from appointments a join customers c on c.id = a.customer_id where c.phone = '+4915${730_000_000 + index}'`,
  ).catch(() => [])
  return rows.length > 0
}

/** What is waited for, and what is left of it then. */
const PROGRESS = {
  'is written': 'count(*) filter (where false)',
  'was tried': "count(*) filter (where attempts = 0 and state = 'queued')",
  'was sent': "count(*) filter (where state <> 'sent')",
} as const

/** Until there is a text and a mail of a kind for every booking, and each of them is so far. @throws after half an hour */
async function until(world: World, kind: string, bookings: number, progress: keyof typeof PROGRESS): Promise<void> {
  const untilMs = performance.now() + SETTLE_MS
  while (performance.now() < untilMs) {
    const [row] = (await asOwner(
      world.postgres,
      `select count(*)::int as all, (${PROGRESS[progress]})::int as left from messages where kind = '${kind}'`,
    ).catch(() => [])) as { all: number; left: number }[]
    if (row?.all === 2 * bookings && row.left === 0) return
    await wait(1_000)
  }
  const left = await asOwner(
    world.postgres,
    `select state, reason, count(*) from messages where kind = '${kind}' group by 1, 2`,
  )
  throw new Error(`Not everything was told: ${JSON.stringify(left)}`)
}

/** As if the confirmations had gone out long ago: what was told lately is not reminded of. */
async function makeRemindersDue({ postgres }: World): Promise<void> {
  const age = async () => {
    await asOwner(postgres, `update messages set created_at = created_at - interval '30 days'`)
    return true
  }
  // The database may just have been killed.
  while (!(await age().catch(() => false))) await wait(500)
}

function count(world: World, bookings: number): Omit<KillFindings, 'seconds'> {
  const { twilio, mail, serve, work, kills } = world
  const texts = (words: string) => twilio.taken.filter(({ body }) => body.includes(words)).map(({ to }) => to)
  const mails = (words: string) => mail.taken.filter(({ subject }) => subject.includes(words))
  const textKinds = [texts('Ihr Termin steht'), texts('Wir erwarten Sie')]
  const mailKinds = [mails('Ihr Termin am'), mails('Erinnerung')].map((all, index) =>
    index === 0 ? all.filter(({ subject }) => !subject.includes('Erinnerung')) : all,
  )
  const distinct = textKinds.map((all) => new Set(all).size)
  const mailed = mailKinds.map((all) => new Set(all.map(({ messageId }) => messageId)).size)
  return {
    booked: bookings,
    kills: { worker: work.kills, app: serve.kills, ...kills },
    texts: {
      confirmations: distinct[0] ?? 0,
      reminders: distinct[1] ?? 0,
      twice: sum(textKinds.map((all) => all.length)) - sum(distinct),
      missing: 2 * bookings - sum(distinct),
    },
    mails: {
      confirmations: mailed[0] ?? 0,
      reminders: mailed[1] ?? 0,
      again: sum(mailKinds.map((all) => all.length)) - sum(mailed),
      missing: 2 * bookings - sum(mailed),
    },
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

async function asOwner({ ownerUrl }: PostgresProcess, query: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 2_000, query_timeout: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(query)).rows as Record<string, unknown>[]
  } finally {
    await client.end().catch(() => undefined)
  }
}
