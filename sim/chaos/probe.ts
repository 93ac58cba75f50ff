import { setTimeout as wait } from 'node:timers/promises'

import { agreeOnTime } from './agree-on-time.ts'
import { callHouse, type Exchange, textOf } from './callers.ts'
import { dateAhead, timeOfDay } from './date-ahead.ts'
import type { House } from './house.ts'

/** Books again and again until it works; gives how long that took. */
export type Probe = { untilBooked(): Promise<{ milliseconds: number; booked: boolean }> }

/** Long enough to tell a slow recovery from none. */
const PATIENCE_MS = 30_000
const TRY_AGAIN_MS = 50
const FIRST_DAY = 3
const FIRST_MINUTE = 8 * 60
const STARTS_PER_DAY = 48
const GRID_MINUTES = 15

/** A probe with a house of its own, whose openings nobody else takes. */
export function createProbe(exchange: Exchange, house: House): Probe {
  let bookings = 0
  const tryOnce = async () => {
    const index = (bookings += 1)
    const wish = {
      date: dateAhead(FIRST_DAY + Math.floor(index / STARTS_PER_DAY)),
      time: timeOfDay(FIRST_MINUTE + (index % STARTS_PER_DAY) * GRID_MINUTES),
    }
    const request = await agreeOnTime(callHouse(exchange, house, index, { withheld: true }), wish)
    const answer = await request?.deliver()
    return textOf(answer?.reply, 'status') === 'booked'
  }
  return {
    async untilBooked() {
      const startedMs = performance.now()
      while (performance.now() - startedMs < PATIENCE_MS) {
        if (await tryOnce()) return { milliseconds: performance.now() - startedMs, booked: true }
        await wait(TRY_AGAIN_MS)
      }
      return { milliseconds: performance.now() - startedMs, booked: false }
    },
  }
}
