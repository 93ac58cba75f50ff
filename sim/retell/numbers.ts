import { type Fields, isFields, type PhoneNumber, Refusal, versionOf, type Workspace } from './workspace.ts'

const FIELDS = new Set([
  'inbound_agents',
  'outbound_agents',
  'inbound_sms_agents',
  'outbound_sms_agents',
  'inbound_webhook_url',
  'inbound_sms_webhook_url',
  'nickname',
  'fallback_number',
  'allowed_inbound_country_list',
  'allowed_outbound_country_list',
])
/** Weights are shares: written as decimals they may miss one by a hair. */
const WEIGHT_TOLERANCE = 1e-6

export function getNumber(workspace: Workspace, number: string): Fields {
  return writeNumber(numberOf(workspace, number))
}

/** Brings a number of one's own telephony in. @throws Refusal 422 */
export function importNumber(workspace: Workspace, fields: Fields): Fields {
  const { phone_number: number } = fields
  if (typeof number !== 'string' || !/^\+[1-9]\d{4,14}$/.test(number)) {
    throw new Refusal(422, 'phone_number must be in E.164 format')
  }
  if (typeof fields['termination_uri'] !== 'string') throw new Refusal(422, 'termination_uri is required')
  const made = { number, fields: {}, changedMs: workspace.nowMs() }
  workspace.numbers.set(number, made)
  return writeNumber(made)
}

/** @throws Refusal 404, 422 */
export function updateNumber(workspace: Workspace, number: string, fields: Fields): Fields {
  const known = numberOf(workspace, number)
  const changes = Object.fromEntries(Object.entries(fields).filter(([name]) => FIELDS.has(name)))
  for (const name of ['inbound_agents', 'outbound_agents']) checkAgents(workspace, changes[name])
  const changed = { ...known, fields: { ...known.fields, ...changes }, changedMs: workspace.nowMs() }
  workspace.numbers.set(number, changed)
  return writeNumber(changed)
}

export function listNumbers(workspace: Workspace): Fields[] {
  return [...workspace.numbers.values()].map(writeNumber)
}

/** The agent that answers a number, and where the ring is told. @throws Refusal 404 */
export function whoAnswers(
  workspace: Workspace,
  number: string,
): { agent: Fields | undefined; webhookUrl: string | null } {
  const { fields } = numberOf(workspace, number)
  const agents = Array.isArray(fields['inbound_agents']) ? fields['inbound_agents'].filter(isFields) : []
  const url = fields['inbound_webhook_url']
  return { agent: agents[0], webhookUrl: typeof url === 'string' ? url : null }
}

function checkAgents(workspace: Workspace, agents: unknown): void {
  if (agents === undefined || agents === null) return
  if (!Array.isArray(agents)) throw new Refusal(422, 'agents must be a list')
  if (agents.length === 0) return
  let sum = 0
  for (const agent of agents) {
    if (!isFields(agent)) throw new Refusal(422, 'every agent must be an object')
    const { agent_id: id, agent_version: version, weight } = agent
    const asked = typeof version === 'number' ? String(version) : null
    versionOf(workspace.agents, String(id), asked)
    sum += typeof weight === 'number' ? weight : 0
  }
  if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) throw new Refusal(422, 'total weights must add up to 1')
}

function numberOf(workspace: Workspace, number: string): PhoneNumber {
  const known = workspace.numbers.get(number)
  if (known === undefined) throw new Refusal(404, `Cannot find requested asset under given api key: ${number}`)
  return known
}

function writeNumber({ number, fields, changedMs }: PhoneNumber): Fields {
  return { phone_number: number, phone_number_type: 'custom', ...fields, last_modification_timestamp: changedMs }
}
