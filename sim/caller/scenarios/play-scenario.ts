import { createRandom } from '../../chaos/random.ts'
import { readFlow } from '../flow/read-flow.ts'
import { zonesIn } from '../flow/system-variables.ts'
import { type Answer, createCaller, type Script } from '../people/caller.ts'
import type { Language, Wants } from '../people/wants.ts'
import type { CallEvent, PlayedCall } from '../play/event.ts'
import { playCall } from '../play/play-call.ts'
import { type Days, daysFrom } from './days.ts'
import { grade } from './grade.ts'
import type { Ground } from './ground.ts'
import { openPlace } from './open-place.ts'
import type { Place } from './place.ts'
import { readRecords, waitForMessages, waitForWrapUp } from './records.ts'
import { loadBroughtFlow, type Scenario } from './scenario.ts'

export type Outcome = {
  scenario: Scenario
  language: Language
  call: PlayedCall
  /** What was not as it should be; nothing when it passed. */
  failures: readonly string[]
}

/** Numbers no subscriber has; one for each scenario. */
const CALLERS = 900

/** Scenarios are about what is done, not how fast: many run on machines that have other things to do. */
const PATIENCE = 5

/** Builds the scenario's house, plays the call in it, and looks at what is left. */
export async function playScenario(
  ground: Ground,
  scenario: Scenario,
  { language, index, onEvent }: { language: Language; index: number; onEvent?: (event: CallEvent) => void },
): Promise<Outcome> {
  const { client } = ground
  const seed = (ground.run * 1_000 + index) * 2 + (language === 'de' ? 0 : 1)
  const days = daysFrom(ground.now().toZonedDateTimeISO('Europe/Berlin').toPlainDate())
  const callerNumber = `+4917604069${String(index % CALLERS).padStart(3, '0')}`
  const slug = `scene-${seed}-${language}`
  const place = await openPlace(ground, scenario, { slug, seed, language, days, callerNumber })
  try {
    const before = await readRecords(client, place.companyId)
    const call = await callPlace(ground, { scenario, place, days, language, seed, callerNumber, onEvent })
    const isWrappedUp = !isAnalyzed(call) || (await waitForWrapUp(client, call.callId))
    const isTold = await waitForMessages(client, place.companyId)
    const after = await readRecords(client, place.companyId)
    const { branchNames } = place
    const failures = [
      ...grade({ scenario, days, call, before: before.appointments, after, branchNames }),
      ...place.calendarFaults(after),
      ...(isWrappedUp ? [] : ['nobody looked through the call after its end']),
      ...(isTold ? [] : ['nobody settled who is told of what has changed']),
    ]
    return { scenario, language, call, failures }
  } finally {
    await place.close()
  }
}

type Dialling = {
  scenario: Scenario
  place: Place
  days: Days
  language: Language
  seed: number
  callerNumber: string
  onEvent: ((event: CallEvent) => void) | undefined
}

async function callPlace(ground: Ground, dialling: Dialling): Promise<PlayedCall> {
  const { scenario, place, days, language, seed, callerNumber, onEvent } = dialling
  const house = scenario.calendar === 'calcom' ? 'calcom' : scenario.house
  const json =
    scenario.flow === undefined
      ? await ground.flowOf({ slug: place.slug, house }, language)
      : await loadBroughtFlow(scenario.flow)
  const { number } = scenario.caller
  return await playCall({
    baseUrl: ground.baseUrl,
    key: ground.key,
    agentId: place.agentId,
    fromNumber: number === 'web' ? null : number === 'withheld' ? 'anonymous' : callerNumber,
    toNumber: number === 'web' ? null : place.line,
    flow: readFlow(json),
    zones: zonesIn(JSON.stringify(json)),
    language,
    caller: createCaller(callerOf(scenario, language, days)),
    random: createRandom(seed),
    now: () => ground.now().epochMilliseconds,
    patience: PATIENCE,
    transferSucceeds: !scenario.transfer_fails,
    ...(onEvent !== undefined && { onEvent }),
  })
}

/** Whether the gateway took the news that the call was analysed: then it looks through it. */
function isAnalyzed({ events }: PlayedCall): boolean {
  return events.some((event) => {
    return (
      event.kind === 'webhook' && event.event === 'call_analyzed' && event.statusCode >= 200 && event.statusCode < 300
    )
  })
}

/** Who calls, with the days a scenario speaks of put in. */
export function callerOf(
  scenario: Scenario,
  language: Language,
  days: Days,
): { language: Language; wants: Wants; script: Script } {
  const { wants, says } = scenario[language]
  const fill = (text: string) => days.fill(text, language)
  const filled = Object.fromEntries(
    Object.entries(wants).map(([what, words]) => [what, typeof words === 'string' ? fill(words) : words]),
  )
  const fillAnswer = (answer: Answer): Answer =>
    typeof answer === 'string' ? fill(answer) : { ...answer, says: fill(answer.says) }
  const script = Object.fromEntries(Object.entries(says).map(([cue, answers]) => [cue, answers.map(fillAnswer)]))
  return { language, wants: { ...wants, name: scenario.caller.name, ...filled }, script }
}
