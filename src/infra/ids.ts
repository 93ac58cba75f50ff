import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

/** Where ids come from. */
export type Ids = {
  /** A uuid of version 7: ids made later sort later, also within one millisecond of this process. */
  uuid(): string
}

/** The 12 bits after the milliseconds count up within one millisecond; what overflows them borrows the next one. */
const COUNTER_LIMIT = 0x1000

/** Ids from a clock and randomness. Never goes back, also when the clock does. */
export function createIds(clock: Clock, random: Random): Ids {
  let lastMs = 0
  let counter = 0
  return {
    uuid() {
      const nowMs = clock.now().epochMilliseconds
      if (nowMs > lastMs) {
        lastMs = nowMs
        // Starts low, so that there is room to count up before the next millisecond.
        counter = (random.bytes(1)[0] ?? 0) & 0xff
      } else {
        counter += 1
        if (counter >= COUNTER_LIMIT) {
          lastMs += 1
          counter = 0
        }
      }
      return format(lastMs, counter, random.bytes(8))
    },
  }
}

function format(epochMs: number, counter: number, tail: Uint8Array): string {
  const time = epochMs.toString(16).padStart(12, '0')
  const middle = (0x7000 | counter).toString(16)
  const bytes = Uint8Array.from(tail)
  bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f)
  const rest = bytes.toHex()
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether `text` is a uuid in its canonical, lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
