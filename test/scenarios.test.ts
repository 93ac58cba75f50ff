import { Client } from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'

import { tellCall } from '../sim/caller/play/tell-call.ts'
import { drawScenario } from '../sim/caller/scenarios/draw-scenario.ts'
import type { Ground } from '../sim/caller/scenarios/ground.ts'
import { playScenario } from '../sim/caller/scenarios/play-scenario.ts'
import { loadScenario } from '../sim/caller/scenarios/scenario.ts'
import { createRandom } from '../sim/chaos/random.ts'
import { withFlowTarget } from '../src/cli/flow-company.ts'
import { build } from '../src/retell/flow/build.ts'
import { whenFileIsDone } from './harness/clean-up.ts'
import { startPressedGateway } from './pressure/pressed-gateway.ts'

/** One of each kind; `npm run scenarios` plays all. */
const NAMES = [
  'book-a-free-time',
  'taken-takes-first-alternative',
  'weekday-and-date-disagree',
  'person-is-misheard',
  'withheld-number-books',
  'withheld-number-refused-with-a-no',
  'what-and-when-are-asked-for',
  'ten-services-by-category',
  'when-is-my-appointment',
  'move-my-appointment',
  'cancel-one-of-two',
  'stranger-cancels',
  'asks-for-a-human',
  'link-by-text-message',
  'silence-for-good',
  'orders-to-the-model',
  'line-dies-after-the-yes',
  'which-branch',
] as const

/** Of 1, 5, 10 and 20 services. */
const HOUSES = ['one', 'five', 'ten', 'twenty'] as const

let ground: Ground

/** Starts processes: for `npm run scenarios` alone. */
const importAccount = () => Promise.reject(new Error('No scenario played here has its calendar elsewhere'))

/** As `ringbook flow build` builds them, without a process for each; houses of a kind have the same. */
function rememberFlows(env: Readonly<Record<string, string>>): Ground['flowOf'] {
  const built = new Map<string, Promise<unknown>>()
  const io = { env, out: () => undefined, err: () => undefined, async *lines() {}, colours: false }
  return async ({ slug, house }, language) => {
    const key = `${house} ${language}`
    const flow =
      built.get(key) ??
      withFlowTarget(io, { slug, language }, (found) => Promise.resolve(build(found.house, language, found.settings)))
    built.set(key, flow)
    return await flow
  }
}

beforeAll(async () => {
  const pressed = await startPressedGateway()
  const client = new Client({ connectionString: pressed.ownerUrl })
  await client.connect()
  const env = {
    DATABASE_URL: pressed.appUrl,
    DATABASE_OWNER_URL: pressed.ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
    LOG_LEVEL: 'error',
  }
  const { url: baseUrl, key } = pressed.gateway
  ground = {
    baseUrl,
    key,
    client,
    flowOf: rememberFlows(env),
    importAccount,
    now: () => Temporal.Now.instant(),
    run: 0,
  }
  // The database goes when the file is done: whoever is connected to it goes before.
  whenFileIsDone(() => client.end())
  return () => pressed.stop()
})

// Side by side: what a call leaves behind is looked through some time after it, and houses know nothing of each other.
describe.concurrent.each(['de', 'en'] as const)(
  'a call in %s through the built flow leaves what it should',
  (language) => {
    test.each(NAMES.map((name, index) => [name, index] as const))('%s', async (name, index) => {
      const { failures, call } = await playScenario(ground, await loadScenario(name), { language, index })
      expect(failures.length === 0 ? [] : [...failures, tellCall(call)]).toEqual([])
    })

    test.each(HOUSES.map((house, index) => [house, 100 + index] as const))(
      'a drawn one, house "%s"',
      async (house, index) => {
        const scenario = drawScenario(createRandom(11).fork(house), house, 0)
        const { failures, call } = await playScenario(ground, scenario, { language, index })
        expect(failures.length === 0 ? [] : [...failures, tellCall(call)]).toEqual([])
      },
    )
  },
)
