import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { createRandom } from '../../chaos/random.ts'
import { startStack } from '../../chaos/stack.ts'
import type { Language } from '../people/wants.ts'
import { tellCall } from '../play/tell-call.ts'
import { createCommands } from './commands.ts'
import { drawScenario } from './draw-scenario.ts'
import { type Outcome, playScenario } from './play-scenario.ts'
import { loadScenario, type Scenario, scenarioNames } from './scenario.ts'
import { sumUp } from './sum-up.ts'

const HELP = `Plays the scenarios of sim/caller/scenarios against a gateway of its own, and looks at what each call has left behind.

  npm run scenarios -- [options] [name …]

  --lang de|en   one language; both when left out
  --drawn N      instead of the files: N callers drawn as they come, for each house of 1, 5, 10 and 20 services
  --seed N       what is drawn (1)
  --show         prints each call as it went
  --json         prints what came of each as JSON, one line per call

  npm run scenarios
  npm run scenarios -- --show --lang de move-my-appointment
`

/** Of 1, 5, 10 and 20 services. */
const HOUSES = ['one', 'five', 'ten', 'twenty'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lang: { type: 'string' },
    drawn: { type: 'string' },
    seed: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(HELP)
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.exitCode = (await run()) ? 0 : 1
}

async function run(): Promise<boolean> {
  const scenarios = values.drawn === undefined ? await readFiles() : draw(Number(values.drawn), Number(values.seed))
  const languages: readonly Language[] = values.lang === 'de' || values.lang === 'en' ? [values.lang] : ['de', 'en']
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-scenarios-'))
  const stack = await startStack(directory, { direct: true })
  const client = new Client({ connectionString: stack.postgres.ownerUrl })
  await client.connect()
  const outcomes: Outcome[] = []
  try {
    const { gateway, postgres } = stack
    const databases = { appUrl: postgres.appUrl(postgres.port), ownerUrl: postgres.ownerUrl }
    const ground = {
      baseUrl: gateway.url,
      key: gateway.key,
      client,
      ...createCommands(databases),
      now: () => Temporal.Now.instant(),
      run: 0,
    }
    for (const [index, scenario] of scenarios.entries()) {
      for (const language of languages) {
        const outcome = await playScenario(ground, scenario, { language, index })
        outcomes.push(outcome)
        tell(outcome)
      }
    }
    for (const line of gateway.complaints()) console.log(`the gateway logged ${JSON.stringify(line)}`)
  } finally {
    await client.end()
    await stack.stop()
    await rm(directory, { recursive: true, force: true })
  }
  if (!values.json) for (const line of sumUp(outcomes)) console.log(line)
  return outcomes.every(({ failures }) => failures.length === 0)
}

async function readFiles(): Promise<readonly Scenario[]> {
  const names = positionals.length > 0 ? positionals : await scenarioNames()
  return await Promise.all(names.map(loadScenario))
}

function draw(count: number, seed: number): readonly Scenario[] {
  const random = createRandom(seed)
  return HOUSES.flatMap((house) =>
    Array.from({ length: count }, (_, index) => drawScenario(random.fork(`${house} ${index}`), house, index)),
  )
}

function tell({ scenario, language, call, failures }: Outcome): void {
  if (values.json) {
    const { endedBy, durationMs, servedMs } = call
    const { number } = scenario.caller
    console.log(
      JSON.stringify({ scenario: scenario.name, language, caller: number, endedBy, durationMs, servedMs, failures }),
    )
    return
  }
  const seconds = (call.durationMs / 1_000).toFixed(1)
  console.log(`${failures.length === 0 ? 'passed' : 'FAILED'}  ${language}  ${scenario.name}  ${seconds} s`)
  for (const failure of failures) console.log(`          ${failure}`)
  if (values.show || failures.length > 0) console.log(`${tellCall(call)}\n`)
}
