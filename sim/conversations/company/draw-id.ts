import type { Random } from '../../chaos/random.ts'

/** An id that comes again for the same draw, so that a replay finds what was reported. */
export function drawId(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
