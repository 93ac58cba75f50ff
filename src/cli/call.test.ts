import { beforeAll, expect, test } from 'vitest'

import { queryAsOwner } from '../../test/harness/database.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { seedDemoCompany } from '../app/demo/seed.ts'
import { ensureFirstWorkspace } from '../app/first-workspace.ts'
import { run } from './call.ts'
import type { Io } from './command.ts'

let server: TestServer

beforeAll(async () => {
  // The command signs at the machine's time, as it is meant for a server that runs.
  const now = Temporal.Now.instant().toString()
  server = await startTestServer({ clock: clockAt(now) })
  const { context } = server
  const workspaceId = await ensureFirstWorkspace(context.database.kysely, context, 'key_demo_ringbook')
  await seedDemoCompany({ ...context, workspaceId })
})

/** A command that reads the company's facts finds the server's database. */
function environment(): Record<string, string> {
  const { appUrl, ownerUrl } = server.database
  return {
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
    LOG_LEVEL: 'error',
  }
}

async function call(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  const quiet = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    async *lines() {},
    env: environment(),
    colours: false,
  }
  const io: Io = quiet
  const code = await run(['--url', server.url, ...args], io)
  return { code, out, err }
}

test.for(['de', 'en'])('a call in %s books at the demo company and hears it read out', async (lang) => {
  const { code, out, err } = await call('--lang', lang)
  expect(err).toEqual(['Booked, and read out again.'])
  expect(code).toBe(0)
  expect(out).toContainEqual(expect.stringMatching(/^ {8}· book_appointment → booked, \d+\.\d ms$/))
  expect(out).toContainEqual(expect.stringMatching(/^ {8}✓ \w+, \d\d\.\d\d\.\d{4}, \d\d:\d\d: .* \(code \d{6}\)$/))
  expect(out.some((line) => line.startsWith('Caller  '))).toBe(true)
})

test('a call is told as a voice platform tells it, from its ringing to its analysis', async () => {
  const { out } = await call('--json')
  const { callId } = JSON.parse(out.join('')) as { callId: string }
  const events = await queryAsOwner(
    server.database.ownerUrl,
    'select event from webhook_events where call_reference = $1 order by received_at, id',
    [callId],
  )
  expect(events).toEqual(['call_inbound', 'call_started', 'call_ended', 'call_analyzed'].map((event) => ({ event })))
})

test('callers who follow one another find other times', async () => {
  const booked = new Set<string | undefined>()
  for (let index = 0; index < 3; index += 1) {
    const { code, out } = await call()
    expect(code).toBe(0)
    booked.add(out.find((line) => line.includes('✓')))
  }
  expect(booked.size).toBe(3)
})

test('a caller whose wish cannot be had takes what is offered instead', async () => {
  const { out } = await call('--json', '--when', 'nächsten Sonntag um 10 Uhr', '--name', 'Ute Voss')
  expect(JSON.parse(out.join(''))).toMatchObject({ booked: true, readOut: true, events: expect.any(Array) })
})

test('with a key of nobody the call is refused, and told why', async () => {
  const { code, err } = await call('--key', 'key_wrong')
  expect(code).toBe(1)
  expect(err.join('')).toContain('key')
})

test('a gateway that is away is told in one line', async () => {
  await expect(call('--url', 'http://127.0.0.1:9')).rejects.toThrow('Start it with: npm start')
})

test.for(['de', 'en'])(
  'a scenario in %s is played through the flow of the demo company, and is told as it goes',
  async (lang) => {
    const { code, out, err } = await call(
      '--lang',
      lang,
      '--scenario',
      'changes-mind-at-the-offer',
      '--from',
      `+49176040690${lang === 'de' ? 81 : 82}`,
    )
    expect(err.at(-1)).toMatch(/^\d+\.\d s, served after \d+\.\d s, ended by agent_hangup$/)
    expect(code).toBe(0)
    expect(out).toContainEqual(expect.stringMatching(/ s {10}· book_appointment .* → booked, /))
    expect(out).toContainEqual(expect.stringContaining('webhook call_analyzed: 204'))
  },
)

test('a scenario as JSON is one value with everything that happened', async () => {
  const { code, out } = await call('--scenario', 'hangs-up-at-the-offer', '--from', '+4917604069077', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out.join(''))).toMatchObject({
    scenario: 'hangs-up-at-the-offer',
    endedBy: 'user_hangup',
    defects: [],
  })
})

test.each([
  [['--scenario', 'no-such'], 'There is no scenario "no-such"'],
  [['--scenario', 'move-my-appointment'], 'npm run scenarios -- --show move-my-appointment'],
  [['--scenario', 'book-a-free-time', '--seed', 'x'], '--seed is a number'],
  [['--scenario', 'book-a-free-time', '--company', 'no-such'], 'There is no company "no-such"'],
])('%j is refused in one line', async (args, message) => {
  await expect(call(...args)).rejects.toThrow(message)
})
