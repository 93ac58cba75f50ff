import type { Client } from 'pg'

import { DEMO_KEY, demoAccount } from '../../calcom/demo-account.ts'
import { startCalcomStandIn } from '../../calcom/start.ts'
import { isOpen } from '../../conversations/judge/records.ts'
import type { Ground } from './ground.ts'
import { lineOf, type Place, type PlaceOptions } from './place.ts'
import type { Records } from './records.ts'
import type { Scenario } from './scenario.ts'

/**
 * A company whose calendar is elsewhere: the demo salon's account on a stand-in of its own, brought in as an operator would, and
 * then struck with the scenario's faults. Its first branch is dialled unless the scenario says another.
 */
export async function openCalcomPlace(ground: Ground, scenario: Scenario, options: PlaceOptions): Promise<Place> {
  const { slug, seed, language } = options
  const standIn = await startCalcomStandIn({ account: demoAccount, seed })
  await ground.importAccount({ slug, url: standIn.url, key: DEMO_KEY })
  const { client } = ground
  const companies = await client.query<{ id: string }>('select id from companies where slug = $1', [slug])
  const companyId = companies.rows[0]?.id ?? ''
  const branches = await client.query<{ id: string; name: string }>(
    'select id, name from branches where company_id = $1 order by position',
    [companyId],
  )
  const dialled = branches.rows.find(({ name }) => name === scenario.dials) ?? branches.rows[0]
  const line = lineOf(seed, 0)
  const agentId = `agent_${slug}_${language}`
  await connect(client, { companyId, branchId: dialled?.id ?? null, line, agentId, language })
  standIn.faults.set(scenario.faults)
  return {
    companyId,
    slug,
    agentId,
    line,
    branchNames: new Map(branches.rows.map(({ id, name }) => [id, name])),
    calendarFaults: (records) => compare(standIn.bookings(), records),
    close: () => standIn.close(),
  }
}

async function connect(
  client: Client,
  to: { companyId: string; branchId: string | null; line: string; agentId: string; language: string },
): Promise<void> {
  const workspace = `(select id from workspaces where name = 'default')`
  await client.query(
    `insert into phone_numbers (id, company_id, workspace_id, branch_id, number, kind)
     values ($1, $2, ${workspace}, $3, $4, 'line')`,
    [crypto.randomUUID(), to.companyId, to.branchId, to.line],
  )
  await client.query(
    `insert into agents (id, company_id, workspace_id, retell_agent_id, language) values ($1, $2, ${workspace}, $3, $4)`,
    [crypto.randomUUID(), to.companyId, to.agentId, to.language],
  )
}

const ZONE = 'Europe/Berlin'

/** What stands here must stand there at the same time, and what stands there must stand here. */
function compare(bookings: readonly Record<string, unknown>[], { appointments }: Records): readonly string[] {
  const there = bookings
    .filter((booking) => booking['status'] === 'accepted')
    .map((booking) => Temporal.Instant.from(String(booking['start'])).toString())
  const here = [...appointments.values()]
    // What waits for the calendar is not there yet, and nobody was told that it is.
    .filter((one) => isOpen(one) && one.state !== 'unknown' && one.state !== 'pending_approval')
    .map((one) => one.start.toZonedDateTime(ZONE).toInstant().toString())
  const [starts, others] = [there.toSorted().join(', '), here.toSorted().join(', ')]
  return starts === others ? [] : [`the calendar has ${starts || 'nothing'}, the records ${others || 'nothing'}`]
}
