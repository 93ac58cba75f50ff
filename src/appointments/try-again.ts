/** The appointment has become another since it was read: what was decided about it is to be decided again. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
}

/** Whoever meets others so often on one appointment is not one caller. */
const mostAttempts = 4

/** exclusion_violation: an update cannot say "on conflict do nothing". */
const exclusionViolation = '23P01'

/**
 * Decides again when somebody else has changed what was decided on, or was faster to take what it needs.
 *
 * @throws what `decide` throws; ChangedMeanwhile after the fourth time.
 */
export async function againWhenChanged<T>(decide: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decide()
    } catch (error) {
      if (attempt >= mostAttempts || !isCollision(error)) throw error
    }
  }
}

function isCollision(error: unknown): boolean {
  return (
    error instanceof ChangedMeanwhile ||
    (error instanceof Error && 'code' in error && error.code === exclusionViolation)
  )
}
