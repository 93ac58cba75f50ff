import { differences } from './differences.ts'
import type { NumberBinding, RetellApi } from './retell-api.ts'
import type { AgentVersion } from './version-store.ts'

/** What a number of ours is bound to when a version answers it. */
export function bindingOf(
  version: Pick<AgentVersion, 'agent' | 'retellAgentId' | 'retellAgentVersion'>,
): NumberBinding {
  return {
    inbound_agents: [{ agent_id: version.retellAgentId, agent_version: version.retellAgentVersion, weight: 1 }],
    // The same address as for what happens in a call: the event says which it is.
    inbound_webhook_url: webhookUrl(version.agent),
  }
}

function webhookUrl(agentText: string): string {
  const agent: unknown = JSON.parse(agentText)
  if (typeof agent === 'object' && agent !== null && 'webhook_url' in agent) return String(agent.webhook_url)
  throw new Error('A version of an agent without an address for webhooks cannot answer a number')
}

/**
 * Where the platform has something else than was deployed: somebody edited it there, unbound a number, or deleted it. Empty
 * when it is as it was left. @throws RetellApiError when it cannot be asked
 */
export async function compareWithPlatform(api: RetellApi, version: AgentVersion): Promise<readonly string[]> {
  const [agent, flow, ...numbers] = await Promise.all([
    api.getAgent(version.retellAgentId, version.retellAgentVersion),
    api.getFlow(version.retellFlowId, version.retellFlowVersion),
    ...version.lines.map((line) => api.getNumber(line)),
  ])
  if (agent === undefined) return ['agent']
  const engine = {
    type: 'conversation-flow',
    conversation_flow_id: version.retellFlowId,
    version: version.retellFlowVersion,
  }
  const wantedAgent: unknown = JSON.parse(version.agent)
  const wantedFlow: unknown = JSON.parse(version.flow)
  return [
    ...differences(wantedAgent, agent).map((path) => `agent.${path}`),
    ...differences({ response_engine: engine, is_published: true }, agent).map((path) => `agent.${path}`),
    ...(flow === undefined ? ['flow'] : differences(wantedFlow, flow).map((path) => `flow.${path}`)),
    ...version.lines.flatMap((line, index) =>
      differences(bindingOf(version), numbers[index]).map((path) => `${line}.${path}`),
    ),
  ]
}

/** Whether something was found, and nothing but numbers that do not reach the version: to bind them is enough. */
export function isUnbound(found: readonly string[], lines: readonly string[]): boolean {
  return found.length > 0 && found.every((path) => lines.some((line) => path.startsWith(`${line}.`)))
}
