import type { Transaction } from 'kysely'

import type { Visit } from '../appointments/visit.ts'
import { findCall, rememberCall } from '../calls/remember-call.ts'
import { type Route, routeCall } from '../companies/routing.ts'
import { findCustomerOfCall } from '../customers/find-customer.ts'
import type { Database } from '../infra/db/tables.ts'
import type { RetellDeps } from './deps.ts'
import type { ToolCall } from './envelope.ts'

/** Whose a call is, before anything of that company is read. */
export type WhoseCall =
  | { kind: 'known'; route: Route }
  /** Neither call, number nor agent is anybody's here. */
  | { kind: 'not_configured' }
  /** It is somebody's, but not of the workspace whose key signed the request. */
  | { kind: 'refused'; companyId: string }

/**
 * Whose call a tool call belongs to: never by its arguments, but by the call already known, the company in the call's
 * metadata, our number, the agent.
 */
export async function whoseCall(
  deps: Pick<RetellDeps, 'database'>,
  toolCall: ToolCall,
  workspaceId: string,
): Promise<WhoseCall> {
  const route = await routeCall(deps.database.kysely, {
    retellCallId: toolCall.callId,
    metadataCompanyId: toolCall.metadataCompanyId,
    ourNumber: ourNumber(toolCall),
    retellAgentId: toolCall.agentId,
  })
  if (route === undefined) return { kind: 'not_configured' }
  if (route.workspaceId !== workspaceId) return { kind: 'refused', companyId: route.companyId }
  return { kind: 'known', route }
}

/**
 * Who calls whom: makes the record of the call on first sight. Undefined when the company has gone.
 * `isFirst` when nothing was known of the call before.
 */
export async function readVisit(
  tx: Transaction<Database>,
  deps: Pick<RetellDeps, 'houses' | 'ids'>,
  toolCall: ToolCall,
  route: Route,
): Promise<{ visit: Visit; isFirst: boolean } | undefined> {
  const facts = factsOf(toolCall, route)
  // Sent together: who knows a call knows its customer.
  const [house, known, knownCustomer] = await Promise.all([
    deps.houses.get(tx, route.companyId),
    findCall(tx, facts),
    findCustomerOfCall(tx, facts),
  ])
  if (house === undefined) return undefined
  if (known !== undefined) return { visit: { house, call: known, customer: knownCustomer ?? null }, isFirst: false }
  const { languages, forwardingNumbers } = house.company
  const language = route.language ?? languages[0] ?? 'de'
  const [call, customer] = await Promise.all([
    rememberCall(tx, deps, { ...facts, language, forwardingNumbers }),
    findCustomerOfCall(tx, facts),
  ])
  return { visit: { house, call, customer: customer ?? null }, isFirst: true }
}

function factsOf(toolCall: ToolCall, route: Route) {
  return {
    companyId: route.companyId,
    retellCallId: toolCall.callId,
    workspaceId: route.workspaceId,
    agentId: route.agentId,
    branchId: route.branchId,
    direction: toolCall.direction,
    fromNumber: toolCall.fromNumber,
    toNumber: toolCall.toNumber,
  }
}

const e164 = /^\+[1-9]\d{4,14}$/

/** Our end of the line; web calls have none. */
function ourNumber(toolCall: ToolCall): string | null {
  if (toolCall.direction === 'web') return null
  const number = toolCall.direction === 'outbound' ? toolCall.fromNumber : toolCall.toNumber
  return number !== null && e164.test(number) ? number : null
}
