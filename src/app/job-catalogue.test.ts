import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { JOBS_DOC, jobsDoc } from '../../test/harness/jobs-doc.ts'
import { jobCatalogue } from './job-catalogue.ts'
import { JOB_KINDS } from './job-kinds.ts'

test('docs/jobs.md says what the code says: script/jobs-doc writes it anew', () => {
  const page = readFileSync(JOBS_DOC, 'utf8')
  expect(page).toBe(jobsDoc(page))
})

test('every job there is has been told of', () => {
  expect(jobCatalogue().map(({ name }) => name)).toEqual(JOB_KINDS.map(({ name }) => name))
})
