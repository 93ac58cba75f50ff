import type { Random } from '../../src/infra/random.ts'

/** Randomness that is the same for the same seed: a 32-bit mixer, good enough to tell ids apart. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 8) & 0xff
  }
  return { bytes: (length) => Uint8Array.from({ length }, next) }
}
