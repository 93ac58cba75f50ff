import { sql } from 'kysely'

import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { isUuid } from '../infra/ids.ts'
import type { Language } from '../speech/language.ts'

/** What a request tells about whose call it is; each null when it does not. */
export type CallMarks = {
  retellCallId: string | null
  /** The company our own metadata named when the phone rang; what is no uuid names none. */
  metadataCompanyId: string | null
  /** Our number of the call, E.164: the dialled one inbound, the dialling one outbound. */
  ourNumber: string | null
  retellAgentId: string | null
}

/** Whose call it is. The workspace is the one that owns what it was known by: whoever asks compares it with the signer. */
export type Route = {
  companyId: string
  branchId: string | null
  workspaceId: string
  agentId: string | null
  /** The agent's; null when no agent of this company is known. */
  language: Language | null
  knownBy: 'call' | 'metadata' | 'number' | 'agent'
}

const readRoute = hotRead(
  'route of a call',
  (db, marks: { call: string | null; company: string | null; number: string | null; agent: string | null }) =>
    db
      .selectFrom(
        sql<{
          company_id: string
          branch_id: string | null
          workspace_id: string
          agent_id: string | null
          language: Language | null
          known_by: Route['knownBy']
        }>`route_call(${marks.call}, ${marks.company}, ${marks.number}, ${marks.agent})`.as('route'),
      )
      .selectAll(),
)

/**
 * Whose call it is, in the order of trust: a call already known, the company our metadata names, our number, the agent.
 * Undefined when none of them is anybody's. Runs before a company is known: outside `inCompany`, on the routing role's rights.
 */
export async function routeCall(db: Executor, marks: CallMarks): Promise<Route | undefined> {
  const [row] = await readRoute(db, {
    call: marks.retellCallId,
    company: isUuid(marks.metadataCompanyId ?? '') ? marks.metadataCompanyId : null,
    number: marks.ourNumber,
    agent: marks.retellAgentId,
  })
  if (row === undefined) return undefined
  return {
    companyId: row.company_id,
    branchId: row.branch_id,
    workspaceId: row.workspace_id,
    agentId: row.agent_id,
    language: row.language,
    knownBy: row.known_by,
  }
}

const readActiveCompanies = hotRead('active companies', (db, _none: object) =>
  db.selectFrom(sql<{ id: string; slug: string }>`active_companies()`.as('company')).selectAll(),
)

/** Every company that is being served, by slug: for jobs, which work company by company. */
export async function activeCompanies(db: Executor): Promise<readonly { id: string; slug: string }[]> {
  return await readActiveCompanies(db, {})
}

const readAllCompanies = hotRead('all companies', (db, _none: object) =>
  db.selectFrom(sql<{ id: string }>`all_companies()`.as('company')).select('id'),
)

/** Every company there is, those that are served no longer too: they have data of people. */
export async function allCompanies(db: Executor): Promise<readonly { id: string }[]> {
  return await readAllCompanies(db, {})
}

const readCompaniesWithMessages = hotRead('companies with messages', (db, at: { now: string }) =>
  db.selectFrom(sql<{ id: string }>`companies_with_messages(${at.now}::timestamptz)`.as('company')).select('id'),
)

/** The companies in which something has happened that somebody may have to be told, or a message is due. */
export async function companiesWithMessages(db: Executor, now: Temporal.Instant): Promise<readonly string[]> {
  return (await readCompaniesWithMessages(db, { now: now.toString() })).map(({ id }) => id)
}

const readUnsettledCompanies = hotRead('unsettled companies', (db, _none: object) =>
  db.selectFrom(sql<{ id: string }>`unsettled_companies()`.as('company')).select('id'),
)

/** The companies with something their calendar elsewhere has not answered for. */
export async function unsettledCompanies(db: Executor): Promise<readonly string[]> {
  return (await readUnsettledCompanies(db, {})).map(({ id }) => id)
}
