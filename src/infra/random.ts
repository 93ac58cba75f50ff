import { randomFillSync } from 'node:crypto'

/** Where randomness comes from. Tests give their own, so that what they see is the same every time. */
export type Random = {
  /** `length` bytes nobody can foresee. */
  bytes(length: number): Uint8Array
}

/** Asked for by the page: a tool call needs a few bytes a dozen times, and each asking is a call of the system. */
const PAGE_BYTES = 4_096

/** The operating system's randomness. No byte is given twice. */
export const systemRandom: Random = createSystemRandom()

function createSystemRandom(): Random {
  let page = new Uint8Array(0)
  let used = 0
  return {
    bytes(length) {
      if (length > PAGE_BYTES) return randomFillSync(new Uint8Array(length))
      if (used + length > page.length) {
        page = randomFillSync(new Uint8Array(PAGE_BYTES))
        used = 0
      }
      used += length
      const taken = page.slice(used - length, used)
      page.fill(0, used - length, used)
      return taken
    },
  }
}
