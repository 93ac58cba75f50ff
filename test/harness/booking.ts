import type { Appointment } from '../../src/appointments/appointment.ts'
import type { BookCommand } from '../../src/appointments/book-command.ts'
import { bookAppointment } from '../../src/appointments/book.ts'
import { type AvailabilityCommand, checkAvailability } from '../../src/appointments/check-availability.ts'
import type { BookingDeps, Visit } from '../../src/appointments/visit.ts'
import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import type { Call } from '../../src/calls/call.ts'
import { findCustomer } from '../../src/customers/find-customer.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { createHouses } from '../../src/openings/load-house.ts'
import { type TestCompany, testIds } from './company.ts'
import { queryAsOwner, type TestDatabase } from './database.ts'

/** A Monday morning. */
const now = Temporal.Instant.from('2030-06-03T06:00:00Z')
/** What callers ask for who say nothing else. */
export const tuesdayAtTen = Temporal.PlainDateTime.from('2030-06-04T10:00')

const signal = new AbortController().signal

/** The caller was asked about this offer, or this appointment, and said so. */
export function heard(about: { readonly id: string }, ...said: string[]) {
  return said.map((words) => ({ said: words, main: about.id, others: [] }))
}

/** Something was heard that no result of ours was before. */
export function heardAlone(said: string) {
  return [{ said, main: null, others: [] }]
}

/**
 * What callers do who ask for times and book them, below the edge. The database is asked for when it is needed: a file
 * names these before its `beforeAll` has made one.
 */
export function createTestBooking(database: () => TestDatabase) {
  const deps: BookingDeps = {
    clock: { now: () => now },
    ids: testIds,
    random: systemRandom,
    calendar: createBuiltinCalendar(),
    get database() {
      return database().db
    },
  }

  /** A caller on the line, as the edge puts it together for every tool call. */
  async function visit(company: TestCompany, known: Call): Promise<Visit> {
    return await deps.database.inCompany(company.id, async (tx) => {
      const house = await createHouses({ clock: deps.clock }).get(tx, company.id)
      if (house === undefined) throw new Error('no such company')
      const customer = known.callerNumber === null ? undefined : await customerOf(known)
      return { house, call: known, customer: customer ?? null }
    })
  }

  async function customerOf(call: Call) {
    const [row] = await queryAsOwner<{ id: string }>(
      database().ownerUrl,
      'select id from customers where company_id = $1 and phone = $2',
      [call.companyId, call.callerNumber],
    )
    return row && (await deps.database.inCompany(call.companyId, (tx) => findCustomer(tx, call.companyId, row.id)))
  }

  /** Asks whether a time is free, for the first service at the first branch, with whomever. */
  async function ask(
    company: TestCompany,
    call: Call,
    at: Temporal.PlainDateTime,
    more: Partial<AvailabilityCommand> = {},
    using: BookingDeps = deps,
  ) {
    const who = await visit(company, call)
    const [service] = who.house.services
    const [branch] = who.house.company.branches
    if (service === undefined || branch === undefined) throw new Error('an empty house')
    return await checkAvailability(
      using,
      { ...who, service, branch, staffId: null, when: { kind: 'point', at }, ...more },
      signal,
    )
  }

  /** Requests a booking for Erika Beispiel, who has said nothing yet, in a request of its own; `more` says otherwise. */
  async function book(company: TestCompany, call: Call, more: Partial<BookCommand>, using: BookingDeps = deps) {
    const who = await visit(company, call)
    const command: BookCommand = {
      ...who,
      offerId: null,
      at: null,
      service: who.house.services[0] ?? null,
      branch: who.house.company.branches[0] ?? null,
      staffId: null,
      attendeeName: 'Erika Beispiel',
      phone: null,
      email: null,
      confirm: true,
      heard: [],
      effectKey: `tool:${testIds.uuid()}`,
      tool: 'book_appointment',
      ...more,
    }
    return await bookAppointment(using, command, signal)
  }

  /** The offer of a time that is free. */
  async function offered(company: TestCompany, call: Call, at = tuesdayAtTen, more: Partial<AvailabilityCommand> = {}) {
    const answer = await ask(company, call, at, more)
    if (answer.kind !== 'available') throw new Error(`expected an offer, got ${answer.kind}`)
    return answer.offer
  }

  /** The appointment of a caller who was offered a time and said yes. */
  async function booked(company: TestCompany, call: Call, at = tuesdayAtTen): Promise<Appointment> {
    const offer = await offered(company, call, at)
    const outcome = await book(company, call, { offerId: offer.id, heard: heard(offer, 'Ja, gerne') })
    if (outcome.kind !== 'booked') throw new Error(`expected a booking, got ${outcome.kind}`)
    return outcome.appointment
  }

  let lastNumber = 4917604069100

  /** A number nobody else on this database calls from. */
  function newNumber(): string {
    lastNumber += 1
    return `+${lastNumber}`
  }

  /** The same parts some minutes from now. */
  function minutesLater(minutes: number): BookingDeps {
    return { ...deps, clock: { now: () => now.add({ seconds: Math.round(minutes * 60) }) } }
  }

  /** How often somebody on this database is taken twice at a time. */
  async function overlaps(): Promise<number> {
    const [row] = await queryAsOwner<{ pairs: number }>(
      database().ownerUrl,
      `select count(*)::int as pairs from segments a join segments b
       on a.company_id = b.company_id and a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
       where a.active and b.active`,
    )
    return row?.pairs ?? -1
  }

  return { deps, visit, ask, book, offered, booked, newNumber, minutesLater, overlaps }
}
