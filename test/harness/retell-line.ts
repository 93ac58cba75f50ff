import { type PhoneCall, startCall } from '../../sim/caller/phone-call.ts'
import { addAgent, addPhoneNumber } from '../../src/companies/set-up.ts'
import { addWorkspace } from '../../src/companies/workspaces.ts'
import { createTestCompany, type TestCompany, type TestCompanyOptions, testIds } from './company.ts'
import type { TestServer } from './server.ts'

/** A company that can be called: a number, an agent for each language, a workspace with its own key. */
export type RetellLine = TestCompany & {
  key: string
  number: string
  agents: Readonly<Record<'de' | 'en', string>>
  /** Somebody calls. From a number of their own unless given; signed at the server's time. */
  call(options?: CallOptions): PhoneCall
}

export type CallOptions = {
  language?: 'de' | 'en'
  from?: string | null
  key?: string
  to?: string
  callId?: string
  /** Another agent than the one of the language. */
  agentId?: string
  metadata?: Readonly<Record<string, unknown>>
  /** Another process of the gateway than the first. */
  baseUrl?: string
  now?: () => number
}

let made = 0

/** Where lines are made: a server, or as much of one as they need. */
export type LineServer = Pick<TestServer, 'url'> & {
  readonly database: Pick<TestServer['database'], 'db'>
  readonly context: Pick<TestServer['context'], 'sealing' | 'clock'>
}

export async function createRetellLine(server: LineServer, options: TestCompanyOptions = {}): Promise<RetellLine> {
  const { db } = server.database
  const company = await createTestCompany(db, options)
  const suffix = String((made += 1)).padStart(3, '0')
  const key = `key_test_${suffix}_${company.id.slice(-6)}`
  const workspaceId = await addWorkspace(
    db.kysely,
    { ids: testIds, sealing: server.context.sealing },
    { name: key, key },
  )
  const number = `+4930231251${suffix}`
  const agents = { de: `agent_${company.id}_de`, en: `agent_${company.id}_en` }
  await db.inCompany(company.id, async (tx) => {
    const deps = { ids: testIds }
    const line = { number, kind: 'line' as const, branchId: company.branchId, workspaceId }
    await addPhoneNumber(tx, deps, company.id, line)
    for (const language of ['de', 'en'] as const) {
      await addAgent(tx, deps, company.id, { retellAgentId: agents[language], workspaceId, language })
    }
  })
  const call = (given: CallOptions = {}) =>
    startCall({
      baseUrl: given.baseUrl ?? server.url,
      key: given.key ?? key,
      agentId: given.agentId ?? agents[given.language ?? 'de'],
      fromNumber: given.from === undefined ? nextCaller() : given.from,
      toNumber: given.to ?? number,
      now: given.now ?? (() => server.context.clock.now().epochMilliseconds),
      ...(given.callId !== undefined && { callId: given.callId }),
      ...(given.metadata !== undefined && { metadata: given.metadata }),
    })
  return { ...company, workspaceId, key, number, agents, call }
}

/** Mobile numbers reserved for fiction; a test that wants the same caller twice names a number, of 0176 040690xx. */
function nextCaller(): string {
  return `+49171392${String((made += 1) % 100).padStart(4, '0')}`
}
