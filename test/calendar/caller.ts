import type { BookCommand } from '../../src/appointments/book-command.ts'
import { bookAppointment } from '../../src/appointments/book.ts'
import { checkAvailability } from '../../src/appointments/check-availability.ts'
import type { Offer } from '../../src/appointments/offer.ts'
import type { AvailabilityOutcome } from '../../src/appointments/outcomes.ts'
import type { BookingDeps } from '../../src/appointments/visit.ts'
import { CalendarUnavailableError } from '../../src/calendars/calendar.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { createTestCall, testIds } from '../harness/company.ts'
import type { Salon } from './salon.ts'

/** What a caller was told in the end, and of which appointment. */
export type Told = { readonly kind: string; readonly reference: string | null }

/** `at` is wall time. A caller who does not get it takes the first alternative there is. */
export type Wish = { readonly number: number; readonly at: Temporal.PlainDateTime }

/** Somebody calls, asks for a time, and agrees to what is offered. */
export async function callAndBook(salon: Salon, wish: Wish): Promise<Told> {
  const asked = await askFor(salon, wish)
  return asked.offer === null ? { kind: asked.kind, reference: null } : await asked.book()
}

/** The same on a machine that has too much to do: what fails is an apology to the caller, as at the gateway's edge. */
export async function callAndBookUnderPressure(salon: Salon, wish: Wish): Promise<Told> {
  try {
    return await callAndBook(salon, wish)
  } catch (error) {
    return { kind: `apology: ${error instanceof Error ? error.message : String(error)}`, reference: null }
  }
}

type Asked = { kind: string; offer: Offer | null; book(): Promise<Told> }

/** Somebody calls and asks for a time; `book` is their yes to what is offered. */
export async function askFor(salon: Salon, { number, at }: Wish): Promise<Asked> {
  const { stage, clock, company } = salon
  const { signal } = new AbortController()
  const call = await createTestCall(stage.db, company, `+49176040${String(60_000 + (number % 40_000))}`)
  const [house, calendar] = await stage.db.inCompany(company.id, async (tx) => {
    const house = await salon.houses.get(tx, company.id)
    if (house === undefined) throw new Error('There is no house')
    return [house, await salon.calendars.of(tx, { ...house.company, version: house.version })] as const
  })
  const deps: BookingDeps = { clock, ids: testIds, random: systemRandom, database: stage.db, calendar }
  const [service] = house.services
  const [branch] = house.company.branches
  if (service === undefined || branch === undefined) throw new Error('There is nothing to book')
  const visit = { house, call, customer: null, service, branch, staffId: null }
  const found = await checkAvailability(deps, { ...visit, when: { kind: 'point', at } }, signal).catch(
    (error: unknown) => {
      if (error instanceof CalendarUnavailableError) return { kind: 'away' } as const
      throw error
    },
  )
  const offer = offerOf(found)
  const book = async (): Promise<Told> => {
    const command: BookCommand = {
      ...visit,
      offerId: offer?.id ?? null,
      at: null,
      attendeeName: `Guest ${number}`,
      phone: null,
      email: null,
      confirm: true,
      heard: [],
      effectKey: `tool:${testIds.uuid()}`,
      tool: 'book_appointment',
    }
    const outcome = await bookAppointment(deps, command, signal)
    return { kind: outcome.kind, reference: 'appointment' in outcome ? outcome.appointment.id : null }
  }
  return { kind: `asked: ${found.kind}`, offer, book }
}

function offerOf(found: AvailabilityOutcome | { kind: 'away' }): Offer | null {
  if (found.kind === 'available') return found.offer
  return 'alternatives' in found ? (found.alternatives[0] ?? null) : null
}
