import { createHash } from 'node:crypto'

/**
 * What makes calls faster and can be turned off, for a company or for a share of its calls: to compare, and to go back.
 *
 * - `calendar_cache`: openings of a calendar elsewhere are kept.
 * - `warming`: they are fetched before anybody asks. Companies as a whole, not calls.
 * - `prefetch`: they are fetched while the phone is still ringing.
 */
export const OPTIMISATIONS = ['calendar_cache', 'warming', 'prefetch'] as const
export type Optimisation = (typeof OPTIMISATIONS)[number]

/** Percent of calls, 0 to 100; what is missing is on for all. */
export type OptimisationShares = Readonly<Partial<Record<Optimisation, number>>>

/**
 * Whether an optimisation is on for a call: always the same for one call, and who has it at one share has it at any larger
 * one. Two optimisations choose independently of each other.
 *
 * @param subject the call's id; the company's where there is no call
 */
export function isOptimised(shares: OptimisationShares, optimisation: Optimisation, subject: string): boolean {
  const share = shares[optimisation] ?? WHOLE
  if (share >= WHOLE) return true
  const digest = createHash('sha256').update(`${optimisation} ${subject}`).digest()
  return (digest.readUInt32BE(0) / 2 ** 32) * WHOLE < share
}

const WHOLE = 100

/** As it stands in the database. What is no share, or of something else, is left out. */
export function readShares(stored: object): OptimisationShares {
  const known = new Map<string, unknown>(Object.entries(stored))
  return Object.fromEntries(
    OPTIMISATIONS.flatMap((name) => {
      const share = known.get(name)
      return typeof share === 'number' && share >= 0 && share <= WHOLE ? [[name, share]] : []
    }),
  )
}
