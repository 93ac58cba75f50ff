import { randomFillSync } from 'node:crypto'

/** Where randomness comes from. Tests give their own, so that what they see is the same every time. */
export type Random = {
  /** `length` bytes nobody can foresee. */
  bytes(length: number): Uint8Array
}

/** The operating system's randomness. */
export const systemRandom: Random = { bytes: (length) => randomFillSync(new Uint8Array(length)) }
