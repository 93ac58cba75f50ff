import type { Random } from '../chaos/random.ts'
import type { Branch, Company, Language, Person } from './company/company.ts'
import type { Standing } from './judge/records.ts'
import type { Ledger } from './ledger.ts'
import type { Lines } from './speech/line-kinds.ts'
import { fill, lines } from './speech/lines.ts'
import { mishear } from './speech/mishear.ts'
import type { Stage } from './stage.ts'
import type { Trouble } from './troubles.ts'

/** Who is calling, in truth. */
export type Caller = {
  firstName: string
  lastName: string
  /** As the platform reports it: E.164, 'anonymous', or null in a web call. */
  shownNumber: string | null
  /** Theirs, whether it is shown or not. */
  number: string
  /** Whom the company knows them as; null for somebody new. */
  regular: Person | null
}

/** Everything a scripted call has at hand. */
export type Scene = {
  company: Company
  language: Language
  random: Random
  now: Temporal.ZonedDateTime
  caller: Caller
  /** The branch whose number was dialled; null where one number stands for all. */
  dialled: Branch | null
  troubles: ReadonlySet<Trouble>
  stage: Stage
  ledger: Ledger
  /** Their own appointments that are still to come, soonest first. */
  own: readonly Standing[]
  /** A second caller of the same house at the same moment, with a ledger of their own. */
  rival(): Scene
}

export function today(scene: Scene): Temporal.PlainDate {
  return scene.now.toPlainDate()
}

/** Whether the number tells who is calling. */
export function showsNumber(scene: Scene): boolean {
  return scene.caller.shownNumber === scene.caller.number
}

type Words = Readonly<Record<string, string>>

/** The caller says one of the lines of a kind. `heard` are words speech recognition takes for others. */
export function say(scene: Scene, kind: keyof Lines, words: Words = {}, heard: Words = {}): void {
  const { random, language, stage } = scene
  const line = random.pick(lines[language][kind])
  const lead = scene.troubles.has('wordy') && random.chance(0.5) ? random.pick(lines[language].wordy) : ''
  stage.callerSays(lead + fill(line, words), lead + fill(line, { ...words, ...heard }))
}

/** A name as speech recognition writes it down: rightly, unless names are heard wrongly in this call. */
export function hearName(scene: Scene, name: string): string {
  return scene.troubles.has('misheard_name') && scene.random.chance(0.7) ? mishear(scene.random, name) : name
}

/** One of what the agent says by itself. */
export function agentSays(scene: Scene, kind: 'agentAsks' | 'agentAnswers'): void {
  scene.stage.agentSays(scene.random.pick(lines[scene.language][kind]))
}
