import type { Transaction } from 'kysely'

import type { Calendar } from '../calendars/calendar.ts'
import type { CalendarMirror } from '../calendars/mirror.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { House } from '../openings/house.ts'
import type { Houses } from '../openings/load-house.ts'
import type { Appointment } from './appointment.ts'
import type { CalendarAttempt } from './calendar-attempts.ts'
import type { CompanyDatabase } from './visit.ts'

/** What settling needs. */
export type SettleDeps = {
  clock: Clock
  ids: Ids
  database: CompanyDatabase
  houses: Houses
  /** The calendar of a house, as somebody asks it who can wait and must not be turned away. */
  patientCalendar(tx: Transaction<Database>, house: House): Promise<Calendar>
}

/** What whoever runs the settling hears. */
export type SettlingEvents = { settlingFailed(companyId: string | null, error: unknown): void }

/** One appointment whose end at the calendar is open. */
export type Unsettled = {
  readonly house: House
  readonly appointment: Appointment
  readonly calendarReference: string | null
  /** When it was made here. */
  readonly createdAt: Temporal.Instant
  readonly contact: { readonly phone: string | null; readonly email: string | null }
  readonly attempt: CalendarAttempt
  /** Bookings of ours that should not stand over there do all the same: the front desk has to look. */
  readonly leavesWrong?: boolean
}

/** Settling one appointment. */
export type Settling = { readonly deps: SettleDeps; readonly mirror: CalendarMirror; readonly signal: AbortSignal }

/** `open`: nobody knows yet; it is looked at again. */
export type SettleOutcome = 'settled' | 'open'

/** What was sent this often and is not there will not be: the front desk has to look. */
export const MOST_ATTEMPTS = 3

/** Longer than it takes a calendar to write something down, as the caller is not waiting any more. */
export const WRITE_DEADLINE_MS = 15_000

/** Who changed it, for the history. */
export const bySettling = 'settling'
