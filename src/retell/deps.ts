import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'

import type { BookingDeps, CompanyDatabase } from '../appointments/visit.ts'
import type { CompanyCalendars } from '../calendars/company-calendars.ts'
import type { Sealing } from '../companies/workspaces.ts'
import type { QueryTally } from '../infra/db/query-tally.ts'
import type { Database } from '../infra/db/tables.ts'
import type { Events } from '../infra/telemetry/events.ts'
import type { Houses } from '../openings/load-house.ts'

/** What the edge to the voice platform needs of the application; `calendar` is that of houses that have theirs here. */
export type RetellDeps = BookingDeps & {
  calendars: CompanyCalendars
  /** Besides the companies' rows, those that tell whose key and whose number it is. */
  database: CompanyDatabase & { kysely: Kysely<Database> }
  sealing: Sealing
  config: { production: boolean }
  /** Where people reach this Ringbook; null when that is not known. */
  publicUrl: string | null
  houses: Houses
  events: Pick<Events, 'toolAnswered' | 'toolFailed' | 'alert'>
  /** What a request asked of the database so far. */
  tallyOf: (request: FastifyRequest) => QueryTally
}
