import type { Transaction } from 'kysely'

import { addAgent, addPhoneNumber } from '../../../companies/set-up.ts'
import type { Database } from '../../../infra/db/tables.ts'
import type { Ids } from '../../../infra/ids.ts'
import type { AgentOf } from './version-store.ts'

type Tx = Transaction<Database>

/** Makes numbers that are none of the company's yet its own: calls to them are then known to be its. */
export async function ownLines(
  tx: Tx,
  deps: { ids: Ids },
  companyId: string,
  { lines, workspaceId }: { lines: readonly string[]; workspaceId: string },
): Promise<{ added: readonly string[] }> {
  if (lines.length === 0) return { added: [] }
  const rows = await tx
    .selectFrom('phone_numbers')
    .select('number')
    .where('company_id', '=', companyId)
    .where('number', 'in', [...lines])
    .execute()
  const known = new Set(rows.map(({ number }) => number))
  const added = lines.filter((line) => !known.has(line))
  for (const number of added) await addPhoneNumber(tx, deps, companyId, { number, kind: 'line', workspaceId })
  return { added }
}

/** Writes the platform's agent down as the company's: web calls have no number, and are known by it. */
export async function rememberAgent(
  tx: Tx,
  deps: { ids: Ids },
  { companyId, language }: AgentOf,
  agent: { retellAgentId: string; workspaceId: string },
): Promise<void> {
  const known = await tx
    .selectFrom('agents')
    .select('id')
    .where('company_id', '=', companyId)
    .where('retell_agent_id', '=', agent.retellAgentId)
    .executeTakeFirst()
  if (known === undefined) await addAgent(tx, deps, companyId, { ...agent, language })
}

/** The workspace a company's lines and agents belong to; undefined when it has none yet. */
export async function workspaceOf(tx: Tx, companyId: string): Promise<string | undefined> {
  const line = await tx
    .selectFrom('phone_numbers')
    .select('workspace_id')
    .where('company_id', '=', companyId)
    .where('workspace_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (line?.workspace_id) return line.workspace_id
  const agent = await tx
    .selectFrom('agents')
    .select('workspace_id')
    .where('company_id', '=', companyId)
    .limit(1)
    .executeTakeFirst()
  return agent?.workspace_id
}
