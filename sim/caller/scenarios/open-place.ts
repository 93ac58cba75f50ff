import { createRandom } from '../../chaos/random.ts'
import { insertCompany } from '../../conversations/company/insert-company.ts'
import { buildHouse } from './build-house.ts'
import { openCalcomPlace } from './calcom-place.ts'
import type { Ground } from './ground.ts'
import { lineOf, type Place, type PlaceOptions } from './place.ts'
import type { Scenario } from './scenario.ts'

/** Makes the company a scenario is played in. */
export async function openPlace(ground: Ground, scenario: Scenario, options: PlaceOptions): Promise<Place> {
  if (scenario.calendar === 'calcom') return await openCalcomPlace(ground, scenario, options)
  const { slug, seed, language, days, callerNumber } = options
  const line = (offset: number) => lineOf(seed, offset)
  const company = buildHouse(scenario, { slug, line, callerNumber, days, random: createRandom(seed) })
  await insertCompany(ground.client, company).catch(async (error: unknown) => {
    await ground.client.query('rollback')
    throw error
  })
  const dialled = company.branches.find(({ name }) => name === scenario.dials)
  return {
    companyId: company.id,
    slug,
    agentId: company.agents[language],
    line: dialled?.line ?? line(0),
    branchNames: new Map(company.branches.map(({ id, name }) => [id, name])),
    calendarFaults: () => [],
    close: () => Promise.resolve(),
  }
}
