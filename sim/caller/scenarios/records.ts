import { setTimeout as wait } from 'node:timers/promises'

import type { Client } from 'pg'

import { readStandings, type Standings } from '../../conversations/judge/records.ts'

/** What a company's records say. */
export type Records = {
  appointments: Standings
  /** Kinds of open tasks; of one to call somebody at no number, with that. */
  tasks: readonly string[]
  /** Kinds of messages that came of calls, sent or not. */
  messages: readonly string[]
  /** What the gateway says came of its last call; '' when it does not say. */
  result: string
  /** Times kept for somebody who is no longer on the phone. */
  liveHolds: number
}

/** The client must be one row-level security does not bind. */
export async function readRecords(client: Client, companyId: string): Promise<Records> {
  const appointments = await readStandings(client, companyId)
  const openTasks = `select kind || case when kind = 'callback' and phone is null then ' without a number' else '' end as kind
    from tasks where company_id = $1 and state in ('open', 'escalated')`
  const tasks = await kindsOf(client, openTasks, companyId)
  const messages = await kindsOf(client, 'select kind from messages where company_id = $1', companyId)
  // A hold ends with its call; one whose end nobody tells of ends by itself.
  const holds = await client.query<{ held: number }>(
    `select count(*)::int as held from holds h join calls c on c.company_id = h.company_id and c.id = h.call_id
     where h.company_id = $1 and h.state = 'live' and c.state <> 'ongoing'`,
    [companyId],
  )
  const calls = await client.query<{ result: string | null }>(
    'select result from calls where company_id = $1 order by created_at desc limit 1',
    [companyId],
  )
  const [call] = calls.rows
  return {
    appointments,
    tasks,
    messages,
    liveHolds: holds.rows[0]?.held ?? 0,
    result: call?.result ?? '',
  }
}

const LOOK_AGAIN_MS = 100
/**
 * A slow machine works through what a call leaves behind in seconds. What is told the very moment a job for the same call begins
 * is made up for by the job that looks for such calls once a minute.
 */
const SETTLED_WITHIN_MS = 90_000

/** Waits until the gateway has looked through a call that is over. Gives false when it does not come to that. */
export async function waitForWrapUp(client: Client, retellCallId: string): Promise<boolean> {
  const wrappedUp = 'select 1 from calls where retell_call_id = $1 and wrapped_up_at is not null'
  return await comesTrue(async () => (await client.query(wrappedUp, [retellCallId])).rows.length > 0)
}

/** Waits until it is settled who is told of what has changed in a company, or who at the desk is to tell them. */
export async function waitForMessages(client: Client, companyId: string): Promise<boolean> {
  const untold = 'select 1 from message_occasions where company_id = $1 limit 1'
  return await comesTrue(async () => (await client.query(untold, [companyId])).rows.length === 0)
}

async function comesTrue(look: () => Promise<boolean>): Promise<boolean> {
  const deadlineMs = performance.now() + SETTLED_WITHIN_MS
  while (performance.now() < deadlineMs) {
    if (await look()) return true
    await wait(LOOK_AGAIN_MS)
  }
  return false
}

async function kindsOf(client: Client, text: string, companyId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ kind: string }>(text, [companyId])
  return rows.map(({ kind }) => kind)
}
