import { type AnyJob, defineJob } from '../infra/jobs.ts'
import { expireHoldsKind } from './job-kinds.ts'

/** What the jobs do their work with. */
export type WorkerDeps = {
  expireHolds(): Promise<{ expired: number }>
}

/** Every job with what does it, and the timetable. */
export function listJobs(deps: WorkerDeps): AnyJob[] {
  return [
    defineJob({
      ...expireHoldsKind,
      schedule: { cron: '* * * * *', zone: 'UTC' },
      run: async () => {
        await deps.expireHolds()
      },
    }),
  ]
}
