import type { Transaction } from 'kysely'

import { drawCode } from '../../appointments/booking-code.ts'
import type { AppointmentState, Database } from '../../infra/db/tables.ts'
import type { MinuteRange } from '../../infra/weekly-hours.ts'
import { occupyAll } from '../../occupancy/segments.ts'
import { planVisit } from '../../openings/visit-plan.ts'
import { foldName } from '../../speech/name-folding.ts'
import { type BranchKey, salon, staff } from './salon.ts'
import type { DemoDeps, SeededCustomer, SeededSalon, SeededService } from './seed.ts'

/** A week back to look at, and as far ahead as callers usually ask for. */
const daysBack = 7
const daysAhead = 10
/** How many half hours of a working day begin an appointment: busy enough that wished times are taken now and then. */
const bookedShare = 0.3
const stepMinutes = 30

type Draw = () => number

/** Appointments of the demo's customers around today, so that a first look shows a salon at work. */
export async function fillDiary(tx: Transaction<Database>, deps: DemoDeps, seeded: SeededSalon): Promise<void> {
  const today = deps.clock.now().toZonedDateTimeISO(salon.zone).toPlainDate()
  // The same diary for the same day: what people see and report can be seen again.
  const draw = createDraw(today.since('2020-01-01').days)
  for (let offset = -daysBack; offset <= daysAhead; offset++) {
    for (const person of staff) await fillDay(tx, deps, seeded, person, today.add({ days: offset }), draw)
  }
}

async function fillDay(
  tx: Transaction<Database>,
  deps: DemoDeps,
  seeded: SeededSalon,
  person: (typeof staff)[number],
  date: Temporal.PlainDate,
  draw: Draw,
): Promise<void> {
  const ranges = person.hours[date.dayOfWeek as keyof typeof person.hours] ?? []
  const staffId = seeded.staffIds.get(person.last) ?? ''
  const does = seeded.services.filter((service) => service.staffIds.includes(staffId))
  for (const { fromMinute, toMinute } of ranges) {
    for (let minute = fromMinute; minute < toMinute; minute += stepMinutes) {
      const isBooked = draw() < bookedShare
      const service = does[Math.floor(draw() * does.length)]
      if (!isBooked || service === undefined || minute + service.minutes > toMinute) continue
      const start = date.toZonedDateTime(salon.zone).add({ minutes: minute }).toInstant()
      await bookInDiary(tx, deps, seeded, { staffId, branch: person.branch, service, start, draw })
    }
  }
}

type Entry = {
  staffId: string
  branch: BranchKey
  service: SeededService
  start: Temporal.Instant
  draw: Draw
}

async function bookInDiary(
  tx: Transaction<Database>,
  deps: DemoDeps,
  seeded: SeededSalon,
  entry: Entry,
): Promise<void> {
  const { companyId } = seeded
  const { service, start } = entry
  const customer = drawCustomer(seeded, entry)
  if (customer === undefined) return
  const end = start.add({ minutes: service.minutes })
  const isOver = Temporal.Instant.compare(end, deps.clock.now()) < 0
  const id = deps.ids.uuid()
  const inserted = await tx
    .insertInto('appointments')
    .values({
      id,
      company_id: companyId,
      branch_id: seeded.branchIds.get(entry.branch) ?? '',
      customer_id: customer.id,
      service_id: service.id,
      staff_id: entry.staffId,
      attendee_name: customer.name,
      attendee_key: foldName(customer.name),
      starts_at: start.toString(),
      ends_at: end.toString(),
      zone: salon.zone,
      wall_start: start.toZonedDateTimeISO(salon.zone).toPlainDateTime().toString(),
      state: stateOf(isOver, entry.draw),
      code: drawCode(deps.random),
      price_minor: service.priceMinor,
      currency: 'EUR',
      source: 'console',
      confirmed_by: 'person',
      reference: id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return

  const stretches = takenOf(service).map(({ fromMinute, toMinute }) => ({
    resourceId: entry.staffId,
    startMs: start.add({ minutes: fromMinute }).epochMilliseconds,
    endMs: start.add({ minutes: toMinute }).epochMilliseconds,
  }))
  const isTheirs = await occupyAll(tx, deps, { companyId, stretches, owner: { appointmentId: id } })
  if (!isTheirs) await tx.deleteFrom('appointments').where('company_id', '=', companyId).where('id', '=', id).execute()
}

function takenOf({ minutes, bufferAfter, gaps }: SeededService): readonly MinuteRange[] {
  const lengths = { durationMinutes: minutes, bufferBeforeMinutes: 0, bufferAfterMinutes: bufferAfter, gaps }
  return planVisit({ calendar: 'builtin' }, [lengths]).flatMap(({ taken }) => taken)
}

/** Callers come now and then, so that they have something to ask about and room to book. */
const callerShare = 0.06

function drawCustomer(seeded: SeededSalon, { draw }: Entry): SeededCustomer | undefined {
  const isCaller = draw() < callerShare
  const people = seeded.customers.filter((customer) => customer.calls === isCaller)
  return people[Math.floor(draw() * people.length)]
}

/** One in ten of those who should have come did not. */
function stateOf(isOver: boolean, draw: Draw): AppointmentState {
  if (!isOver) return 'confirmed'
  return draw() < 0.9 ? 'completed' : 'no_show'
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function createDraw(seed: number): Draw {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
