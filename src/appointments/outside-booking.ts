import type { Clock } from '../infra/clock.ts'
import type { Ids } from '../infra/ids.ts'
import type { Random } from '../infra/random.ts'
import type { Stretch } from '../occupancy/stretch.ts'
import type { House } from '../openings/house.ts'
import { withBuffers } from './offer-openings.ts'

/** What taking over what was booked elsewhere needs. */
export type OutsideDeps = { clock: Clock; ids: Ids; random: Random }

/**
 * What a look at a booking elsewhere did here. `known`: nothing, both agree. `leftover`: it stands there and must not, as what it is
 * the copy of has ended here. `skipped`: not ours to tell, or somebody is just working on it.
 */
export type TakenOver = 'known' | 'changed' | 'made' | 'conflict' | 'leftover' | 'skipped'

/** A time that was somebody's until now. */
export type LeftTime = {
  readonly staffId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** What a booking occupies: its own time with the buffers of its service. */
export function stretchOf(
  house: House,
  serviceId: string,
  at: { staffId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Stretch {
  const service = house.services.find((one) => one.id === serviceId)
  const startMs = at.startsAt.epochMilliseconds
  const endMs = at.endsAt.epochMilliseconds
  const buffers =
    service === undefined ? { startMs, endMs: startMs } : withBuffers({ ...service, durationMinutes: 0 }, startMs)
  return { resourceId: at.staffId, startMs: buffers.startMs, endMs: endMs + (buffers.endMs - startMs) }
}
