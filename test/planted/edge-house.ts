import { signatureHeader } from '../../sim/caller/sign.ts'
import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import { addAgent, addPhoneNumber } from '../../src/companies/set-up.ts'
import { newTally } from '../../src/infra/db/query-tally.ts'
import { createIds } from '../../src/infra/ids.ts'
import { createSealer } from '../../src/infra/sealing.ts'
import { createHouses } from '../../src/openings/load-house.ts'
import { handleToolCall, type ToolResponse } from '../../src/retell/handle-tool-call.ts'
import { createRecentRoutes } from '../../src/retell/recent-routes.ts'
import { buildHouse } from '../model/build-house.ts'
import { demand } from '../model/disagreement.ts'
import type { Plan } from '../model/plan.ts'
import { seededRandom } from '../model/seeded-random.ts'
import type { Stage } from '../model/story.ts'

/** A house that can be called: a number, an agent, a key of its own. */
export type EdgeHouse = { readonly key: string; readonly number: string; readonly agentId: string }

/** The gateway's door with two houses behind it, at a time that stands still. */
export type Edge = {
  readonly houses: readonly [EdgeHouse, EdgeHouse]
  readonly nowMs: number
  handle(body: string, signature: string | undefined): Promise<ToolResponse>
  /** Sends a genuine request; gives what is answered. */
  say(house: EdgeHouse, body: string): Promise<Readonly<Record<string, unknown>>>
  newCallId(): string
}

const shift = { weekdays: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_080 }
const plan: Plan = {
  zone: 'Europe/Berlin',
  today: Temporal.PlainDate.from('2030-06-03'),
  nowMinute: 480,
  hours: shift,
  staff: [0, 1, 2, 3].map(() => ({ shift, away: [] })),
  services: [{ durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, staff: [0, 1, 2, 3] }],
  minimumNoticeMinutes: 60,
  horizonDays: 90,
  slotGridMinutes: 15,
  maxOpenAppointments: 5,
  closedAfterDays: [],
  keepsHolidays: false,
}
const now = Temporal.ZonedDateTime.from('2030-06-03T08:00[Europe/Berlin]').toInstant()

/** Numbers are unique in a database: each house gets the next. */
let numbers = 0

export async function openEdge({ db }: Stage, seed: number): Promise<Edge> {
  const random = seededRandom(seed)
  const ids = createIds({ now: () => Temporal.Now.instant() }, random)
  const clock = { now: () => now }
  const opened = [await openOne(db, ids), await openOne(db, ids)] as const
  const keys = opened.map(({ house, workspaceId }) => ({ workspaceId, key: house.key }))
  const deps = {
    clock,
    ids,
    random,
    calendar: createBuiltinCalendar(),
    calendars: { of: async () => createBuiltinCalendar() },
    database: db,
    sealing: createSealer(new Uint8Array(32), [], random),
    publicUrl: null,
    houses: createHouses({ clock }),
    events: { toolAnswered: () => undefined, toolFailed: rethrow, alert: () => undefined },
    signingKeys: async () => keys,
    recentRoutes: createRecentRoutes({ clock }),
  }
  const handle = (body: string, signature: string | undefined) =>
    handleToolCall(deps, {
      requestId: ids.uuid(),
      rawBody: Buffer.from(body),
      signature,
      called: undefined,
      queries: newTally(),
    })
  return {
    houses: [opened[0].house, opened[1].house],
    nowMs: now.epochMilliseconds,
    handle,
    newCallId: () => `call_${ids.uuid()}`,
    async say(house, body) {
      const response = await handle(body, signatureHeader(body, house.key, now.epochMilliseconds))
      demand(response.statusCode === 200, 'a genuine request was refused', response)
      return response.reply
    },
  }
}

/** A fault is not to be hidden behind an apology here. */
function rethrow(_tool: unknown, error: unknown): never {
  throw error
}

async function openOne(db: Stage['db'], ids: ReturnType<typeof createIds>) {
  const built = await buildHouse(db, ids, plan, { checksConfirmation: false })
  const { workspaceId } = built
  const number = `+493023${String(200_000 + (numbers += 1))}`
  const agentId = `agent_${built.companyId}`
  await db.inCompany(built.companyId, async (tx) => {
    await addPhoneNumber(tx, { ids }, built.companyId, { number, kind: 'line', branchId: built.branchId, workspaceId })
    await addAgent(tx, { ids }, built.companyId, { retellAgentId: agentId, workspaceId, language: 'de' })
  })
  return { house: { key: `key_${built.companyId}`, number, agentId }, workspaceId }
}
