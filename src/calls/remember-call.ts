import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Language } from '../speech/language.ts'
import type { Call } from './call.ts'

/** What a request tells of the call it belongs to, after it is known whose call it is. */
export type CallFacts = {
  companyId: string
  retellCallId: string
  workspaceId: string
  agentId: string | null
  branchId: string | null
  language: Language
  direction: 'inbound' | 'outbound' | 'web'
  /** As the voice platform sent it: E.164, or a word like "anonymous". */
  fromNumber: string | null
  toNumber: string | null
  /** E.164 numbers of the company's own that calls are forwarded from. */
  forwardingNumbers: readonly string[]
}

type CallRow = {
  id: string
  branch_id: string | null
  customer_id: string | null
  language: Language
  direction: 'inbound' | 'outbound' | 'web'
  caller_number: string | null
  caller_kind: Call['callerKind']
}

// by retell call id (unique)
const readCall = hotRead<{ companyId: string; retellCallId: string }, CallRow>('read_call', (db, parameters) =>
  db
    .selectFrom('calls')
    .select(['id', 'branch_id', 'customer_id', 'language', 'direction', 'caller_kind'])
    .select(
      sql<string | null>`case when caller_kind = 'number' then
        case when direction = 'outbound' then to_number else from_number end end`.as('caller_number'),
    )
    .where('company_id', '=', parameters.companyId)
    .where('retell_call_id', '=', parameters.retellCallId),
)

/** The call of this id, if a request of it came before. */
export async function findCall(
  tx: Transaction<Database>,
  of: { companyId: string; retellCallId: string },
): Promise<Call | undefined> {
  const [row] = await readCall(tx, of)
  return row && toCall(of, row)
}

/** The call of this id of ours; undefined when there is none (any more). */
export async function findCallById(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
): Promise<Call | undefined> {
  const row = await tx
    .selectFrom('calls')
    .select('retell_call_id')
    .where('company_id', '=', companyId)
    .where('id', '=', callId)
    .executeTakeFirst()
  return row && (await findCall(tx, { companyId, retellCallId: row.retell_call_id }))
}

/**
 * Makes the record of a call at its first request (the webhook that announces it may come later, or never). However many
 * requests arrive at once, there is one row, and each is given it. The customer who has the caller's number is linked to it.
 */
export async function rememberCall(tx: Transaction<Database>, deps: { ids: Ids }, facts: CallFacts): Promise<Call> {
  const caller = whoCalls(facts)
  const [made] = await insertCall(tx, {
    ...facts,
    id: deps.ids.uuid(),
    fromNumber: capped(facts.fromNumber),
    toNumber: capped(facts.toNumber),
    caller: caller.number,
    callerKind: caller.kind,
  })
  const call = made === undefined ? await findCall(tx, facts) : toCall(facts, made)
  if (call === undefined) throw new Error('The call belongs to another company')
  return call
}

type NewCall = Omit<CallFacts, 'forwardingNumbers'> & {
  id: string
  caller: string | null
  callerKind: Call['callerKind']
}

const insertCall = hotRead('insert call', (db, call: NewCall) => ({
  compile: () =>
    sql<CallRow>`
      insert into calls (id, company_id, retell_call_id, workspace_id, agent_id, branch_id, customer_id, language,
        direction, from_number, to_number, caller_kind)
      values (${call.id}::uuid, ${call.companyId}::uuid, ${call.retellCallId}, ${call.workspaceId}::uuid,
        ${call.agentId}::uuid, ${call.branchId}::uuid,
        (select id from customers where company_id = ${call.companyId}::uuid and phone = ${call.caller}::text
          and merged_into_id is null),
        ${call.language}, ${call.direction}, ${call.fromNumber}::text, ${call.toNumber}::text, ${call.callerKind})
      on conflict (retell_call_id) do nothing
      returning id, branch_id, customer_id, language, direction, caller_kind, ${call.caller}::text as caller_number`.compile(
      db,
    ),
}))

/** Notes which customer a call turned out to be from, unless it was known before. */
export async function linkCustomer(
  tx: Transaction<Database>,
  companyId: string,
  callId: string,
  customerId: string,
): Promise<void> {
  await setCustomer(tx, { companyId, callId, customerId })
}

const setCustomer = hotRead('link customer', (db, of: { companyId: string; callId: string; customerId: string }) =>
  db
    .updateTable('calls')
    .set({ customer_id: of.customerId })
    .where('company_id', '=', of.companyId)
    .where('id', '=', of.callId)
    .where('customer_id', 'is', null),
)

/** Who is on the other end (E.164): the caller of an inbound call, the called one of an outbound call. */
export function whoCalls(facts: Pick<CallFacts, 'direction' | 'fromNumber' | 'toNumber' | 'forwardingNumbers'>): {
  kind: Call['callerKind']
  number: string | null
} {
  const said = facts.direction === 'outbound' ? facts.toNumber : facts.fromNumber
  const number = said === null ? undefined : e164(said)
  if (number === undefined) return { kind: 'withheld', number: null }
  if (facts.forwardingNumbers.includes(number)) return { kind: 'forwarded', number: null }
  return { kind: 'number', number }
}

const e164Pattern = /^\+[1-9][0-9]{4,14}$/

/** The voice platform sends E.164, or a word like "anonymous": a number of no known plan is still somebody's. */
function e164(said: string): string | undefined {
  return e164Pattern.test(said) ? said : undefined
}

const maxNumberLength = 64

function capped(text: string | null): string | null {
  return text === null ? null : text.slice(0, maxNumberLength)
}

function toCall(of: { companyId: string; retellCallId: string }, row: CallRow): Call {
  return {
    id: row.id,
    companyId: of.companyId,
    retellCallId: of.retellCallId,
    branchId: row.branch_id,
    customerId: row.customer_id,
    language: row.language,
    direction: row.direction,
    callerNumber: row.caller_number,
    callerKind: row.caller_kind,
  }
}
