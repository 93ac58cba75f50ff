import type { Transaction } from 'kysely'

import type { Visit } from '../appointments/visit.ts'
import { findCall, rememberCall } from '../calls/remember-call.ts'
import { type Route, routeCall } from '../companies/routing.ts'
import { findCustomerOfCall } from '../customers/find-customer.ts'
import type { Database } from '../infra/db/tables.ts'
import { openCallToken, type RingingFacts } from './call-token.ts'
import type { RetellDeps } from './deps.ts'
import type { ToolCall } from './envelope.ts'

/** What a request tells of the line it came over; its `callId` is null when it is about no call in particular. */
export type CallLine = Pick<ToolCall, 'agentId' | 'direction' | 'fromNumber' | 'toNumber' | 'callToken'> & {
  readonly callId: string | null
}

/** Whose a call is, before anything of that company is read. */
export type WhoseCall =
  | { kind: 'known'; route: Route }
  /** Neither call, number nor agent is anybody's here. */
  | { kind: 'not_configured' }
  /** It is somebody's, but not of the workspace whose key signed the request. */
  | { kind: 'refused'; companyId: string }

/**
 * Whose call a request belongs to: never by its arguments, but by the call already known, what we sealed into the call's
 * metadata when the phone rang, our number, the agent.
 */
export async function whoseCall(
  deps: Pick<RetellDeps, 'database' | 'sealing' | 'clock'>,
  line: CallLine,
  workspaceId: string,
): Promise<WhoseCall> {
  const ringing = openCallToken(deps, line.callToken, line, deps.clock.now())
  const found = await routeCall(deps.database.kysely, {
    retellCallId: line.callId,
    metadataCompanyId: ringing?.companyId ?? null,
    // What was found out while it rang knows better: a number may be shared by houses that forward to it.
    ourNumber: ringing === undefined ? ourNumber(line) : null,
    retellAgentId: line.agentId,
  })
  const route = ringing === undefined || found?.knownBy === 'call' ? found : asItRang(found, ringing)
  if (route === undefined) return { kind: 'not_configured' }
  if (route.workspaceId !== workspaceId) return { kind: 'refused', companyId: route.companyId }
  return { kind: 'known', route }
}

function asItRang(found: Route | undefined, ringing: RingingFacts): Route {
  const agent = found?.companyId === ringing.companyId ? found : { agentId: null, language: null }
  return { ...ringing, agentId: agent.agentId, language: agent.language, knownBy: 'metadata' }
}

/**
 * Who calls whom: makes the record of the call on first sight. Undefined when the company has gone.
 * `isFirst` when nothing was known of the call before.
 */
export async function readVisit(
  tx: Transaction<Database>,
  deps: Pick<RetellDeps, 'houses' | 'ids'>,
  line: CallLine & { readonly callId: string },
  route: Route,
): Promise<{ visit: Visit; isFirst: boolean } | undefined> {
  const facts = factsOf(line, route)
  // Nothing is asked about a call that was not known a moment ago. Sent together: who knows a call knows its customer.
  const isKnown = route.knownBy === 'call'
  const [house, known, knownCustomer] = await Promise.all([
    deps.houses.get(tx, route.companyId),
    isKnown ? findCall(tx, facts) : undefined,
    isKnown ? findCustomerOfCall(tx, facts) : undefined,
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

function factsOf(line: CallLine & { readonly callId: string }, route: Route) {
  return {
    companyId: route.companyId,
    retellCallId: line.callId,
    workspaceId: route.workspaceId,
    agentId: route.agentId,
    branchId: route.branchId,
    direction: line.direction,
    fromNumber: line.fromNumber,
    toNumber: line.toNumber,
  }
}

const e164 = /^\+[1-9]\d{4,14}$/

/** Our end of the line; web calls have none. */
export function ourNumber(line: Pick<CallLine, 'direction' | 'fromNumber' | 'toNumber'>): string | null {
  if (line.direction === 'web') return null
  const number = line.direction === 'outbound' ? line.fromNumber : line.toNumber
  return number !== null && e164.test(number) ? number : null
}
