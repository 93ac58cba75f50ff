import { type Transaction, sql } from 'kysely'

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
  // the agent of this id (unique), if it is this company's
  await sql`
    update calls set agent_id = agent.id, language = agent.language
    from agents agent
    where calls.company_id = ${companyId} and calls.id = ${callId} and agent.company_id = ${companyId}
      and agent.retell_agent_id = ${facts.retellAgentId} and calls.agent_id is distinct from agent.id`.execute(tx)
}

async function completeLine(
  tx: Transaction<Database>,
  { companyId, callId }: { companyId: string; callId: string },
  facts: LineFacts,
): Promise<void> {
  const { direction, fromNumber, toNumber } = facts
  if (fromNumber === null && toNumber === null) return
  const caller = whoCalls(facts)
  const ourNumber = direction === 'outbound' ? fromNumber : toNumber
  // a number's branch (unique); the customer who has a number (customers_phone)
  await sql`
    update calls set direction = ${direction}, from_number = left(${fromNumber}, 64), to_number = left(${toNumber}, 64),
      caller_kind = ${caller.kind},
      branch_id = coalesce(branch_id, (select line.branch_id from phone_numbers line
        where line.company_id = ${companyId} and line.number = ${ourNumber})),
      customer_id = coalesce(customer_id, (select customer.id from customers customer
        where customer.company_id = ${companyId} and customer.phone = ${caller.number} and customer.merged_into_id is null))
    where company_id = ${companyId} and id = ${callId} and from_number is null and to_number is null`.execute(tx)
}
