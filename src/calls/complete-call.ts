import { type Transaction, sql } from 'kysely'

import { hotRead } from '../infra/db/hot-read.ts'
import type { Database } from '../infra/db/tables.ts'
import { type CallFacts, whoCalls } from './remember-call.ts'

/** What the beginning of a call's life tells of who is on the line, and with which agent. */
export type LineFacts = Pick<CallFacts, 'direction' | 'fromNumber' | 'toNumber' | 'forwardingNumbers'> & {
  /** Retell's id of the agent; null when not told. */
  readonly retellAgentId: string | null
}

/**
 * Fills in what the request that made a call could not tell: who calls whom, and which branch that stands for. The agent, and
 * its language, are those the call began with, whichever request was first. A call that lacks nothing is not written.
 */
export async function completeCall(
  tx: Transaction<Database>,
  of: { companyId: string; callId: string },
  facts: LineFacts,
): Promise<void> {
  const { companyId, callId } = of
  await completeLine(tx, of, facts)
  if (facts.retellAgentId === null) return
  await setAgent(tx, { companyId, callId, retellAgentId: facts.retellAgentId })
}

// the agent of this id (unique), if it is this company's
const setAgent = hotRead(
  'set agent of a call',
  (db, of: { companyId: string; callId: string; retellAgentId: string }) => ({
    compile: () =>
      sql`
        update calls set agent_id = agent.id, language = agent.language
        from agents agent
        where calls.company_id = ${of.companyId} and calls.id = ${of.callId} and agent.company_id = ${of.companyId}
          and agent.retell_agent_id = ${of.retellAgentId} and calls.agent_id is distinct from agent.id`.compile(db),
  }),
)

async function completeLine(
  tx: Transaction<Database>,
  { companyId, callId }: { companyId: string; callId: string },
  facts: LineFacts,
): Promise<void> {
  const { direction, fromNumber, toNumber } = facts
  if (fromNumber === null && toNumber === null) return
  const caller = whoCalls(facts)
  const ourNumber = direction === 'outbound' ? fromNumber : toNumber
  await setLine(tx, {
    companyId,
    callId,
    direction,
    fromNumber,
    toNumber,
    ourNumber,
    callerKind: caller.kind,
    callerNumber: caller.number,
  })
}

type Line = Pick<LineFacts, 'direction' | 'fromNumber' | 'toNumber'> & {
  companyId: string
  callId: string
  ourNumber: string | null
  callerKind: string
  callerNumber: string | null
}

// a number's branch (unique); the customer who has a number (customers_phone)
const setLine = hotRead('set line of a call', (db, of: Line) => ({
  compile: () =>
    sql`
      update calls set direction = ${of.direction}::text, from_number = left(${of.fromNumber}::text, 64),
        to_number = left(${of.toNumber}::text, 64), caller_kind = ${of.callerKind}::text,
        branch_id = coalesce(branch_id, (select line.branch_id from phone_numbers line
          where line.company_id = ${of.companyId}::uuid and line.number = ${of.ourNumber}::text)),
        customer_id = coalesce(customer_id, (select customer.id from customers customer
          where customer.company_id = ${of.companyId}::uuid and customer.phone = ${of.callerNumber}::text
            and customer.merged_into_id is null))
      where company_id = ${of.companyId}::uuid and id = ${of.callId}::uuid
        and from_number is null and to_number is null`.compile(db),
}))
