import { parseArgs } from 'node:util'

import { explainAway } from '../app/database-state.ts'
import { withDatabase } from '../app/owner-database.ts'
import { migrateDown, migrateUp, migrationStatus } from '../infra/db/migrate.ts'
import { type Command, type Io, UsageError } from './command.ts'

export const summary = 'Bring the database up to date, or take changes back'
export const usage = `ringbook migrate up|down|status [--all] [--json]

  up         Apply every migration the database lacks
  down       Take back the last one; with --all every one, and with them all data
  status     Say which are applied and which are missing
  --json     Answer as JSON

Runs as the owner of the tables: DATABASE_OWNER_URL, or DATABASE_URL when that is not set.`
export const examples: Command['examples'] = [
  ['ringbook migrate up', 'Before the first start on a database of your own, and after each update'],
  ['ringbook migrate status --json', 'For a deployment script'],
  ['ringbook migrate down', 'Take back the last migration'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  })
  const [direction, ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
  return await withDatabase(io.env, async ({ ownerUrl }) =>
    explainAway(ownerUrl, async () => {
      switch (direction) {
        case 'up':
          return report(io, values.json, 'applied', await migrateUp(ownerUrl))
        case 'down':
          return report(io, values.json, 'taken back', await migrateDown(ownerUrl, { all: values.all }))
        case 'status':
          return reportStatus(io, values.json, await migrationStatus(ownerUrl))
        case undefined:
        default:
          throw new UsageError('Say up, down or status')
      }
    }),
  )
}

function report(io: Io, asJson: boolean, what: string, names: string[]): number {
  if (asJson) io.out(JSON.stringify({ migrations: names }))
  else io.out(names.length === 0 ? 'Nothing to do' : names.map((name) => `${name} ${what}`).join('\n'))
  return 0
}

function reportStatus(io: Io, asJson: boolean, status: Awaited<ReturnType<typeof migrationStatus>>): number {
  if (asJson) {
    io.out(JSON.stringify(status))
    return 0
  }
  for (const name of status.applied) io.out(`${name} applied`)
  for (const name of status.pending) io.out(`${name} missing`)
  for (const name of status.unknown) io.out(`${name} is of a newer version`)
  return 0
}
