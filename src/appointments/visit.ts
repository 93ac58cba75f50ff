import type { Transaction } from 'kysely'

import type { Calendar } from '../calendars/calendar.ts'
import type { Call } from '../calls/call.ts'
import type { Customer } from '../customers/customer.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { Random } from '../infra/random.ts'
import type { House } from '../openings/house.ts'

/** Who wants something of whom: a caller, on a call, of a house. */
export type Visit = { house: House; call: Call; customer: Customer | null }

/** What taking a time needs. */
export type BookingDeps = {
  clock: Clock
  ids: Ids
  random: Random
  calendar: Calendar
  database: CompanyDatabase
}

/** The part of the database that works for one company. */
export type CompanyDatabase = {
  inCompany<T>(
    companyId: string,
    work: (tx: Transaction<Database>) => Promise<T>,
    options?: { signal?: AbortSignal; retries?: 0 | 1 | 2 | 3; isDurable?: boolean },
  ): Promise<T>
}
