import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'

import { createTestDatabase, queryAsOwner, type TestDatabase } from '../../test/harness/database.ts'
import { addBranch, createCompany } from '../companies/set-up.ts'
import { systemClock } from '../infra/clock.ts'
import { newTally, tallyQueries } from '../infra/db/query-tally.ts'
import { createIds } from '../infra/ids.ts'
import { systemRandom } from '../infra/random.ts'
import { resolveStaff } from './resolve-staff.ts'
import { addStaffMembers, deactivateStaffMember } from './set-up.ts'

const ids = createIds(systemClock, systemRandom)
const companyId = ids.uuid()
let database: TestDatabase
let mitte = ''
let nord = ''
const named = new Map<string, string>()

/** A house with the names that are told apart worst; Nord has a namesake. */
const people: readonly (readonly [title: string, first: string, last: string, at: 'mitte' | 'nord'])[] = [
  ['Frau', 'Sarah', 'Meier', 'mitte'],
  ['Frau', 'Sarah', 'Maier', 'mitte'],
  ['', 'Jonas', 'Weber', 'mitte'],
  ['Herr', 'Peter', 'Mohr', 'mitte'],
  ['', 'Aylin', 'Yılmaz', 'mitte'],
  ['Frau Dr.', 'Ursula', 'von der Leyen', 'mitte'],
  ['', 'Anna-Maria', 'Müller-Lüdenscheidt', 'mitte'],
  ['', 'Kevin', 'Schmidt', 'mitte'],
  ['', 'Jonas', 'Krause', 'nord'],
  ['Herr', 'Tom', 'Fischer', 'nord'],
  ['Frau', 'Eva', 'Fischer', 'nord'],
]

beforeAll(async () => {
  database = await createTestDatabase()
  await database.db.inCompany(companyId, async (tx) => {
    await createCompany(tx, { id: companyId, slug: 'salon', name: 'Salon', zone: 'Europe/Berlin', languages: ['de'] })
    mitte = await addBranch(tx, { ids }, companyId, { name: 'Mitte' })
    nord = await addBranch(tx, { ids }, companyId, { name: 'Nord' })
    const added = await addStaffMembers(
      tx,
      { ids },
      companyId,
      people.map(([title, firstName, lastName, at]) => {
        return { title, firstName, lastName, branchId: at === 'mitte' ? mitte : nord }
      }),
    )
    for (const [index, [, first, last]] of people.entries()) named.set(`${first} ${last}`, added[index] ?? '')
  })
})

const nameOfId = (id: string) => [...named].find(([, known]) => known === id)?.[0] ?? id

async function resolve(said: string, branchId: string | null = null): Promise<string | string[]> {
  const resolution = await database.db.inCompany(companyId, (tx) => resolveStaff(tx, companyId, said, { branchId }))
  if (resolution.kind === 'unknown') return 'unknown'
  return resolution.kind === 'resolved' ? nameOfId(resolution.staffId) : resolution.staffIds.map(nameOfId).sort()
}

describe('a name that was said', () => {
  test.each([
    ['Weber', 'Jonas Weber'],
    ['bei Herrn Weber', 'Jonas Weber'],
    ['Jonas Weber', 'Jonas Weber'],
    ['Weber, Jonas', 'Jonas Weber'],
    ['Jonas Veber', 'Jonas Weber'],
    ['Kevin', 'Kevin Schmidt'],
    ['Schmitt', 'Kevin Schmidt'],
    ['Yilmaz', 'Aylin Yılmaz'],
    ['Frau von der Leyen', 'Ursula von der Leyen'],
    ['Anna Maria', 'Anna-Maria Müller-Lüdenscheidt'],
    ['Frau Müller Lüdenscheidt', 'Anna-Maria Müller-Lüdenscheidt'],
    ['Peter Mohr', 'Peter Mohr'],
    ['Herr Fischer', 'Tom Fischer'],
    ['Mrs Fischer', 'Eva Fischer'],
  ])('%j is %s', async (said, name) => {
    expect(await resolve(said)).toBe(name)
  })

  test.each([
    ['Sarah Meier', ['Sarah Maier', 'Sarah Meier']],
    ['Frau Mayer', ['Sarah Maier', 'Sarah Meier']],
    ['Jonas', ['Jonas Krause', 'Jonas Weber']],
    ['Fischer', ['Eva Fischer', 'Tom Fischer']],
  ])('%j could be several, and is asked about', async (said, names) => {
    expect(await resolve(said)).toEqual(names)
  })

  test.each(['Lehmann', 'Anna Weber', 'Sarah Weber', 'Herr Dr.', '', '!?', 'x'.repeat(5_000)])(
    '%j is nobody here, however alike a part of it sounds',
    async (said) => {
      expect(await resolve(said)).toBe('unknown')
    },
  )

  test('is looked for in a branch when one is given', async () => {
    expect(await resolve('Jonas', mitte)).toBe('Jonas Weber')
    expect(await resolve('Kevin', nord)).toBe('unknown')
  })
})

test('somebody who has left is not meant any more', async () => {
  const kevin = named.get('Kevin Schmidt') ?? ''
  await database.db.inCompany(companyId, async (tx) => {
    await deactivateStaffMember(tx, companyId, kevin)
    expect(await resolveStaff(tx, companyId, 'Kevin Schmidt')).toEqual({ kind: 'unknown' })
    await tx.updateTable('staff').set({ active: true }).where('id', '=', kevin).execute()
  })
})

test('among ten thousand people one indexed read finds the one', async () => {
  const large = ids.uuid()
  const syllables = ['ba', 'del', 'ger', 'hof', 'kel', 'lin', 'mann', 'ner', 'ro', 'stein', 'te', 'wick']
  const nameOf = (index: number) => {
    const parts = [0, 1, 2, 3].map((digit) => syllables[Math.floor(index / 12 ** digit) % 12])
    return `${parts[0]?.[0]?.toUpperCase() ?? ''}${parts.join('').slice(1)}`
  }
  await database.db.inCompany(large, async (tx) => {
    await createCompany(tx, { id: large, slug: 'klinik', name: 'Klinik', zone: 'Europe/Berlin', languages: ['de'] })
    const branchId = await addBranch(tx, { ids }, large, { name: 'Haus' })
    const crowd = Array.from({ length: 10_000 }, (_, index) => {
      return { branchId, firstName: nameOf(index * 7), lastName: nameOf(index) }
    })
    await addStaffMembers(tx, { ids }, large, [...crowd, { branchId, firstName: 'Quirin', lastName: 'Zwetschkenbaum' }])
  })
  await queryAsOwner(database.ownerUrl, 'analyze staff')

  const tally = newTally()
  const outcome = await tallyQueries(tally, () =>
    database.db.inCompany(large, (tx) => resolveStaff(tx, large, 'Herr Zwetschgenbaum')),
  )
  expect(outcome.kind).toBe('resolved')
  const [read] = [...tally.byStatement.keys()].filter((statement) => statement.includes('last_name_cologne'))
  expect([...tally.byStatement.keys()].filter((statement) => statement.includes('staff'))).toHaveLength(1)

  const plan = await database.db.inCompany(large, async (tx) => {
    // Without the values at hand, as the statement is planned once it has been prepared and run often.
    const explain = `set local plan_cache_mode = force_generic_plan; prepare found as ${read}`
    for (const statement of explain.split('; ')) await sql.raw(statement).execute(tx)
    const codes = `explain execute found('${large}', '{8288416}', '{8288416}')`
    return (await sql.raw<{ 'QUERY PLAN': string }>(codes).execute(tx)).rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain('staff_last_name_cologne')
  expect(plan).toContain('staff_first_name_cologne')
  expect(plan).not.toContain('Seq Scan')
})
