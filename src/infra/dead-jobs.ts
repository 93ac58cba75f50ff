import { type Kysely, sql } from 'kysely'

import { JOBS_SCHEMA } from './db/migrate.ts'
import type { Database } from './db/tables.ts'
import { DEAD_SUFFIX } from './jobs.ts'

/** A job that failed too often and waits for somebody to look at it. */
export type DeadJob = {
  readonly id: string
  /** The kind of job it was. */
  readonly name: string
  /** Ids only. */
  readonly data: unknown
  /** When it was given up. */
  readonly givenUpAt: Temporal.Instant
  /** How often it was tried. */
  readonly attempts: number
  /** The class of its last fault; never its words, which may quote what it met. */
  readonly fault: string
}

type Row = {
  id: string
  name: string
  data: unknown
  given_up_at: Temporal.Instant
  retries: number | null
  fault: string | null
}

/** The jobs that failed too often, the latest first, at most `limit`. */
export async function listDeadJobs(db: Kysely<Database>, limit: number): Promise<readonly DeadJob[]> {
  const { rows } = await sql<Row>`
    select id, name, data, created_on as given_up_at, source_retry_count as retries, source_output ->> 'fault' as fault
    from ${sql.table(`${JOBS_SCHEMA}.job`)}
    where name like ${`%${DEAD_SUFFIX}`} and state = 'created'
    order by created_on desc, id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name.slice(0, -DEAD_SUFFIX.length),
    data: row.data,
    givenUpAt: row.given_up_at,
    attempts: (row.retries ?? 0) + 1,
    fault: row.fault ?? 'unknown',
  }))
}
