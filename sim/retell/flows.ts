import { type Fields, isFields, Refusal, type VersionedFlow, versionOf, type Workspace } from './workspace.ts'

/** Makes a conversation flow. @throws Refusal 422 for one that lacks what it must have */
export function createFlow(workspace: Workspace, fields: Fields): Fields {
  for (const field of ['model_choice', 'nodes', 'start_speaker']) {
    if (!(field in fields)) throw new Refusal(422, `${field} is required`)
  }
  lookOver(fields)
  const id = workspace.newId('conversation_flow')
  const flow = { version: 0, fields, changedMs: workspace.nowMs() }
  workspace.flows.set(id, [flow])
  return writeFlow(id, flow)
}

/** Changes a draft. @throws Refusal 404, or 400 when an agent that speaks by this version is published */
export function updateFlow(workspace: Workspace, id: string, asked: string | null, fields: Fields): Fields {
  const flow = versionOf(workspace.flows, id, asked)
  if (isSpokenBy(workspace, id, flow.version)) {
    throw new Refusal(400, `Version ${flow.version} of ${id} belongs to a published agent and cannot be changed`)
  }
  lookOver(fields)
  const changed = { ...flow, fields: { ...flow.fields, ...fields }, changedMs: workspace.nowMs() }
  const versions = workspace.flows.get(id) ?? []
  workspace.flows.set(
    id,
    versions.map((one) => (one.version === flow.version ? changed : one)),
  )
  return writeFlow(id, changed)
}

export function getFlow(workspace: Workspace, id: string, asked: string | null): Fields {
  return writeFlow(id, versionOf(workspace.flows, id, asked))
}

/** A draft like a version there is; gives its number. */
export function copyFlow(workspace: Workspace, id: string, base: number): number {
  const flow = versionOf(workspace.flows, id, String(base))
  const versions = workspace.flows.get(id) ?? []
  const version = Math.max(...versions.map((one) => one.version)) + 1
  workspace.flows.set(id, [...versions, { ...flow, version, changedMs: workspace.nowMs() }])
  return version
}

function isSpokenBy(workspace: Workspace, id: string, version: number): boolean {
  return [...workspace.agents.values()].flat().some(({ isPublished, fields }) => {
    const engine = fields['response_engine']
    return isPublished && isFields(engine) && engine['conversation_flow_id'] === id && engine['version'] === version
  })
}

/** What the platform notices of a flow when it takes it; most of it it notices on the phone. */
function lookOver(fields: Fields): void {
  const { nodes } = fields
  if (nodes === undefined) return
  if (!Array.isArray(nodes)) throw new Refusal(422, 'nodes must be a list')
  const ids = new Set<string>()
  for (const node of nodes) {
    if (!isFields(node) || typeof node['id'] !== 'string' || typeof node['type'] !== 'string') {
      throw new Refusal(422, 'every node must have an id and a type')
    }
    if (ids.has(node['id'])) throw new Refusal(422, `duplicate node id ${node['id']}`)
    ids.add(node['id'])
  }
}

function writeFlow(id: string, { version, fields, changedMs }: VersionedFlow): Fields {
  return { ...fields, conversation_flow_id: id, version, last_modification_timestamp: changedMs }
}
