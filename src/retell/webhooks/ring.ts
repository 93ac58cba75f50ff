import type { Transaction } from 'kysely'

import { prefetch } from '../../appointments/prefetch.ts'
import { refusesWithheld } from '../../calls/call-settings.ts'
import type { Call } from '../../calls/call.ts'
import { whoCalls } from '../../calls/remember-call.ts'
import { checkCustomer } from '../../customers/check-customer.ts'
import type { Customer } from '../../customers/customer.ts'
import { findCustomer } from '../../customers/find-customer.ts'
import { findCustomerId } from '../../customers/remember-customer.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { sealCallToken, TOKEN_FIELD } from '../call-token.ts'
import { orAbort } from '../or-abort.ts'
import { ourNumber, readVisit, whoseCall } from '../whose-call.ts'
import type { WebhookDeps } from './deps.ts'
import { routeDialled } from './dialled-number.ts'
import type { RetellEvent } from './event.ts'
import { greetAnybody, greetCaller, type GreetingVariables } from './greeting.ts'
import { storeEvent } from './store-event.ts'

/** How a ringing phone is answered: what the agent is told before it speaks, or that the call is not taken. */
export type RingAnswer = {
  readonly call_inbound:
    | { readonly reject: true }
    | {
        readonly dynamic_variables: GreetingVariables
        readonly metadata: Readonly<Record<string, string>>
        readonly override_agent_id?: string
      }
}

/**
 * Answers a phone that rings: whose it is, by the number first dialled or the one that rings; who calls; and what the agent
 * says first. What the first tool call will ask for is fetched meanwhile. Never rejects, and keeps nobody waiting past the
 * signal: on any fault the call goes through, with variables that tell nothing.
 */
export async function ring(
  deps: WebhookDeps,
  event: RetellEvent,
  request: { requestId: string; workspaceId: string },
  signal: AbortSignal,
): Promise<RingAnswer> {
  try {
    const ringing = await orAbort(whoseRing(deps, event, request.workspaceId), signal)
    return ringing === undefined ? openAnswer() : await answer(deps, event, ringing, signal)
  } catch (error) {
    deps.events.requestFailed({ requestId: request.requestId, route: 'call_inbound' }, error)
    return openAnswer()
  }
}

/** For a call nobody can tell anything about: it is put through to the number's own agent. */
export function openAnswer(): RingAnswer {
  return { call_inbound: { dynamic_variables: greetAnybody('de'), metadata: {} } }
}

/** Whose phone rings, and which branch's. */
type Ringing = {
  readonly companyId: string
  readonly branchId: string | null
  readonly workspaceId: string
  readonly agentId: string | null
  readonly language: Language | null
  /** Whoever would speak is another company's agent. */
  readonly needsAgent: boolean
}

/** The number that was dialled first counts for more than the one it was forwarded to. */
async function whoseRing(
  deps: WebhookDeps,
  { line, diversion }: RetellEvent,
  workspaceId: string,
): Promise<Ringing | undefined> {
  const { kysely } = deps.database
  const forwarding = { ourNumber: ourNumber(line), workspaceId }
  const [whose, dialled] = await Promise.all([
    whoseCall(deps, line, workspaceId),
    diversion === null ? undefined : routeDialled(kysely, diversion, forwarding),
  ])
  const route = whose.kind === 'known' ? whose.route : undefined
  if (dialled === undefined) {
    if (whose.kind === 'refused') deps.events.alert('foreign_workspace', { companyId: whose.companyId })
    return route && { ...route, needsAgent: false }
  }
  if (route?.companyId === dialled.companyId) {
    return { ...route, branchId: dialled.branchId ?? route.branchId, needsAgent: false }
  }
  return { ...dialled, workspaceId, agentId: null, language: null, needsAgent: true }
}

async function answer(
  deps: WebhookDeps,
  event: RetellEvent,
  ringing: Ringing,
  signal: AbortSignal,
): Promise<RingAnswer> {
  const { companyId, branchId } = ringing
  const now = deps.clock.now()
  const known = await deps.database.inCompany(companyId, (tx) => readRinging(tx, deps, event, ringing), { signal })
  if (known === undefined) return openAnswer()
  if (known.isRefused) return { call_inbound: { reject: true } }
  const { house, call, caller, customer, agent } = known
  void prefetch(deps, { companyId, branchId, callId: call?.id ?? event.line.callId ?? companyId })
  const language = agent?.language ?? call?.language ?? ringing.language ?? house.company.languages[0] ?? 'de'
  const at = now.toZonedDateTimeISO(house.company.zone)
  const speaking = { language, house, today: at.toPlainDate(), branchId }
  const check = checkCustomer({ callerNumber: caller }, customer, null)
  const { fromNumber, toNumber } = event.line
  return {
    call_inbound: {
      dynamic_variables: greetCaller(speaking, check, at),
      metadata: { [TOKEN_FIELD]: sealCallToken(deps, { ...ringing, fromNumber, toNumber }, now) },
      ...(agent !== undefined && { override_agent_id: agent.retellAgentId }),
    },
  }
}

type Known =
  | { isRefused: true }
  | {
      isRefused: false
      house: House
      /** Undefined where the platform has not given the call an id yet. */
      call: Call | undefined
      caller: string | null
      customer: Customer | null
      /** Who has to speak instead, as whoever would is another company's. */
      agent: { id: string; retellAgentId: string; language: Language } | undefined
    }

async function readRinging(
  tx: Transaction<Database>,
  deps: WebhookDeps,
  event: RetellEvent,
  ringing: Ringing,
): Promise<Known | undefined> {
  const { companyId } = ringing
  const [house, isPicky] = await Promise.all([
    deps.houses.get(tx, companyId),
    refusesWithheld(tx, companyId),
    storeEvent(tx, deps, event, { companyId, now: deps.clock.now(), isWorked: true }),
  ])
  if (house === undefined) return undefined
  const { forwardingNumbers } = house.company
  const caller = whoCalls({ ...event.line, forwardingNumbers })
  if (isPicky && caller.kind === 'withheld') return { isRefused: true }
  const agent = ringing.needsAgent ? await agentOf(tx, ringing, house) : undefined
  const answered = agent === undefined ? ringing : { ...ringing, agentId: agent.id, language: agent.language }
  const who = await readCaller(tx, deps, event, answered, caller.number)
  return { isRefused: false, house, caller: caller.number, agent, ...who }
}

async function readCaller(
  tx: Transaction<Database>,
  deps: WebhookDeps,
  { line }: RetellEvent,
  ringing: Ringing,
  caller: string | null,
): Promise<{ call: Call | undefined; customer: Customer | null }> {
  const { callId } = line
  if (callId !== null) {
    const read = await readVisit(tx, deps, { ...line, callId }, { ...ringing, knownBy: 'number' })
    return { call: read?.visit.call, customer: read?.visit.customer ?? null }
  }
  const customerId = caller === null ? undefined : await findCustomerId(tx, ringing.companyId, caller)
  const customer = customerId === undefined ? undefined : await findCustomer(tx, ringing.companyId, customerId)
  return { call: undefined, customer: customer ?? null }
}

/** Who answers for a company whose number was forwarded to another's: its own agent in the language it starts in. */
async function agentOf(tx: Transaction<Database>, { companyId, branchId, workspaceId }: Ringing, house: House) {
  const agents = await tx
    .selectFrom('agents')
    .select(['id', 'retell_agent_id', 'language', 'branch_id'])
    .where('company_id', '=', companyId)
    .where('workspace_id', '=', workspaceId)
    .orderBy('retell_agent_id')
    .execute()
  const [language] = house.company.languages
  const fit = (agent: (typeof agents)[number]) =>
    (agent.language === language ? 2 : 0) + (agent.branch_id !== null && agent.branch_id === branchId ? 1 : 0)
  const [best] = agents.toSorted((one, other) => fit(other) - fit(one))
  return best && { id: best.id, retellAgentId: best.retell_agent_id, language: best.language }
}
