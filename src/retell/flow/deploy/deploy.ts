import type { Transaction } from 'kysely'

import type { Clock } from '../../../infra/clock.ts'
import type { Database } from '../../../infra/db/tables.ts'
import type { Ids } from '../../../infra/ids.ts'
import { isRaw, type Raw } from '../read-flow.ts'
import { bindingOf, compareWithPlatform, isUnbound } from './compare-with-platform.ts'
import { ownLines, rememberAgent } from './own-records.ts'
import type { ResponseEngine, RetellApi } from './retell-api.ts'
import { addVersion, type AgentOf, type AgentVersion, latestVersion } from './version-store.ts'

export type DeployDeps = {
  api: RetellApi
  clock: Clock
  ids: Ids
  database: {
    inCompany<Result>(companyId: string, work: (tx: Transaction<Database>) => Promise<Result>): Promise<Result>
  }
}

/** What is to be on the phone: agent and flow word for word, and our numbers that shall reach it. */
export type Wanted = {
  readonly agent: string
  readonly flow: string
  /** Null means those the latest version is to answer. */
  readonly lines: readonly string[] | null
  readonly workspaceId: string
  /** The version this brings back. */
  readonly restores?: number
}

export type Deployed = {
  readonly kind: 'nothing_to_do' | 'deployed'
  readonly version: AgentVersion
}

/** It cannot be deployed: the message says what to do first. */
export class DeployRefusedError extends Error {
  override readonly name = 'DeployRefusedError'
}

/**
 * Brings agent and flow to the voice platform and binds our numbers to them. What was published is never changed: each
 * deploy is a version of its own, and the numbers move to it last, so that calls go on by the old one until the new one is
 * whole. When everything is as wanted already, over there as well, nothing is done; when only numbers are not, because the
 * deploy before broke off or somebody bound them elsewhere, they are bound to the version there is.
 *
 * @param tell hears each step as a sentence
 * @throws DeployRefusedError before anything is done; RetellApiError when the platform does not do it
 */
export async function deploy(
  deps: DeployDeps,
  of: AgentOf,
  wanted: Wanted,
  tell: (step: string) => void,
): Promise<Deployed> {
  const { api, database } = deps
  const latest = await database.inCompany(of.companyId, (tx) => latestVersion(tx, of))
  const lines = wanted.lines ?? latest?.lines ?? []
  await refuseUnknown(api, wanted.agent, lines)
  const known = await database.inCompany(of.companyId, (tx) =>
    ownLines(tx, deps, of.companyId, { lines, workspaceId: wanted.workspaceId }),
  )
  for (const line of known.added) tell(`${line} is a number of the company now`)
  const found = latest === undefined ? ['agent'] : await compareWithPlatform(api, { ...latest, lines })
  if (latest !== undefined && isWanted(latest, wanted, lines)) {
    if (found.length === 0) return { kind: 'nothing_to_do', version: latest }
    // A copy of the version would be what the next rollback goes back to.
    if (isUnbound(found, lines)) return await bind(api, latest, lines, tell)
  }
  const isGone = found.includes('agent') || found.includes('flow')
  const placed =
    latest === undefined || isGone ? await create(api, wanted, tell) : await change(api, latest, wanted, tell)
  const version: AgentVersion = {
    ...placed,
    number: (latest?.number ?? 0) + 1,
    agent: wanted.agent,
    flow: wanted.flow,
    lines,
    restores: wanted.restores ?? null,
    deployedAt: deps.clock.now(),
    checkedAt: null,
    differences: [],
  }
  // Kept before the numbers move: what answers them, and which they are, must be known here, whatever fails from now on.
  await database.inCompany(of.companyId, async (tx) => {
    await rememberAgent(tx, deps, of, { retellAgentId: version.retellAgentId, workspaceId: wanted.workspaceId })
    await addVersion(tx, of, version)
  })
  return await bind(api, version, lines, tell)
}

function isWanted(latest: AgentVersion, wanted: Wanted, lines: readonly string[]): boolean {
  const bound = new Set(latest.lines)
  return latest.agent === wanted.agent && latest.flow === wanted.flow && lines.every((line) => bound.has(line))
}

/** What would fail half way is asked first. */
async function refuseUnknown(api: RetellApi, agent: string, lines: readonly string[]): Promise<void> {
  const settings: unknown = JSON.parse(agent)
  const voice = isRaw(settings) ? String(settings['voice_id']) : ''
  if (!(await api.hasVoice(voice))) {
    throw new DeployRefusedError(
      `Retell has no voice "${voice}": choose one in its dashboard and set it with flow set --voice`,
    )
  }
  for (const line of lines) {
    if ((await api.getNumber(line)) === undefined) {
      throw new DeployRefusedError(`Retell does not know the number ${line}: buy or import it there first`)
    }
  }
}

type Placed = Pick<AgentVersion, 'retellAgentId' | 'retellAgentVersion' | 'retellFlowId' | 'retellFlowVersion'>

async function create(api: RetellApi, wanted: Wanted, tell: (step: string) => void): Promise<Placed> {
  const flow = await api.createFlow(objectOf(wanted.flow))
  tell(`Conversation flow ${flow.id} was made`)
  const engine = engineOf(flow.id, flow.version)
  const agent = await api.createAgent({ ...objectOf(wanted.agent), response_engine: engine })
  tell(`Agent ${agent.id} was made`)
  await api.publishAgent(agent.id, agent.version)
  tell(`Version ${agent.version} of the agent is published`)
  return placed(agent, flow)
}

async function change(
  api: RetellApi,
  latest: AgentVersion,
  wanted: Wanted,
  tell: (step: string) => void,
): Promise<Placed> {
  const { retellAgentId: agentId, retellFlowId: flowId } = latest
  const draft = await api.createAgentVersion(agentId, latest.retellAgentVersion)
  tell(`Version ${draft.version} of agent ${agentId} was begun`)
  const flow = await api.updateFlow(flowId, draft.flowVersion ?? latest.retellFlowVersion, objectOf(wanted.flow))
  tell(`Conversation flow ${flowId} was changed`)
  const settings = { ...objectOf(wanted.agent), response_engine: engineOf(flowId, flow.version) }
  const agent = await api.updateAgent(agentId, draft.version, settings)
  await api.publishAgent(agentId, agent.version)
  tell(`Version ${agent.version} of the agent is published`)
  return placed({ id: agentId, version: agent.version }, { id: flowId, version: flow.version })
}

/** Moves our numbers to a version that is whole and kept. */
export async function bind(
  api: RetellApi,
  version: AgentVersion,
  lines: readonly string[],
  tell: (step: string) => void,
): Promise<Deployed> {
  for (const line of lines) {
    await api.bindNumber(line, bindingOf(version))
    tell(`${line} is answered by it`)
  }
  return { kind: 'deployed', version }
}

function placed(agent: { id: string; version: number }, flow: { id: string; version: number }): Placed {
  return {
    retellAgentId: agent.id,
    retellAgentVersion: agent.version,
    retellFlowId: flow.id,
    retellFlowVersion: flow.version,
  }
}

function engineOf(id: string, version: number): ResponseEngine {
  return { type: 'conversation-flow', conversation_flow_id: id, version }
}

function objectOf(text: string): Raw {
  const value: unknown = JSON.parse(text)
  if (!isRaw(value)) throw new Error('A stored agent or flow is no object')
  return value
}
