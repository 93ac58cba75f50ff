import { drawMs } from '../calcom/timing.ts'
import type { Random } from '../chaos/random.ts'
import timing from './timing.json' with { type: 'json' }

/** How long people, line and language model take, in milliseconds of a call. Each draw is another one; a seed repeats them. */
export type Pace = {
  /** From the first ring to the agent's first word. */
  setup(): number
  /** Between the caller's last word and the agent's first: turn-taking, speech recognition, one decision, voice, network. */
  turn(): number
  /** One decision of the language model. */
  model(): number
  agentSpeaks(text: string): number
  callerSpeaks(text: string): number
  /** Before the caller speaks; longer when they were read a list of so many things. */
  thinking(choices: number): number
  /** Until a silent caller is asked whether they are still there. */
  readonly reminderMs: number
}

const MS_PER_SECOND = 1_000

export function createPace(random: Random): Pace {
  const draw = (pair: readonly number[]) => {
    const [leastMs = 0, mostMs = leastMs] = pair
    return drawMs({ leastMs, mostMs }, random)
  }
  // Nobody speaks faster in one sentence than in the next by much: one rate per caller.
  const charactersPerSecond = draw(timing.caller.characters_per_second)
  return {
    setup: () => draw(timing.setup_ms),
    turn: () => Object.values(timing.turn_ms).reduce((sum, pair) => sum + draw(pair), 0) + draw(timing.model_ms),
    model: () => draw(timing.model_ms),
    agentSpeaks: (text) => (text.length / timing.agent_characters_per_second) * MS_PER_SECOND,
    callerSpeaks: (text) => (text.length / charactersPerSecond) * MS_PER_SECOND,
    thinking: (choices) => draw(timing.caller.thinking_ms) + draw(choosingPair(choices)),
    reminderMs: timing.silence_ms.reminder,
  }
}

/** What choosing from a list costs beyond thinking; nothing where there is nothing to choose. */
function choosingPair(choices: number): readonly number[] {
  const { choosing_ms } = timing.caller
  if (choices >= 11) return choosing_ms[11]
  if (choices >= 6) return choosing_ms[6]
  return choices >= 2 ? choosing_ms[2] : [0, 0]
}

/** Who calls, and what for, in shares of all calls. */
export const callerMix = {
  ...timing.mix,
  changesMind: timing.caller.changes_mind_share,
  correctsSelf: timing.caller.corrects_self_share,
  asksAgain: timing.caller.asks_again_share,
} as const
