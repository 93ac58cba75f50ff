import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { type RetellStandIn, startRetellStandIn } from '../../../../sim/retell/start.ts'
import { whenFileIsDone } from '../../../../test/harness/clean-up.ts'
import { createTestCompany } from '../../../../test/harness/company.ts'
import { createTestDatabase, queryAsOwner } from '../../../../test/harness/database.ts'
import { createRetellLine, type RetellLine } from '../../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../../test/harness/server.ts'
import { migrateDown, migrateUp, migrationStatus } from '../../../infra/db/migrate.ts'
import { build } from '../build.ts'
import { defaultFlowSettings } from '../flow-settings.ts'
import { compareWithPlatform } from './compare-with-platform.ts'
import { deploy, type Deployed, type DeployDeps } from './deploy.ts'
import { createRetellApi, type RetellApi, RetellApiError } from './retell-api.ts'
import { rollBack } from './roll-back.ts'
import { type AgentVersion, latestVersion } from './version-store.ts'

let server: TestServer
let platform: RetellStandIn
let line: RetellLine
let api: RetellApi
let first: string
let second: string

beforeAll(async () => {
  server = await startTestServer({ clock: clockAt('2026-11-23T08:00:00Z') })
})

beforeEach(async () => {
  line = await createRetellLine(server)
  first = line.number
  second = line.number.replace('+4930231251', '+4930231259')
  platform = await startRetellStandIn({ key: line.key, numbers: [first, second], pauseMs: 1 })
  whenFileIsDone(() => platform.close())
  api = createRetellApi({ baseUrl: platform.url, apiKey: line.key })
})

const of = () => ({ companyId: line.id, language: 'de' as const })

/** The number at which the platform fails when it is to move; null when it moves all. */
type FailsAt = string | null

/** The platform as it is, or failing when this number is to move. */
function deps(failsAt: FailsAt): DeployDeps {
  const bindNumber: RetellApi['bindNumber'] = async (number, to) => {
    if (number === failsAt) throw new RetellApiError('cut off', 503)
    await api.bindNumber(number, to)
  }
  return { ...server.context, api: { ...api, bindNumber } }
}

/** Deploys the agent that puts callers through to this number. */
async function put(transferNumber: string, lines: readonly string[] | null, failsAt: FailsAt = null) {
  const house = await server.context.database.inCompany(line.id, (tx) => server.context.houses.get(tx, line.id))
  if (house === undefined) throw new Error('The company has a house')
  const settings = { ...defaultFlowSettings, publicUrl: 'https://phone.example.com', transferNumber }
  const { agent, flow } = build(house, 'de', settings)
  const texts = { agent: JSON.stringify(agent), flow: JSON.stringify(flow) }
  return await deploy(deps(failsAt), of(), { ...texts, lines, workspaceId: line.workspaceId }, () => undefined)
}

/** For what is made to break off before a test begins. */
function passOverCut(error: unknown): void {
  if (!(error instanceof RetellApiError)) throw error
}

async function back(number?: number, failsAt: FailsAt = null): Promise<Deployed> {
  return await rollBack(deps(failsAt), of(), { number, workspaceId: line.workspaceId }, () => undefined)
}

async function latest(): Promise<AgentVersion> {
  const version = await server.context.database.inCompany(line.id, (tx) => latestVersion(tx, of()))
  if (version === undefined) throw new Error('Something was deployed')
  return version
}

/** Which version of the agent answers a number over there. */
async function answering(number: string): Promise<unknown> {
  return (await api.getNumber(number))?.['inbound_agents']
}
const both = async () => [await answering(first), await answering(second)]

const OLD = '+493023125097'
const NEW = '+493023125098'

test.each([
  ['with its numbers given again', true],
  ['without a number', false],
])('a first deploy that broke off is done by the next, %s', async (_name, isGiven) => {
  await expect(put(OLD, [first], first)).rejects.toThrow('cut off')
  expect(await latest()).toMatchObject({ number: 1, lines: [first] })
  const done = await put(OLD, isGiven ? [first] : null)
  expect(done).toMatchObject({ kind: 'deployed', version: { number: 1, lines: [first] } })
  expect(await compareWithPlatform(api, await latest())).toEqual([])
  expect(await put(OLD, null)).toMatchObject({ kind: 'nothing_to_do' })
})

describe.each([
  ['none of its numbers had moved', () => first],
  ['one of its two numbers had moved', () => second],
])('a deploy that broke off when %s', (_name, failing) => {
  let before: unknown[]

  beforeEach(async () => {
    await put(OLD, [first, second])
    before = await both()
    await put(NEW, null, failing()).catch(passOverCut)
  })

  test('is seen by who compares', async () => {
    expect(await compareWithPlatform(api, await latest())).toContainEqual(expect.stringContaining(second))
  })

  test('is finished by the next for both, and both go back to the version before', async () => {
    expect(await put(NEW, null)).toMatchObject({ kind: 'deployed', version: { number: 2, lines: [first, second] } })
    expect(await compareWithPlatform(api, await latest())).toEqual([])
    expect(await back()).toMatchObject({ version: { number: 3, restores: 1 } })
    expect(await both()).toEqual(before)
  })

  test('hands its numbers on to a deploy of something else', async () => {
    expect(await put('+493023125096', null)).toMatchObject({ version: { number: 3, lines: [first, second] } })
    expect(await compareWithPlatform(api, await latest())).toEqual([])
  })

  test('is left by a rollback, which moves both', async () => {
    expect(await back()).toMatchObject({ version: { lines: [first, second], restores: 1 } })
    expect(await both()).toEqual(before)
  })
})

test.each([
  ['the version before', undefined],
  ['a version that is named', 1],
])('a rollback to %s that broke off is finished by asking for it again', async (_name, number) => {
  await put(OLD, [first, second])
  const before = await both()
  await put(NEW, null)
  await expect(back(number, second)).rejects.toThrow('cut off')
  expect(await both()).not.toEqual(before)
  expect(await back(number)).toMatchObject({ version: { number: 3, restores: 1 } })
  expect(await both()).toEqual(before)
})

test('versions that broke off before their numbers were kept get those of the version before', async () => {
  const { db, ownerUrl } = await createTestDatabase()
  const mending = '0020_lines_of_broken_deploys'
  while (!(await migrationStatus(ownerUrl)).pending.includes(mending)) await migrateDown(ownerUrl, { all: false })
  const [broken, whole] = [await createTestCompany(db), await createTestCompany(db)]
  const stored = [
    [broken.id, 'de', [[], [first], [first, second], [], []]],
    [broken.id, 'en', [[], []]],
    [whole.id, 'de', [[first, second], [second]]],
  ] as const
  for (const [id, language, versions] of stored) {
    for (const [index, lines] of versions.entries()) {
      await queryAsOwner(
        ownerUrl,
        `insert into agent_versions (company_id, language, number, agent, flow, lines, retell_agent_id,
           retell_agent_version, retell_flow_id, retell_flow_version, deployed_at)
         values ($1, $2, $3, '{}', '{}', $4, 'agent', 0, 'flow', 0, now())`,
        [id, language, index + 1, lines],
      )
    }
  }
  await migrateUp(ownerUrl)
  const linesOf = (id: string, language: string) =>
    queryAsOwner<{ lines: string[] }>(
      ownerUrl,
      'select lines from agent_versions where company_id = $1 and language = $2 order by number',
      [id, language],
    ).then((rows) => rows.map(({ lines }) => lines))
  const both = [first, second]
  expect(await linesOf(broken.id, 'de')).toEqual([[], [first], both, both, both])
  expect(await linesOf(broken.id, 'en')).toEqual([[], []])
  expect(await linesOf(whole.id, 'de')).toEqual([both, [second]])
})
