import { describeJobs } from '../../src/app/job-catalogue.ts'

export const JOBS_DOC = new URL('../../docs/jobs.md', import.meta.url)

/** The page with its list as the code has it. */
export function jobsDoc(page: string): string {
  const [before = ''] = page.split('## Every job')
  return `${before.trimEnd()}\n\n${describeJobs()}`
}
