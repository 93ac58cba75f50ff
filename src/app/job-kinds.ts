import { z } from 'zod'

import type { JobKind, JobSettings } from '../infra/jobs.ts'

/** Retires holds that ran out. Tidying: a hold that ran out keeps nobody out, whether or not this has run. */
export const expireHoldsKind: JobKind<object> = {
  name: 'expire-holds',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
}

/** Every kind of job there is: each gets its queue at start. */
export const JOB_KINDS: readonly JobSettings[] = [expireHoldsKind]
