import { copyFlow } from './flows.ts'
import { type Fields, isFields, Refusal, type VersionedAgent, versionOf, type Workspace } from './workspace.ts'

/** Makes an agent; its first version is a draft. @throws Refusal 422 */
export function createAgent(workspace: Workspace, fields: Fields): Fields {
  lookOver(workspace, fields)
  const id = workspace.newId('agent')
  const agent = { version: 0, fields, isPublished: false, baseVersion: null, changedMs: workspace.nowMs() }
  workspace.agents.set(id, [agent])
  return writeAgent(id, agent)
}

/** Changes a draft. @throws Refusal 404, or 400 when it is published */
export function updateAgent(workspace: Workspace, id: string, asked: string | null, fields: Fields): Fields {
  const agent = versionOf(workspace.agents, id, asked)
  if (agent.isPublished) throw new Refusal(400, `Version ${agent.version} of ${id} is published and cannot be changed`)
  const merged = { ...agent.fields, ...fields }
  lookOver(workspace, merged)
  return replace(workspace, id, { ...agent, fields: merged, changedMs: workspace.nowMs() })
}

export function getAgent(workspace: Workspace, id: string, asked: string | null): Fields {
  return writeAgent(id, versionOf(workspace.agents, id, asked))
}

/** Begins a draft from a version there is. It speaks by a draft of the flow of its own. @throws Refusal 404, 422 */
export function createAgentVersion(workspace: Workspace, id: string, body: Fields): Fields {
  const asked = body['base_version']
  if (typeof asked !== 'number') throw new Refusal(422, 'base_version is required')
  const base = versionOf(workspace.agents, id, String(asked))
  const versions = workspace.agents.get(id) ?? []
  const version = Math.max(...versions.map((one) => one.version)) + 1
  const engine = base.fields['response_engine']
  const draft: VersionedAgent = {
    version,
    isPublished: false,
    baseVersion: base.version,
    changedMs: workspace.nowMs(),
    fields: { ...base.fields, ...(isFields(engine) && { response_engine: draftEngine(workspace, engine) }) },
  }
  workspace.agents.set(id, [...versions, draft])
  return writeAgent(id, draft)
}

function draftEngine(workspace: Workspace, engine: Fields): Fields {
  const { conversation_flow_id: id, version } = engine
  if (typeof id !== 'string' || typeof version !== 'number') return engine
  return { ...engine, version: copyFlow(workspace, id, version) }
}

export function publishAgentVersion(workspace: Workspace, id: string, body: Fields): Fields {
  const asked = body['version']
  if (typeof asked !== 'number') throw new Refusal(422, 'version is required')
  const agent = versionOf(workspace.agents, id, String(asked))
  replace(workspace, id, { ...agent, isPublished: true })
  return {}
}

export function listAgentVersions(workspace: Workspace, id: string): Fields {
  versionOf(workspace.agents, id, null)
  const items = (workspace.agents.get(id) ?? []).map(({ version, isPublished, baseVersion, changedMs }) => ({
    version,
    is_published: isPublished,
    last_modification_timestamp: changedMs,
    ...(baseVersion !== null && { base_version: baseVersion }),
  }))
  return { items, has_more: false }
}

function replace(workspace: Workspace, id: string, agent: VersionedAgent): Fields {
  const versions = workspace.agents.get(id) ?? []
  workspace.agents.set(
    id,
    versions.map((one) => (one.version === agent.version ? agent : one)),
  )
  return writeAgent(id, agent)
}

function lookOver(workspace: Workspace, fields: Fields): void {
  const { voice_id: voice, response_engine: engine } = fields
  if (typeof voice !== 'string' || !workspace.voices.has(voice)) throw new Refusal(422, 'voice_id is not a known voice')
  if (!isFields(engine) || typeof engine['type'] !== 'string') throw new Refusal(422, 'response_engine is required')
  if (engine['type'] !== 'conversation-flow') throw new Refusal(422, 'this stand-in knows conversation flows only')
  const { conversation_flow_id: id, version } = engine
  versionOf(workspace.flows, String(id), typeof version === 'number' ? String(version) : null)
}

function writeAgent(id: string, { version, fields, isPublished, baseVersion, changedMs }: VersionedAgent): Fields {
  return {
    ...fields,
    agent_id: id,
    version,
    is_published: isPublished,
    ...(baseVersion !== null && { base_version: baseVersion }),
    channel: 'voice',
    last_modification_timestamp: changedMs,
  }
}
