import { readFlow } from '../../sim/caller/flow/read-flow.ts'
import { zonesIn } from '../../sim/caller/flow/system-variables.ts'
import { createCaller } from '../../sim/caller/people/caller.ts'
import type { PlayedCall } from '../../sim/caller/play/event.ts'
import { playCall } from '../../sim/caller/play/play-call.ts'
import { tellEvent } from '../../sim/caller/play/tell-call.ts'
import { daysFrom } from '../../sim/caller/scenarios/days.ts'
import { callerOf } from '../../sim/caller/scenarios/play-scenario.ts'
import { loadScenario, type Scenario } from '../../sim/caller/scenarios/scenario.ts'
import { createRandom } from '../../sim/chaos/random.ts'
import { build } from '../retell/flow/build.ts'
import { type Io, UsageError } from './command.ts'
import { readFlowOf, withFlowTarget } from './flow-company.ts'

export type ScenarioCall = {
  scenario: string
  company: string
  language: 'de' | 'en'
  baseUrl: string
  key: string
  agentId: string
  toNumber: string
  /** Overrides the scenario's number. */
  fromNumber: string | undefined
  /** What durations are drawn from. */
  seed: number
  asJson: boolean
}

/** The caller's, where the scenario only says that nobody knows it; reserved for fiction. */
const UNKNOWN_NUMBER = '+4917604069055'

/**
 * Plays a scenario's caller through the flow of a company on a running gateway, and prints the call as it goes. Gives 0 when
 * nothing was wrong with it. What the scenario expects to be left is not looked at: the house is not the scenario's own.
 *
 * @throws UsageError for a scenario that only makes sense in a house of its own
 */
export async function playScenarioCall(wanted: ScenarioCall, io: Io): Promise<number> {
  const scenario = await readPlayable(wanted.scenario)
  await beThere(wanted.baseUrl)
  const { company: slug, language, baseUrl } = wanted
  const built = await withFlowTarget(io, readFlowOf({ company: slug, lang: language }), ({ house, settings }) =>
    Promise.resolve({ zone: house.company.zone, json: build(house, language, settings) }),
  )
  const today = Temporal.Now.plainDateISO(built.zone)
  const isWeb = scenario.caller.number === 'web'
  const shown = scenario.caller.number === 'withheld' ? 'anonymous' : UNKNOWN_NUMBER
  const call = await playCall({
    baseUrl,
    key: wanted.key,
    agentId: wanted.agentId,
    fromNumber: isWeb ? null : (wanted.fromNumber ?? shown),
    toNumber: isWeb ? null : wanted.toNumber,
    flow: readFlow(built.json),
    zones: zonesIn(JSON.stringify(built.json)),
    language,
    caller: createCaller(callerOf(scenario, language, daysFrom(today))),
    random: createRandom(wanted.seed),
    transferSucceeds: !scenario.transfer_fails,
    onEvent: (event) => (wanted.asJson ? undefined : io.out(tellEvent(event))),
  })
  if (wanted.asJson) io.out(JSON.stringify({ scenario: scenario.name, ...call }))
  else for (const line of verdict(call)) io.err(line)
  return isClean(call) ? 0 : 1
}

/** One whose house, diary and customers are anybody's. */
async function readPlayable(name: string): Promise<Scenario> {
  const scenario = await loadScenario(name).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  })
  const isKnown = scenario.caller.number === 'known' || scenario.caller.number === 'trusted'
  const needsHouse = scenario.house !== 'five' || scenario.diary.length > 0 || Object.keys(scenario.rules).length > 0
  if (isKnown || needsHouse) {
    throw new UsageError(`"${name}" needs a house of its own. Play it there: npm run scenarios -- --show ${name}`)
  }
  return scenario
}

async function beThere(baseUrl: string): Promise<void> {
  await fetch(new URL('/healthz', baseUrl), { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => {
    throw new Error(`Ringbook does not answer at ${baseUrl}. Start it with: npm start`, { cause: error })
  })
}

function isClean(call: PlayedCall): boolean {
  return call.defects.length === 0 && call.unruled.length === 0 && call.endedBy !== 'error_unknown'
}

function verdict(call: PlayedCall): readonly string[] {
  const served = call.servedMs === null ? 'nothing was done' : `served after ${inSeconds(call.servedMs)}`
  return [
    ...call.defects.map(({ kind, detail }) => `! ${kind}: ${detail}`),
    ...call.unruled.map((words) => `? no rule for: ${words}`),
    `${inSeconds(call.durationMs)}, ${served}, ended by ${call.endedBy}`,
  ]
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
