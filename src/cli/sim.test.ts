import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { expect, test } from 'vitest'

import { practiceAccount } from '../../sim/calcom/practice-account.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { runCommandLine } from './ringbook.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ringbook-sim-'))
  whenFileIsDone(() => rm(path, { recursive: true }))
  return path
}

/** The command as a process of its own, once it has said where it listens. */
async function startSim(args: readonly string[]) {
  const child = spawn(process.execPath, ['src/cli/ringbook.ts', 'sim', 'calcom', '--port', '0', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  whenFileIsDone(async () => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return { url, child }
}

async function refusal(...args: string[]): Promise<{ code: number; told: string }> {
  const told: string[] = []
  const io = { out: () => undefined, err: (line: string) => told.push(line), env: {}, colours: false }
  const code = await runCommandLine(['sim', ...args], { ...io, async *lines() {} })
  return { code, told: told.join('\n') }
}

test('the stand-in runs as a process of its own: account, faults and record as asked for, until a signal', async () => {
  const home = await folder()
  const [state, record] = [join(home, 'account.json'), join(home, 'record.jsonl')]
  await writeFile(state, JSON.stringify(practiceAccount))
  const { url, child } = await startSim([
    '--state',
    state,
    '--dialect',
    'hosted',
    '--faults',
    'reads.503=100%',
    '--record',
    record,
  ])
  const told = (await (await fetch(`${url}/_stand-in/state`)).json()) as object
  expect(told).toMatchObject({ dialect: 'hosted', eventTypes: 1, faults: { spec: 'reads.503=100%' } })
  const headers = { authorization: 'Bearer cal_test', 'cal-api-version': '2024-08-13' }
  expect((await fetch(`${url}/v2/bookings`, { headers })).status).toBe(503)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({ key: 'practice', status: 503, fault: 'status' })
})

test('without an account it is the demo salon', async () => {
  const { url } = await startSim([])
  const answer = await fetch(`${url}/v2/teams`, { headers: { authorization: 'Bearer cal_demo_sonnenschein' } })
  expect(await answer.json()).toMatchObject({ data: [{ slug: 'sonnenschein-mitte' }, {}] })
})

test('what it does not understand is one line, and what an account lacks is told', async () => {
  const home = await folder()
  const [broken, empty] = [join(home, 'broken.json'), join(home, 'empty.json')]
  await writeFile(broken, '{')
  await writeFile(empty, '{}')
  for (const [args, words] of [
    [[], /which system/],
    [['zoom'], /which system/],
    [['retell'], /--port is a number/],
    [['calcom'], /--port is missing/],
    [['calcom', '--port', 'http'], /--port is a number/],
    [['calcom', '--port', '0', '--dialect', 'saxon'], /self-hosted-2025/],
    [['calcom', '--port', '0', '--state', 'nowhere'], /cannot be read/],
    [['calcom', '--port', '0', '--state', broken], /not JSON/],
    [['calcom', '--port', '0', '--state', empty], /users/],
    [['calcom', '--port', '0', '--faults', 'gremlins=5%'], /gremlins=5%/],
  ] as const) {
    const { code, told } = await refusal(...args)
    expect(code).toBeGreaterThan(0)
    expect(told).toMatch(words)
  }
})

test('the stand-in for the voice platform runs as a process of its own, until a signal', async () => {
  const child = spawn(
    process.execPath,
    ['src/cli/ringbook.ts', 'sim', 'retell', '--port', '0', '--json', '--key', 'key_sim', '--number', '+493023125042'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  whenFileIsDone(async () => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const headers = { authorization: 'Bearer key_sim' }
  const numbers = await (await fetch(`${url}/list-phone-numbers`, { headers })).json()
  expect(numbers).toMatchObject([{ phone_number: '+493023125042' }])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
