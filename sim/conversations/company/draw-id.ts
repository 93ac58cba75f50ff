import { createHash } from 'node:crypto'

import type { Random } from '../../chaos/random.ts'

/**
 * An id that comes again for the same draw, so that a replay finds what was reported. The path is in it, as a generator has only
 * so many states that two of a thousand companies would draw the same id one day.
 */
export function drawId(random: Random): string {
  const drawn = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('')
  const hex = createHash('sha256').update(`${random.path} ${drawn}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
