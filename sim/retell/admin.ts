import type { Courier, CourierFaults } from './courier.ts'
import { whoAnswers } from './numbers.ts'
import { type Fields, isFields, Refusal, type Workspace } from './workspace.ts'

/** Where whoever tries things out reaches the stand-in itself; the platform has nothing like it. */
export const ADMIN_PREFIX = '/_stand-in'

/** Answers `/_stand-in/…`: what is there, ringing, delivering events, and what goes wrong. @throws Refusal */
export async function administer(
  workspace: Workspace,
  courier: Courier,
  { method, path, body }: { method: string; path: string; body: Fields },
): Promise<unknown> {
  switch (`${method} ${path.slice(ADMIN_PREFIX.length)}`) {
    case 'GET /state':
      return stateOf(workspace)
    case 'GET /deliveries':
      return courier.deliveries()
    case 'PUT /faults':
      return setFaults(courier, body)
    case 'POST /ring':
      return await ring(workspace, courier, body)
    case 'POST /webhooks':
      return await sendEvents(courier, body)
    case 'POST /edit':
      return editFlow(workspace, body)
    default:
      throw new Refusal(404, `There is no ${path} here`)
  }
}

function stateOf(workspace: Workspace): Fields {
  return {
    flows: Object.fromEntries(workspace.flows),
    agents: Object.fromEntries(workspace.agents),
    numbers: [...workspace.numbers.values()],
  }
}

function setFaults(courier: Courier, body: Fields): CourierFaults {
  for (const name of ['lost', 'double', 'forged'] as const) {
    const share = body[name]
    if (share === undefined) continue
    if (typeof share !== 'number' || share < 0 || share > 1) throw new Refusal(422, `${name} is a share from 0 to 1`)
    courier.faults[name] = share
  }
  return courier.faults
}

/** Somebody calls a number: the ring is told, and what is answered decides by whom and with what the call goes on. */
async function ring(workspace: Workspace, courier: Courier, body: Fields): Promise<Fields> {
  const to = String(body['to_number'])
  const { agent, webhookUrl } = whoAnswers(workspace, to)
  const callId = workspace.newId('call')
  if (webhookUrl === null) return { call_id: callId, agent: agent ?? null, answer: null }
  const inbound = {
    call_id: callId,
    from_number: typeof body['from_number'] === 'string' ? body['from_number'] : 'anonymous',
    to_number: to,
    ...(agent !== undefined && { agent_id: agent['agent_id'], agent_version: agent['agent_version'] }),
    ...(isFields(body['custom_sip_headers']) && { custom_sip_headers: body['custom_sip_headers'] }),
  }
  const event = { event: 'call_inbound', event_timestamp: workspace.nowMs(), call_inbound: inbound }
  const { delivery, answer } = await courier.deliver(webhookUrl, 'call_inbound', event)
  const given = isFields(answer) && isFields(answer['call_inbound']) ? answer['call_inbound'] : {}
  const isRejected = given['reject'] === true
  return { call_id: callId, agent: isRejected ? null : (agent ?? null), delivery, answer: given }
}

async function sendEvents(courier: Courier, body: Fields): Promise<unknown> {
  const { url, events } = body
  if (typeof url !== 'string' || !URL.canParse(url)) throw new Refusal(422, 'url is where they are delivered')
  if (!Array.isArray(events)) throw new Refusal(422, 'events are the bodies to deliver')
  return await courier.deliverAll(url, events.filter(isFields), body['shuffled'] === true)
}

/** Somebody changes a flow in the dashboard, past all versions: the global prompt of what is published. */
function editFlow(workspace: Workspace, body: Fields): Fields {
  const id = String(body['conversation_flow_id'])
  const versions = workspace.flows.get(id)
  const last = versions?.at(-1)
  if (versions === undefined || last === undefined) throw new Refusal(404, `There is no flow ${id}`)
  const { conversation_flow_id: _, ...changes } = body
  workspace.flows.set(id, [...versions.slice(0, -1), { ...last, fields: { ...last.fields, ...changes } }])
  return { edited: id, version: last.version }
}
