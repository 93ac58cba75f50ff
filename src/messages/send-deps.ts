import type { CompanyDatabase } from '../appointments/visit.ts'
import type { Sealing } from '../companies/workspaces.ts'
import type { Clock } from '../infra/clock.ts'
import type { Ids } from '../infra/ids.ts'
import type { Events } from '../infra/telemetry/events.ts'
import type { House } from '../openings/house.ts'
import type { Houses } from '../openings/load-house.ts'
import type { Accounts } from './accounts.ts'
import type { Senders } from './channels/senders.ts'
import type { Channel } from './message.ts'
import type { MessageSettings } from './settings.ts'

/** What sending needs. */
export type SendDeps = {
  clock: Clock
  ids: Ids
  sealing: Sealing
  database: CompanyDatabase
  houses: Houses
  senders: Senders
  /** Where providers and people reach this Ringbook; null when that is not known. */
  publicUrl: string | null
  events: Pick<Events, 'alert' | 'messageTried'>
}

/** A company whose messages are being sent. */
export type Round = {
  readonly companyId: string
  readonly house: House
  readonly settings: MessageSettings
  readonly accounts: Accounts
  /** The channels there is a way for. */
  readonly open: ReadonlySet<Channel>
}
