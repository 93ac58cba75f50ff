import { insertAppointment } from '../../src/appointments/insert-appointment.ts'
import type { Wish } from '../../src/appointments/offer-openings.ts'
import type { Offer } from '../../src/appointments/offer.ts'
import type { BookingDeps } from '../../src/appointments/visit.ts'
import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import { findCustomer } from '../../src/customers/find-customer.ts'
import { rememberCustomer } from '../../src/customers/remember-customer.ts'
import type { Interval } from '../../src/infra/intervals.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { occupy } from '../../src/occupancy/segments.ts'
import { createHouses } from '../../src/openings/load-house.ts'
import { createTestCall, createTestCompany, type TestCompany, testIds } from './company.ts'
import type { TestDatabase } from './database.ts'

const ZONE = 'Europe/Berlin'
const MINUTE_MS = 60_000
const DURATION_MS = 30 * MINUTE_MS
/** What a house asks for that says nothing else. */
const NOTICE_MS = 60 * MINUTE_MS
const FIRST_QUARTER = 9 * 4
/** The last start of half an hour before six. */
const LAST_QUARTER = 17 * 4 + 2
/** Whit Monday: a public holiday in all of Germany. */
const HOLIDAY = '2030-06-10'

/** A Monday, eight in the morning. Open on weekdays from nine to six, in steps of a quarter; half an hour each. */
const twoWeeksNow = Temporal.Instant.from('2030-06-03T06:00:00Z')
export const firstMonday = Temporal.PlainDate.from('2030-06-03')

/** A stretch of a day: from a quarter of an hour of it, so many quarters long. */
export type Stretch = { readonly day: number; readonly quarter: number; readonly quarters: number }

export type TwoWeeks = {
  readonly company: TestCompany
  readonly deps: BookingDeps
  readonly wish: Wish
  /** Makes a wish of another caller of the same house. */
  readonly another: () => Promise<Wish>
  /** Who has been given which stretches; those that overlapped were not taken. */
  readonly taken: readonly { readonly staffId: string; readonly during: Interval }[]
  /** When the caller is expected elsewhere in the house; nobody's time is kept for it, so that only the caller is not free. */
  readonly own: readonly Interval[]
}

/** A house with two staff members in which some time is taken, and a caller who has some appointments already. */
export async function openTwoWeeks(
  database: TestDatabase,
  given: { taken?: readonly (Stretch & { staff: number })[]; own?: readonly Pick<Stretch, 'day' | 'quarter'>[] } = {},
): Promise<TwoWeeks> {
  const calendar = createBuiltinCalendar()
  const deps = {
    clock: { now: () => twoWeeksNow },
    ids: testIds,
    random: systemRandom,
    calendar,
    database: database.db,
  }
  const company = await createTestCompany(database.db, { staff: ['Anna Abel', 'Bert Busch'] })
  const another = async (caller: string | null = null) => await makeWish(database, deps, company, caller)
  const wish = await another('+4917604069300')
  const blocker = await another()
  const taken: { staffId: string; during: Interval }[] = []
  const own = (given.own ?? []).map((stretch) => rangeOf({ ...stretch, quarters: 2 }))
  await database.db.inCompany(company.id, async (tx) => {
    const make = async (of: Wish, startMs: number, attendeeName: string) =>
      await insertAppointment(tx, deps, {
        id: testIds.uuid(),
        wish: of,
        customerId: of.customer?.id ?? '',
        staffIds: company.staffIds.slice(0, 1),
        state: 'confirmed',
        startsAt: Temporal.Instant.fromEpochMilliseconds(startMs),
        attendeeName,
        confirmedBy: 'unchecked',
      })
    const owner = await make(blocker, 0, 'Blocker')
    for (const { staff, ...stretch } of given.taken ?? []) {
      const staffId = company.staffIds[staff % 2] ?? ''
      const during = rangeOf(stretch)
      const segment = { id: testIds.uuid(), companyId: company.id, resourceId: staffId, during }
      if (await occupy(tx, { ...segment, owner: { appointmentId: owner?.id ?? '' } })) taken.push({ staffId, during })
    }
    // Each for a name of its own: one person is not in two places.
    for (const [index, { startMs }] of own.entries()) {
      await make({ ...wish, call: blocker.call }, startMs, `Kind ${String.fromCharCode(65 + index)}`)
    }
  })
  return { company, deps, wish, another, taken, own }
}

async function makeWish(
  database: TestDatabase,
  deps: BookingDeps,
  company: TestCompany,
  caller: string | null,
): Promise<Wish> {
  const call = await createTestCall(database.db, company, caller)
  return await database.db.inCompany(company.id, async (tx) => {
    const house = await createHouses({ clock: deps.clock }).get(tx, company.id)
    const facts = {
      id: testIds.uuid(),
      companyId: company.id,
      phone: caller,
      name: 'Eva Lang',
      email: null,
      language: 'de' as const,
    }
    const customer = await findCustomer(tx, company.id, await rememberCustomer(tx, facts))
    const [service] = house?.services ?? []
    const [branch] = house?.company.branches ?? []
    if (house === undefined || service === undefined || branch === undefined) throw new Error('An empty house')
    return { house, call, customer: customer ?? null, service, branch, staffId: null }
  })
}

function rangeOf({ day, quarter, quarters }: Stretch): Interval {
  const startMs = msOf(firstMonday.add({ days: day }).toPlainDateTime()) + quarter * 15 * MINUTE_MS
  return { startMs, endMs: startMs + quarters * 15 * MINUTE_MS }
}

/**
 * Every start of the days from `firstDate` on at which somebody (the person asked for) is free and the caller is too, worked
 * out quarter by quarter from what the house is: the slow and plain way.
 */
export function freeStarts(
  world: TwoWeeks,
  firstDate: Temporal.PlainDate,
  days: number,
  staffId: string | null,
): number[] {
  const asked = staffId === null ? world.company.staffIds : [staffId]
  const starts: number[] = []
  for (let day = 0; day < days; day += 1) {
    const date = firstDate.add({ days: day })
    if (date.dayOfWeek > 5 || date.toString() === HOLIDAY) continue
    for (let quarter = FIRST_QUARTER; quarter <= LAST_QUARTER; quarter += 1) {
      const startMs = msOf(date.toPlainDateTime()) + quarter * 15 * MINUTE_MS
      if (startMs < twoWeeksNow.epochMilliseconds + NOTICE_MS) continue
      const isFree = (id: string) => !world.taken.some((one) => one.staffId === id && meets(one.during, startMs))
      if (asked.some(isFree) && !world.own.some((one) => meets(one, startMs))) starts.push(startMs)
    }
  }
  return starts
}

function meets({ startMs, endMs }: Interval, start: number): boolean {
  return start < endMs && startMs < start + DURATION_MS
}

export const msOf = (at: Temporal.PlainDateTime): number => at.toZonedDateTime(ZONE).epochMilliseconds
export const wallOf = (startMs: number): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(ZONE).toPlainDateTime()
/** The starts of offers as they are told, in wall time of the house. */
export const wallsOf = (offers: readonly Offer[]): readonly string[] =>
  offers.map((offer) => wallOf(offer.startsAt.epochMilliseconds).toString({ smallestUnit: 'minute' }))
