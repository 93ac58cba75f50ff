import { expect, test } from 'vitest'

import { runEpisodes } from '../../sim/chaos/run-episodes.ts'

const seed = 20_263

test(`while processes are killed and connections cut, nobody is booked twice or told what is not so (seed ${seed})`, async () => {
  const plan = { seed, callers: 400, lanes: 24, namedShare: 0.5, lastsMs: 12_000 }
  const [episode] = await runEpisodes({ ...plan, wantsMore: (done) => done < 1 })
  expect(episode).toMatchObject({ violations: [], crashes: 0, neverRecovered: 0 })
  // Otherwise nothing was pressed.
  const struck = Object.values(episode?.struck ?? {}).filter((count) => count > 0)
  expect(struck.length).toBeGreaterThanOrEqual(6)
  expect(episode?.booked).toBeGreaterThan(0)
})
