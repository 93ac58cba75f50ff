import { settleUnknown } from '../../src/appointments/settle-unknown.ts'
import { silentMirror } from '../../src/calendars/faulty-calendars.ts'
import type { CalendarBooking, CalendarMirror, FindAnswer, MirrorMove } from '../../src/calendars/mirror.ts'
import { oneChair } from '../model/fixed-plans.ts'
import type { RealHouse } from '../model/real-house.ts'
import type { HouseOpener } from './change-house.ts'

type Answers = Partial<Pick<CalendarMirror, 'book' | 'cancel' | 'find' | 'move'>>

/** What stands in a calendar elsewhere, and what it is asked; a test puts in its place what it says. */
export type Elsewhere = {
  readonly real: RealHouse
  readonly bookings: CalendarBooking[]
  /** What it says instead of the usual, from now on. */
  readonly answers: Answers
  readonly moves: MirrorMove[]
  /** References of what was to be taken off, in order. */
  readonly cancelled: string[]
  /** What failed on the way to settle something. */
  readonly failures: unknown[]
}

/**
 * A house whose calendar elsewhere books what it is told, tells what the test says stands there, and knows nothing of changes; or
 * answers as the test says at that moment.
 */
export async function houseElsewhere(open: HouseOpener, answers: Answers = {}, plan = oneChair): Promise<Elsewhere> {
  const bookings: CalendarBooking[] = []
  const cancelled: string[] = []
  const moves: MirrorMove[] = []
  const silent = silentMirror()
  const mirror: CalendarMirror = {
    ...silent,
    async book(wanted, signal) {
      const booked = { kind: 'booked', calendarReference: `there ${wanted.reference}` } as const
      return await (answers.book?.(wanted, signal) ?? booked)
    },
    async move(wanted, signal) {
      moves.push(wanted)
      return await (answers.move?.(wanted, signal) ?? silent.move(wanted, signal))
    },
    async cancel(wanted, signal) {
      cancelled.push(wanted.calendarReference)
      return await (answers.cancel?.(wanted, signal) ?? silent.cancel(wanted, signal))
    },
    async find(sought, signal) {
      const own = bookings.filter((booking) => booking.reference === sought.reference)
      const found: FindAnswer = own.length === 0 ? { kind: 'absent' } : { kind: 'found', bookings: own }
      return await (answers.find?.(sought, signal) ?? found)
    },
  }
  const real = await open(plan)
  const deps = { ...real.deps, calendar: { ...real.deps.calendar, mirror } }
  return { real: { ...real, deps }, answers, bookings, cancelled, moves, failures: [] }
}

/** Settles what is open in a house, so long after everything was asked. */
export async function settleLater({ real, failures }: Elsewhere, seconds = 21) {
  const { deps, houses, companyId } = real
  const settling = {
    ...deps,
    clock: { now: () => deps.clock.now().add({ seconds }) },
    houses,
    patientCalendar: async () => deps.calendar,
    events: { settlingFailed: (_companyId: string | null, error: unknown) => void failures.push(error) },
  }
  return await settleUnknown(settling, companyId, new AbortController().signal)
}

/** A booking that stands over there for one of ours. */
export function standing(
  reference: string,
  booking: Pick<CalendarBooking, 'calendarReference' | 'startsAt' | 'endsAt'> & { staffId?: string },
): CalendarBooking {
  return {
    reference,
    state: 'accepted',
    serviceId: null,
    staffId: null,
    attendeeName: 'Erika Beispiel',
    attendeePhone: null,
    attendeeEmail: null,
    isNoShow: false,
    movedFrom: null,
    movedTo: null,
    createdAt: booking.startsAt,
    updatedAt: booking.startsAt,
    ...booking,
  }
}

/** The kinds of what is on the front desk's list, open or closed, oldest first. */
export async function tasksOf({ owner, companyId }: RealHouse): Promise<string[]> {
  const { rows } = await owner.query('select kind from tasks where company_id = $1 order by created_at, kind', [
    companyId,
  ])
  return rows.map(({ kind }) => String(kind))
}
