import { readFileSync, writeFileSync } from 'node:fs'

import { jobsDoc, JOBS_DOC } from './jobs-doc.ts'

/** A program: writes the list of docs/jobs.md anew. */
writeFileSync(JOBS_DOC, jobsDoc(readFileSync(JOBS_DOC, 'utf8')))
