import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { type RetellStandIn, startRetellStandIn } from '../../../../sim/retell/start.ts'
import { whenFileIsDone } from '../../../../test/harness/clean-up.ts'
import { createRetellLine, type RetellLine } from '../../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../../test/harness/server.ts'
import { build } from '../build.ts'
import { defaultFlowSettings, type FlowSettings } from '../flow-settings.ts'
import type { BuiltAgent } from '../flow-types.ts'
import { checkDeployed } from './check-deployed.ts'
import { compareWithPlatform } from './compare-with-platform.ts'
import { deploy, type Deployed, type DeployDeps, DeployRefusedError } from './deploy.ts'
import { assertFitToDeploy } from './fit-to-deploy.ts'
import { createRetellApi, RetellApiError } from './retell-api.ts'
import { rollBack } from './roll-back.ts'
import { type AgentVersion, latestVersion, loadVersions } from './version-store.ts'

const settings: FlowSettings = { ...defaultFlowSettings, publicUrl: 'https://phone.example.com' }

let server: TestServer
let platform: RetellStandIn
let line: RetellLine
let deps: DeployDeps
let built: BuiltAgent

beforeAll(async () => {
  server = await startTestServer({ clock: clockAt('2026-11-23T08:00:00Z') })
})

beforeEach(async () => {
  line = await createRetellLine(server)
  platform = await startRetellStandIn({ key: line.key, numbers: [line.number, '+493023129999'], pauseMs: 1 })
  whenFileIsDone(() => platform.close())
  deps = { ...server.context, api: createRetellApi({ baseUrl: platform.url, apiKey: line.key }) }
  built = await buildWith({})
})

async function buildWith(change: Partial<FlowSettings>): Promise<BuiltAgent> {
  const house = await server.context.database.inCompany(line.id, (tx) => server.context.houses.get(tx, line.id))
  if (house === undefined) throw new Error('The company has a house')
  return build(house, 'de', { ...settings, ...change })
}

const of = () => ({ companyId: line.id, language: 'de' as const })

async function put(agent: BuiltAgent, lines: readonly string[] | null = null): Promise<Deployed> {
  const texts = { agent: JSON.stringify(agent.agent), flow: JSON.stringify(agent.flow) }
  return await deploy(deps, of(), { ...texts, lines, workspaceId: line.workspaceId }, () => undefined)
}

async function back(number?: number): Promise<Deployed> {
  return await rollBack(deps, of(), { number, workspaceId: line.workspaceId }, () => undefined)
}

async function latest(): Promise<AgentVersion> {
  const version = await server.context.database.inCompany(line.id, (tx) => latestVersion(tx, of()))
  if (version === undefined) throw new Error('Something was deployed')
  return version
}

/** What answers a number over there, without what the platform adds. */
async function onThePhone(number: string) {
  const bound = (await deps.api.getNumber(number))?.['inbound_agents'] as { agent_id: string; agent_version: number }[]
  const [{ agent_id: id, agent_version: version } = { agent_id: '', agent_version: -1 }] = bound
  const agent = await deps.api.getAgent(id, version)
  const engine = agent?.['response_engine'] as { conversation_flow_id: string; version: number }
  const flow = await deps.api.getFlow(engine.conversation_flow_id, engine.version)
  const { conversation_flow_id: _, version: __, last_modification_timestamp: ___, ...own } = flow ?? {}
  return { id, version, isPublished: agent?.['is_published'], flow: JSON.stringify(own) }
}

const writes = () => platform.requests().filter((request) => !request.startsWith('GET')).length

test('a first deploy makes flow and agent, publishes them, and the number is answered by them', async () => {
  const { kind, version } = await put(built, [line.number])
  expect(kind).toBe('deployed')
  expect(await onThePhone(line.number)).toEqual({
    id: version.retellAgentId,
    version: version.retellAgentVersion,
    isPublished: true,
    flow: JSON.stringify(built.flow),
  })
  const number = await deps.api.getNumber(line.number)
  expect(number?.['inbound_webhook_url']).toBe('https://phone.example.com/api/webhooks/retell')
  expect(await latest()).toMatchObject({ number: 1, lines: [line.number], restores: null })
})

test('a call to the agent that was made is known to be the company’s', async () => {
  const { version } = await put(built)
  const call = line.call({ agentId: version.retellAgentId, to: '+4930111111', from: null })
  expect((await call.callTool('initialize_call', {})).statusCode).toBe(200)
})

test('a second deploy of the same does nothing at all', async () => {
  await put(built, [line.number])
  const before = writes()
  expect(await put(await buildWith({}), [line.number])).toMatchObject({ kind: 'nothing_to_do', version: { number: 1 } })
  expect(await put(await buildWith({}))).toMatchObject({ kind: 'nothing_to_do' })
  expect(writes()).toBe(before)
})

test('what was published is never changed: the next version is another, and the number moves to it last', async () => {
  await put(built, [line.number])
  const first = await onThePhone(line.number)
  const next = await buildWith({ transferNumber: '+493023125098' })
  expect(await put(next)).toMatchObject({ kind: 'deployed', version: { number: 2 } })
  const second = await onThePhone(line.number)
  expect(second).toMatchObject({ id: first.id, isPublished: true, flow: JSON.stringify(next.flow) })
  expect(second.version).toBeGreaterThan(first.version)
  expect(JSON.stringify(await deps.api.getAgent(first.id, first.version))).toContain('"is_published":true')
  expect(platform.requests().findLast((request) => !request.startsWith('GET'))).toBe('PATCH /update-phone-number')
})

describe('rolling back', () => {
  test('brings the version before back to the letter', async () => {
    await put(built, [line.number])
    const first = await onThePhone(line.number)
    await put(await buildWith({ transferNumber: '+493023125098' }))
    expect(await back()).toMatchObject({ kind: 'deployed', version: { number: 3, restores: 1 } })
    expect(await onThePhone(line.number)).toEqual(first)
    const stored = await latest()
    expect([stored.agent, stored.flow]).toEqual([JSON.stringify(built.agent), JSON.stringify(built.flow)])
  })

  test('deploys it anew to the letter when the platform no longer has it as it was', async () => {
    await put(built, [line.number])
    const first = await onThePhone(line.number)
    await put(await buildWith({ transferNumber: '+493023125098' }))
    platform.workspace.agents.set(first.id, (platform.workspace.agents.get(first.id) ?? []).slice(1))
    await back(1)
    const now = await onThePhone(line.number)
    expect(now.flow).toBe(first.flow)
    expect(now.version).not.toBe(first.version)
  })

  test('a version that is brought back can be gone on from', async () => {
    await put(built, [line.number])
    await put(await buildWith({ transferNumber: '+493023125098' }))
    await back()
    const next = await buildWith({ transferNumber: '+493023125097' })
    expect(await put(next)).toMatchObject({ version: { number: 4 } })
    expect((await onThePhone(line.number)).flow).toBe(JSON.stringify(next.flow))
    await back(2)
    expect((await onThePhone(line.number)).flow).toContain('+493023125098')
  })

  test('to nothing is refused', async () => {
    await expect(back()).rejects.toThrow('Nothing was deployed yet')
    await put(built)
    await expect(back()).rejects.toThrow('There is nothing to go back to: version 1 is the first')
    await expect(back(7)).rejects.toThrow('There is no version 7')
  })
})

/** The global prompt of what is published, past all versions. */
async function edit(): Promise<void> {
  const { retellFlowId } = await latest()
  const body = JSON.stringify({ conversation_flow_id: retellFlowId, global_prompt: 'Seien Sie frech.' })
  await fetch(`${platform.url}/_stand-in/edit`, { method: 'POST', body })
}

describe('what somebody changed over there', () => {
  test('is found and put right by the next deploy', async () => {
    await put(built, [line.number])
    await edit()
    expect(await compareWithPlatform(deps.api, await latest())).toEqual(['flow.global_prompt'])
    expect(await put(built)).toMatchObject({ kind: 'deployed', version: { number: 2 } })
    expect(await compareWithPlatform(deps.api, await latest())).toEqual([])
    expect((await onThePhone(line.number)).flow).toBe(JSON.stringify(built.flow))
  })

  test('is found and noted by the daily look, which alerts', async () => {
    await put(built, [line.number])
    const look = async () =>
      checkDeployed(
        { ...server.context, apiOf: async () => deps.api, companies: async () => [{ id: line.id }] },
        AbortSignal.timeout(10_000),
      )
    const alerts = () => server.logged.filter((entry) => entry['reason'] === 'agent_changed_elsewhere').length
    const before = alerts()
    await look()
    expect(await latest()).toMatchObject({ differences: [], checkedAt: server.context.clock.now() })
    expect(alerts()).toBe(before)
    await edit()
    await look()
    expect((await latest()).differences).toEqual(['flow.global_prompt'])
    expect(alerts()).toBe(before + 1)
  })

  test('a number that was bound to somebody else is bound again', async () => {
    await put(built, [line.number])
    const { retellAgentId, retellAgentVersion } = await latest()
    await deps.api.bindNumber(line.number, { inbound_agents: [], inbound_webhook_url: 'https://elsewhere.example' })
    expect(await put(built)).toMatchObject({ kind: 'deployed', version: { number: 1 } })
    expect(await onThePhone(line.number)).toMatchObject({ id: retellAgentId, version: retellAgentVersion })
    expect(await compareWithPlatform(deps.api, await latest())).toEqual([])
  })

  test('an agent that was deleted is made again', async () => {
    await put(built, [line.number])
    platform.workspace.agents.clear()
    await put(built)
    expect((await onThePhone(line.number)).flow).toBe(JSON.stringify(built.flow))
  })
})

describe('is refused before anything is done', () => {
  test.for([
    [
      'a voice the platform does not have',
      async () => put(await buildWith({ voiceId: 'nobody' })),
      'no voice "nobody"',
    ],
    ['a number the platform does not know', () => put(built, ['+493023120000']), 'does not know the number'],
  ] as const)('%s', async ([, act, why]) => {
    await expect(act()).rejects.toThrow(why)
    await expect(act()).rejects.toThrow(DeployRefusedError)
    expect(writes()).toBe(0)
    const versions = await server.context.database.inCompany(line.id, (tx) => loadVersions(tx, of(), 5))
    expect(versions).toEqual([])
  })

  test('a greeting that does not say that an AI is speaking', () => {
    const [first, ...others] = built.flow.nodes
    if (first?.type !== 'function') throw new Error('The call begins with a function')
    const silent = { ...first, instruction: { type: 'static_text' as const, text: 'Guten Tag, hier ist Sabine.' } }
    const hidden = { ...built, flow: { ...built.flow, nodes: [silent, ...others] } }
    expect(() => assertFitToDeploy(hidden, settings.publicUrl, platform.url)).toThrow('AI is speaking')
  })

  test('an address the platform cannot reach', () => {
    const real = 'https://api.retellai.com'
    for (const url of ['http://127.0.0.1:3000', 'http://phone.example.com', 'https://10.0.0.7', 'https://box.local']) {
      expect(() => assertFitToDeploy(built, url, real)).toThrow('--public-url')
    }
    expect(() => assertFitToDeploy(built, 'https://phone.example.com', real)).not.toThrow()
    expect(() => assertFitToDeploy(built, 'http://127.0.0.1:3000', platform.url)).not.toThrow()
  })
})

test('a platform that is away, or refuses the key, is told in a sentence', async () => {
  const wrong = createRetellApi({ baseUrl: platform.url, apiKey: 'key_wrong' })
  await expect(wrong.hasVoice('retell-Cimo')).rejects.toThrow('refuses the key')
  await platform.close()
  const gone = createRetellApi({ baseUrl: platform.url, apiKey: line.key })
  await expect(gone.createFlow(built.flow)).rejects.toThrow(RetellApiError)
  await expect(gone.createFlow(built.flow)).rejects.toThrow(/cannot be reached at 127\.0\.0\.1/)
})
