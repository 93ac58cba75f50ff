import type { Transaction } from 'kysely'

import type { Database } from '../../../infra/db/tables.ts'
import type { Language } from '../../../speech/language.ts'

/** Whose agent. */
export type AgentOf = { readonly companyId: string; readonly language: Language }

/** A version of an agent that was deployed, word for word, and where it is at the voice platform. */
export type AgentVersion = {
  /** Counted from one, per company and language. */
  readonly number: number
  readonly agent: string
  readonly flow: string
  /** Our numbers that it is to answer, E.164. Kept before they move, so that a move that breaks off can be finished. */
  readonly lines: readonly string[]
  readonly retellAgentId: string
  readonly retellAgentVersion: number
  readonly retellFlowId: string
  readonly retellFlowVersion: number
  /** The version this one brought back. */
  readonly restores: number | null
  readonly deployedAt: Temporal.Instant
  /** When it was last compared with what the platform has, and what differed then. */
  readonly checkedAt: Temporal.Instant | null
  readonly differences: readonly string[]
}

/** The versions, newest first. */
export async function loadVersions(
  tx: Transaction<Database>,
  { companyId, language }: AgentOf,
  most: number,
): Promise<readonly AgentVersion[]> {
  const rows = await tx
    .selectFrom('agent_versions')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('language', '=', language)
    .orderBy('number', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    agent: row.agent,
    flow: row.flow,
    lines: row.lines,
    retellAgentId: row.retell_agent_id,
    retellAgentVersion: row.retell_agent_version,
    retellFlowId: row.retell_flow_id,
    retellFlowVersion: row.retell_flow_version,
    restores: row.restores,
    deployedAt: row.deployed_at,
    checkedAt: row.checked_at,
    differences: row.differences,
  }))
}

/** The newest version; undefined when nothing was deployed yet. */
export async function latestVersion(tx: Transaction<Database>, of: AgentOf): Promise<AgentVersion | undefined> {
  const [latest] = await loadVersions(tx, of, 1)
  return latest
}

type NewVersion = Omit<AgentVersion, 'checkedAt' | 'differences'>

/** Keeps a version. Two who deploy at once cannot both be the next one: the later fails. */
export async function addVersion(tx: Transaction<Database>, of: AgentOf, version: NewVersion): Promise<void> {
  await tx
    .insertInto('agent_versions')
    .values({
      company_id: of.companyId,
      language: of.language,
      number: version.number,
      agent: version.agent,
      flow: version.flow,
      lines: version.lines,
      retell_agent_id: version.retellAgentId,
      retell_agent_version: version.retellAgentVersion,
      retell_flow_id: version.retellFlowId,
      retell_flow_version: version.retellFlowVersion,
      restores: version.restores,
      deployed_at: version.deployedAt.toString(),
    })
    .execute()
}

/** Notes what a look at the platform found. */
export async function noteCheck(
  tx: Transaction<Database>,
  { companyId, language }: AgentOf,
  number: number,
  check: { at: Temporal.Instant; differences: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('agent_versions')
    .set({ checked_at: check.at.toString(), differences: check.differences })
    .where('company_id', '=', companyId)
    .where('language', '=', language)
    .where('number', '=', number)
    .execute()
}

/** The agents of a company that were deployed from here, each once. */
export async function deployedLanguages(tx: Transaction<Database>, companyId: string): Promise<readonly Language[]> {
  const rows = await tx
    .selectFrom('agent_versions')
    .select('language')
    .distinct()
    .where('company_id', '=', companyId)
    .execute()
  return rows.map(({ language }) => language)
}
