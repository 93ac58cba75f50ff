import {
  createAgent,
  createAgentVersion,
  getAgent,
  listAgentVersions,
  publishAgentVersion,
  updateAgent,
} from './agents.ts'
import { createFlow, getFlow, updateFlow } from './flows.ts'
import { getNumber, importNumber, listNumbers, updateNumber } from './numbers.ts'
import { type Fields, Refusal, type Workspace } from './workspace.ts'

/** One request: what the path names, the version asked for, and the body. */
export type Asked = { readonly id: string; readonly version: string | null; readonly body: Fields }

type Route = { status: number; handle(workspace: Workspace, asked: Asked): unknown }

const found = (handle: Route['handle']): Route => ({ status: 200, handle })
const made = (handle: Route['handle']): Route => ({ status: 201, handle })

/** By method and the first part of the path; the second part is an id. */
const routes: Readonly<Record<string, Route>> = {
  'POST /create-conversation-flow': made((workspace, { body }) => createFlow(workspace, body)),
  'GET /get-conversation-flow': found((workspace, { id, version }) => getFlow(workspace, id, version)),
  'PATCH /update-conversation-flow': found((workspace, { id, version, body }) =>
    updateFlow(workspace, id, version, body),
  ),
  'POST /create-agent': made((workspace, { body }) => createAgent(workspace, body)),
  'GET /get-agent': found((workspace, { id, version }) => getAgent(workspace, id, version)),
  'PATCH /update-agent': found((workspace, { id, version, body }) => updateAgent(workspace, id, version, body)),
  'POST /create-agent-version': made((workspace, { id, body }) => createAgentVersion(workspace, id, body)),
  'POST /publish-agent-version': found((workspace, { id, body }) => publishAgentVersion(workspace, id, body)),
  'GET /list-agent-versions': found((workspace, { id }) => listAgentVersions(workspace, id)),
  'GET /get-phone-number': found((workspace, { id }) => getNumber(workspace, id)),
  'PATCH /update-phone-number': found((workspace, { id, body }) => updateNumber(workspace, id, body)),
  'POST /import-phone-number': made((workspace, { body }) => importNumber(workspace, body)),
  'GET /list-phone-numbers': found((workspace) => listNumbers(workspace)),
  'GET /list-voices': found((workspace) => [...workspace.voices].map(writeVoice)),
  'GET /get-voice': found((workspace, { id }) => {
    if (!workspace.voices.has(id)) throw new Refusal(404, `Cannot find requested asset under given api key: ${id}`)
    return writeVoice(id)
  }),
}

function writeVoice(id: string): Fields {
  return { voice_id: id, voice_name: id.replace(/^[^-]*-/, ''), provider: 'platform', gender: 'female' }
}

/** What a path is for; undefined where there is nothing. */
export function findRoute(method: string, path: string): { route: Route; id: string } | undefined {
  const [, name = '', id = ''] = path.split('/')
  const key = `${method} /${name}`
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined
  return route && { route, id: decodeURIComponent(id) }
}
