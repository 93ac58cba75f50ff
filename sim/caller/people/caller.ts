import { type Cue, cueIn } from './cues.ts'
import { type Line, readLine } from './line.ts'
import { usualLines } from './usual-lines.ts'
import type { Language, Wants } from './wants.ts'

/** A time the caller was read, as the answer behind the sentence has it. */
export type HeardTime = { weekday: string; date: string; time: string }

/** What a caller does when it is their turn. */
export type Turn =
  | (Line & {
      kind: 'says'
      cue: Cue
      /** Which of the times read out they take, from 0. */
      takes: number | null
      /** The line goes dead with these words: the agent never gets to act on them. */
      isCutOff: boolean
    })
  | { kind: 'silent'; cue: Cue }
  | { kind: 'hangs_up'; cue: Cue }

/** One thing a script has a caller do: words with marks, "(silence)", "(hangs up)"; `{alternative}` is a time read out. */
export type Answer =
  | string
  | {
      says: string
      /** Which of the times read out they take, from 1. */
      takes?: number | undefined
      /** They hang up as soon as it is their turn again. */
      last?: boolean | undefined
      /** The line goes dead with these words. */
      cut_off?: boolean | undefined
    }

type Spoken = Exclude<Answer, string>

/** What a caller answers to each question, one after the other; what is left out they answer as people usually do. */
export type Script = Readonly<Partial<Record<Cue, readonly Answer[]>>>

/** Somebody on the phone. They hear words and answer; what they know of the agent's insides is nothing. */
export type Caller = {
  /** Their turn, after everything the agent has said since the last one. */
  turn(words: string, times: readonly HeardTime[]): Turn
}

export type CallerOptions = { language: Language; wants: Wants; script: Script }

export function createCaller({ language, wants, script }: CallerOptions): Caller {
  const left = new Map(Object.entries(script).map(([cue, answers]) => [cue, [...answers]]))
  let isLast = false
  let saidBye = false
  return {
    turn(words, times) {
      const cue = cueIn(words, language)
      // Whoever has said goodbye, or was never to say more, says nothing else.
      if (isLast || (saidBye && cue === 'done')) return { kind: 'hangs_up', cue }
      const answer = left.get(cue)?.shift() ?? usualLines[language].answers[cue](wants)
      const { says, takes, last, cut_off }: Spoken = typeof answer === 'string' ? { says: answer } : answer
      if (says === '(silence)') return { kind: 'silent', cue }
      if (says === '(hangs up)') return { kind: 'hangs_up', cue }
      isLast = last === true
      saidBye ||= cue === 'done' || cue === 'more'
      const index = takes === undefined ? 0 : takes - 1
      const taken = says.includes('{alternative}') || takes !== undefined ? times[index] : undefined
      const chosen = says.replaceAll('{alternative}', taken === undefined ? '' : sayTime(taken, language))
      const line = readLine(introduction(words, chosen, wants, language) + chosen)
      return { kind: 'says', cue, ...line, takes: taken === undefined ? null : index, isCutOff: cut_off === true }
    },
  }
}

const ASKS_WHO = /mit wem spreche ich|wer ist (da|am Apparat)|who am I speaking|who is (this|calling)/i

/** Whoever books and is asked who they are says so first, unless they say it anyhow. */
function introduction(words: string, says: string, { intent, name }: Wants, language: Language): string {
  if (intent !== 'book' || !ASKS_WHO.test(words) || says.includes('[name')) return ''
  const told = name.includes('[') ? name : `[name:${name}]`
  return language === 'de' ? `Hier ist ${told}. ` : `This is ${told}. `
}

/** "den am Dienstag um 14 Uhr 30". */
function sayTime({ weekday, time }: HeardTime, language: Language): string {
  const [hours = '', minutes = ''] = time.split(':')
  if (language === 'de') {
    return `den am ${weekday} um ${Number(hours)} Uhr${minutes === '00' ? '' : ` ${Number(minutes)}`}`
  }
  const hour = Number(hours)
  const part = hour < 12 ? 'a.m.' : 'p.m.'
  return `the one on ${weekday} at ${hour % 12 === 0 ? 12 : hour % 12}${minutes === '00' ? '' : `:${minutes}`} ${part}`
}
