import { createRandom } from '../chaos/random.ts'
import type { AccountFile } from './account.ts'
import { createStandInClock, type Clock, type StandInClock } from './clock.ts'
import { type Counters, createCounters } from './counters.ts'
import { type Courier, createCourier } from './courier.ts'
import { type Dialect, type DialectName, dialects } from './dialect.ts'
import { createDiary, type Diary } from './diary.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createFaults, type Faults } from './faults.ts'
import { createRateLimiter, type RateLimiter } from './rate-limit.ts'
import { createReservations, type Reservations } from './reservations.ts'
import { createSlotCache, type SlotCache } from './slot-cache.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'
import { createWorkingTime, type WorkingTime } from './working-time.ts'

/** Everything the server knows: what requests read and change. */
export type World = {
  readonly dialectName: DialectName
  readonly dialect: Dialect
  readonly directory: Directory
  readonly clock: StandInClock
  readonly diary: Diary
  readonly reservations: Reservations
  readonly working: WorkingTime
  readonly slotCache: SlotCache
  readonly webhooks: Webhooks
  readonly courier: Courier
  readonly faults: Faults
  readonly limiter: RateLimiter
  readonly counters: Counters
  /** Numbers of bookings, one after the other. */
  nextId(): number
  /** 22 characters, as uids are over there; the same ones for the same seed. */
  nextUid(): string
}

export type WorldOptions = {
  account: AccountFile
  dialect?: DialectName | undefined
  clock?: Clock | undefined
  seed: number
  faults: string
}

/** Without the letters and digits that look alike. */
const UID_CHARACTERS = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
const UID_LENGTH = 22

export function createWorld({ account, dialect, clock: base, seed, faults: spec }: WorldOptions): World {
  const directory = createDirectory(account)
  const dialectName = dialect ?? directory.account.dialect
  const random = createRandom(seed)
  const clock = createStandInClock(base)
  const uids = random.fork('uids')
  const faults = createFaults(spec, random.fork('faults'), () => clock.nowMs())
  const courier = createCourier(faults, random.fork('webhooks'), webhookHeaders(dialects[dialectName]))
  let lastId = 0
  return {
    dialectName,
    dialect: dialects[dialectName],
    directory,
    clock,
    diary: createDiary(),
    reservations: createReservations(),
    working: createWorkingTime(directory),
    slotCache: createSlotCache(),
    webhooks: createWebhooks(courier),
    courier,
    faults,
    limiter: createRateLimiter(),
    counters: createCounters(),
    nextId: () => ++lastId,
    nextUid: () =>
      Array.from({ length: UID_LENGTH }, () => UID_CHARACTERS[uids.whole(0, UID_CHARACTERS.length - 1)]).join(''),
  }
}

function webhookHeaders({ sendsWebhookVersion }: Dialect): Record<string, string> {
  return sendsWebhookVersion ? { 'x-cal-webhook-version': '2021-10-20' } : {}
}
