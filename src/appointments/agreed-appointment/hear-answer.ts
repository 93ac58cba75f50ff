import { asAnswerToChange } from '../../speech/answer-to-change.ts'
import { readTurn } from '../../speech/answer-turn.ts'
import { foldLetters } from '../../speech/fold-letters.ts'
import { readNumeral } from '../../speech/numerals.ts'
import type { AgentSentence } from './agent-sentence.ts'

/** Shorter ones are no words of their own. */
const SHORTEST_WORD = 4

/** The agent asks whether something shall be changed. */
const asksToChange = /ändern|verschieb|umbuch|verleg|\bmove\b|\bchange\b|reschedul/iu

/**
 * A sentence of the caller's as an answer to what the agent said: "ändern" agrees to changing, "geht auch" is no question where
 * none was asked, "das ist besser" wants nothing better, and words that are only said after the agent say nothing new.
 */
export function hearAnswer(said: string, agent: readonly AgentSentence[]): string {
  const isOfChange = agent.some(({ text, isQuestion }) => isQuestion && asksToChange.test(text))
  const answer = isOfChange
    ? asAnswerToChange('move', said).replaceAll(/(?<!\p{L})(?:ändern|change)(?!\p{L})/giu, 'genau')
    : said
  return withoutEchoes(answer, agent)
    .replace(/\bgeht (?:bei mir )?auch\s*[.!]?$/iu, 'geht.')
    .replace(
      /\b(?:das|der|die|that)(?:'s| is| ist| wäre| would be| passt)? (?:mir |auch |viel |much |sogar |even )*(?:besser|better)\b/iu,
      'passt',
    )
}

function withoutEchoes(said: string, agent: readonly AgentSentence[]): string {
  const told = new Set(agent.flatMap(({ text }) => wordsOf(text)))
  return said.replaceAll(/\p{L}+/gu, (word) => {
    const isEcho = word.length >= SHORTEST_WORD && told.has(word.toLowerCase()) && isUnknown(word)
    return isEcho ? '' : word
  })
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? []
}

/** Parts of a clock time, which mean nothing alone. */
const clockWords = /^(?:halb|viertel|dreiviertel|half|quarter|past|uhr)$/iu

function isUnknown(word: string): boolean {
  if (clockWords.test(word) || readNumeral([foldLetters(word)]) !== undefined) return false
  return readTurn(word, { offers: [] }).every(({ kind }) => kind === 'unknown')
}
