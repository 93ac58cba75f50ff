/**
 * Who is meant among ten thousand names: the index in the process, beside the way it replaced, one query for each member
 * of staff and a comparison of what came back. Both in one run, on one machine, over the same names.
 *
 *     node test/measure-name-lookup.ts [--staff 10000] [--names 200]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { distance } from 'fastest-levenshtein'
import { Client } from 'pg'

import { startEmbeddedPostgres } from '../src/infra/db/embedded-postgres.ts'
import { buildNameIndex, resolveName } from '../src/speech/names.ts'
import { drawPeople, seededDraw } from './german-names.ts'

const { values } = parseArgs({
  options: { staff: { type: 'string', default: '10000' }, names: { type: 'string', default: '200' } },
})
const staff = drawPeople(seededDraw(1), Number(values.staff))
const said = staff.filter((_, index) => index % Math.ceil(staff.length / Number(values.names)) === 0)

const dataDir = await mkdtemp(join(tmpdir(), 'ringbook-names-'))
const server = await startEmbeddedPostgres({ dataDir })
const client = new Client({ connectionString: server.ownerUrl })
try {
  await client.connect()
  await client.query('create table people (id int primary key, name text not null)')
  await client.query('insert into people select * from unnest($1::int[], $2::text[])', [
    staff.map((_, id) => id),
    staff,
  ])

  const startedMs = performance.now()
  await matchOneByOne(said[0] ?? '')
  const oneByOneMs = performance.now() - startedMs

  const index = buildNameIndex(staff.map((name, id) => ({ id: String(id), name })))
  for (const name of said) resolveName(name, index)
  const durationsMs = said.map((name) => {
    const from = performance.now()
    resolveName(name, index)
    return performance.now() - from
  })
  durationsMs.sort((one, other) => one - other)
  const at = (share: number) => durationsMs[Math.ceil(share * durationsMs.length) - 1] ?? 0
  console.log(`one query per name: ${oneByOneMs.toFixed(0)} ms for one name among ${staff.length}`)
  console.log(`index: P50 ${at(0.5).toFixed(3)} ms, P99 ${at(0.99).toFixed(3)} ms over ${said.length} names`)
  console.log(
    `ratio: ${(oneByOneMs / at(0.5)).toFixed(0)} × at the median, ${(oneByOneMs / at(0.99)).toFixed(0)} × at P99`,
  )
} finally {
  await client.end()
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** As the old system did it: each member of staff is fetched and compared. */
async function matchOneByOne(name: string): Promise<number> {
  let best = { id: -1, distance: Infinity }
  for (let id = 0; id < staff.length; id++) {
    const { rows } = await client.query<{ name: string }>('select name from people where id = $1', [id])
    const apart = distance(name.toLowerCase(), (rows[0]?.name ?? '').toLowerCase())
    if (apart < best.distance) best = { id, distance: apart }
  }
  return best.id
}
