import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { openTheatre } from '../planted/theatre.ts'
import { compareMany } from './compare-many.ts'

/**
 * The long comparison of civil time with Postgres:
 *
 *   node test/civil-time/run.ts --cases 1000000 --seed 1
 *
 * One line of JSON; exits with 1 when anything differs.
 */
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const theatre = await openTheatre()
const database = await theatre.makeDatabase()
const client = new Client({ connectionString: database.ownerUrl })
await client.connect()
try {
  const { differences, ...compared } = await compareMany(client, Number(values.cases), Number(values.seed))
  process.stdout.write(`${JSON.stringify({ ...compared, differences: differences.slice(0, 5) })}\n`)
  if (differences.length > 0) process.exitCode = 1
} finally {
  await client.end()
  await database.drop()
  await theatre.close()
}
