import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { beforeAll, expect, test } from 'vitest'

import { type RetellStandIn, startRetellStandIn } from '../../sim/retell/start.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { DEMO_RETELL_API_KEY } from '../companies/workspaces.ts'
import { runCommandLine } from './ringbook.ts'

const NUMBER = '+493023125001'

let database: TestDatabase
let platform: RetellStandIn

beforeAll(async () => {
  database = await createTestDatabase()
  platform = await startRetellStandIn({ key: DEMO_RETELL_API_KEY, numbers: [NUMBER] })
  whenFileIsDone(() => platform.close())
  await ringbook('demo')
})

async function ringbook(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    async *lines() {},
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
      RETELL_API_URL: platform.url,
    },
    colours: false,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const flow = (action: string, ...args: string[]) => ringbook('flow', action, '--company', 'demo', ...args)

test('a company’s agent goes on the phone, changes, and comes back, each step saying what it did', async () => {
  expect((await flow('show')).out).toContain('Nothing was deployed yet')
  expect((await flow('diff')).out).toContain('Nothing was deployed yet')
  expect(await flow('check')).toMatchObject({ code: 0, out: '✓ Nothing is wrong with it' })

  const first = await flow('deploy', '--number', NUMBER)
  expect(first.err).toMatch(/flow \w+ was made[^]*Agent \w+ was made[^]*is published[^]*is answered by it/)
  expect(first.out).toMatch(/^Version 1 is deployed: agent agent_\w+, its version 0\. It answers \+493023125001$/)
  expect((await flow('deploy')).out).toBe('Version 1 is there already: nothing was done')

  const kept = await flow('set', '--transfer', '+493023125009')
  expect(kept.out).toContain('transferNumber: +493023125009')
  expect(kept.out).toContain('"flow deploy" puts it on the phone')
  expect((await flow('diff')).out).toContain('~ flow.nodes.human')
  expect((await flow('deploy')).out).toContain('Version 2 is deployed')
  expect((await flow('diff')).out).toBe('A deploy would change nothing')
  expect((await flow('rollback')).out).toContain('Version 3 is deployed')

  const { code, out } = await flow('show')
  expect(code).toBe(0)
  expect(out).toMatch(/Version 3,.*brings back 1/)
  expect(out).toContain('✓ Retell has what was deployed')
})

test('what is built for a company is printed as the platform takes it', async () => {
  const { out } = await flow('build', '--lang', 'en', '--url', 'https://phone.example.com')
  expect(JSON.parse(out)).toMatchObject({
    agent: { language: 'en-GB', webhook_url: 'https://phone.example.com/api/webhooks/retell' },
    flow: { start_node_id: 'initialize' },
  })
})

test('a file somebody brings is checked, or refused with a reason', async () => {
  const home = await mkdtemp(join(tmpdir(), 'ringbook-flow-'))
  whenFileIsDone(() => rm(home, { recursive: true }))
  const file = async (name: string, text: string) => {
    await writeFile(join(home, name), text)
    return join(home, name)
  }
  const built = (await flow('build')).out
  expect(await ringbook('flow', 'check', await file('ours.json', built))).toMatchObject({ code: 0 })
  const broken = await file('broken.json', built.replaceAll('KI-Assistent', 'Assistent'))
  expect(await ringbook('flow', 'check', broken)).toMatchObject({
    code: 1,
    out: expect.stringContaining('an AI is speaking'),
  })
  const torn = await file('torn.json', built.slice(0, 5_000))
  expect(await ringbook('flow', 'check', torn)).toMatchObject({
    code: 1,
    out: expect.stringContaining('It is not JSON'),
  })
  expect(await ringbook('flow', 'check', join(home, 'none.json'))).toMatchObject({ code: 2 })
  const told = JSON.parse((await ringbook('flow', 'check', broken, '--json')).out) as { problems: object[] }
  expect(told.problems).toContainEqual(expect.objectContaining({ level: 'fault', rule: 'ai_notice' }))
})

test('of a file with more wrong than anybody mends the faults are told first, and that there is more', async () => {
  const home = await mkdtemp(join(tmpdir(), 'ringbook-flow-'))
  whenFileIsDone(() => rm(home, { recursive: true }))
  const edges = Array.from({ length: 150 }, (_, index) => ({ id: `e${index}`, destination_node_id: null }))
  const node = { id: 'a', type: 'conversation', instruction: { type: 'static_text', text: 'Hallo' }, edges }
  await writeFile(join(home, 'many.json'), JSON.stringify({ start_node_id: 'b', nodes: [node] }))
  const { code, out } = await ringbook('flow', 'check', join(home, 'many.json'))
  const lines = out.split('\n')
  expect(code).toBe(1)
  expect(lines).toHaveLength(102)
  expect(lines[0]).toMatch(/^✗/)
  expect(lines.at(-2)).toMatch(/^… and \d+ more$/)
  expect(lines.at(-1)).toMatch(/^\d+ faults, 1\d\d doubts$/)
})

test('what was refused is not kept', async () => {
  expect(await flow('deploy', '--lang', 'en', '--voice', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no voice "nobody"'),
  })
  expect((await flow('show', '--lang', 'en')).out).toContain('voiceId: retell-Cimo')
})

test.for([
  [['flow'], 'Say what to do'],
  [['flow', 'fly'], 'Say what to do'],
  [['flow', 'build'], '--company is missing'],
  [['flow', 'build', '--company', 'demo', '--lang', 'fr'], '--lang is de or en'],
  [['flow', 'set', '--company', 'demo'], 'Say what to set'],
  [['flow', 'set', '--company', 'demo', '--recording', 'maybe'], '--recording is on or off'],
  [['flow', 'set', '--company', 'demo', '--transfer', 'boss'], '--transfer is a number'],
  [['flow', 'set', '--company', 'demo', '--model', 'eliza'], '--model is one of'],
  [['flow', 'set', '--company', 'demo', '--public-url', 'ftp://x'], '--public-url is an address'],
  [['flow', 'deploy', '--company', 'demo', '--number', 'eins'], '--number is a number'],
  [['flow', 'rollback', '--company', 'demo', '--to', 'yesterday'], '--to is the number of a version'],
] as const)('%s is told what is wrong', async ([args, why]) => {
  const { code, err } = await ringbook(...args)
  expect(err).toContain(why)
  expect(code).toBe(2)
})

test('a company there is none of is told, with those there are', async () => {
  expect(await ringbook('flow', 'show', '--company', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no company "nobody". There is: demo'),
  })
})
