import type { Client } from 'pg'

import { bookAppointment } from '../../src/appointments/book.ts'
import { checkAvailability } from '../../src/appointments/check-availability.ts'
import type { AvailabilityOutcome, BookOutcome } from '../../src/appointments/outcomes.ts'
import type { BookingDeps, CompanyDatabase, Visit } from '../../src/appointments/visit.ts'
import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import type { Call } from '../../src/calls/call.ts'
import { rememberCall } from '../../src/calls/remember-call.ts'
import type { Customer } from '../../src/customers/customer.ts'
import { findCustomer } from '../../src/customers/find-customer.ts'
import { findCustomerId } from '../../src/customers/remember-customer.ts'
import type { Clock } from '../../src/infra/clock.ts'
import type { Db } from '../../src/infra/db/database.ts'
import { createIds, type Ids } from '../../src/infra/ids.ts'
import { createHouses, type Houses } from '../../src/openings/load-house.ts'
import { buildHouse, type BuiltHouse } from './build-house.ts'
import type { Plan } from './plan.ts'
import { seededRandom } from './seeded-random.ts'

/** A house on a real database, with the clock in the story's hands. */
export type RealHouse = BuiltHouse & {
  readonly db: Db
  /** As the owner: for looking behind the scenes, and for letting holds run out. */
  readonly owner: Client
  readonly deps: BookingDeps
  readonly ids: Ids
  readonly calls: readonly Call[]
  readonly houses: Houses
}

export type RealHouseOptions = {
  readonly db: Db
  readonly owner: Client
  readonly seed: number
  readonly callers: readonly (string | null)[]
  /** A clock that the story moves. */
  readonly clock: Clock
}

const signal = new AbortController().signal

export async function openHouse(plan: Plan, options: RealHouseOptions): Promise<RealHouse> {
  const { db, owner, clock } = options
  const random = seededRandom(options.seed)
  // Ids carry the machine's time, as they would; what the story decides on is the story's clock.
  const ids = createIds({ now: () => Temporal.Now.instant() }, random)
  const built = await buildHouse(db, ids, plan)
  const calls = await Promise.all(options.callers.map((caller) => newCall(db, ids, built, caller)))
  const deps = { clock, ids, random, calendar: createBuiltinCalendar(), database: db }
  return { ...built, db, owner, deps, ids, calls, houses: createHouses({ clock }) }
}

async function newCall(db: Db, ids: Ids, built: BuiltHouse, caller: string | null): Promise<Call> {
  const facts = {
    companyId: built.companyId,
    retellCallId: `call_${ids.uuid()}`,
    workspaceId: built.workspaceId,
    agentId: null,
    branchId: null,
    language: 'de' as const,
    direction: 'inbound' as const,
    fromNumber: caller ?? 'anonymous',
    toNumber: null,
    forwardingNumbers: [],
  }
  return await db.inCompany(built.companyId, (tx) => rememberCall(tx, { ids }, facts))
}

export async function ask(
  real: RealHouse,
  asked: { call: number; service: number; staff: number | null; at: Temporal.PlainDateTime },
): Promise<AvailabilityOutcome> {
  const visit = await visitOf(real, asked.call)
  const [branch] = visit.house.company.branches
  const service = visit.house.services.find((one) => one.id === real.serviceIds[asked.service])
  if (branch === undefined || service === undefined) throw new Error('The house was not built as planned')
  const staffId = asked.staff === null ? null : (real.staffIds[asked.staff] ?? null)
  const when = { kind: 'point', at: asked.at } as const
  return await checkAvailability(real.deps, { ...visit, service, branch, staffId, when }, signal)
}

export type RealRequest = {
  readonly call: number
  readonly offerId: string
  readonly key: string
  readonly attendee: string
  readonly confirm: boolean
  readonly turns: readonly { readonly said: string; readonly main: string | null; readonly others: readonly string[] }[]
}

export async function book(
  real: RealHouse,
  request: RealRequest,
  database: CompanyDatabase = real.db,
): Promise<BookOutcome> {
  const command = {
    ...(await visitOf(real, request.call)),
    offerId: request.offerId,
    at: null,
    service: null,
    branch: null,
    staffId: null,
    attendeeName: request.attendee,
    phone: null,
    email: null,
    confirm: request.confirm,
    heard: request.turns,
    effectKey: request.key,
    tool: 'book_appointment',
  }
  return await bookAppointment({ ...real.deps, database }, command, signal)
}

async function visitOf(real: RealHouse, call: number): Promise<Visit> {
  const known = real.calls[call]
  if (known === undefined) throw new Error(`There is no call ${call}`)
  return await real.db.inCompany(real.companyId, async (tx) => {
    const house = await real.houses.get(tx, real.companyId)
    if (house === undefined) throw new Error('The house is gone')
    return { house, call: known, customer: await customerWith(tx, real.companyId, known.callerNumber) }
  })
}

/** Whoever has the number a call shows. */
async function customerWith(tx: Tx, companyId: string, phone: string | null): Promise<Customer | null> {
  const id = phone === null ? undefined : await findCustomerId(tx, companyId, phone)
  return id === undefined ? null : ((await findCustomer(tx, companyId, id)) ?? null)
}

type Tx = Parameters<Parameters<Db['inCompany']>[1]>[0]
