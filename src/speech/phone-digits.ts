import { writeOutLetters } from './name-folding.ts'
import { readNumeral } from './numerals.ts'

/**
 * Telephone numbers as spoken: digit words, two-digit groups ("vierundneunzig"), whole hundreds, "doppel null",
 * "dreimal die sieben", German and English together. The result is text of digits with an optional leading +.
 */

/** How often the next digit is meant: "doppel null", "dreimal die sieben", "triple two". */
const repeatWords: Readonly<Record<string, number>> = {
  doppel: 2,
  doppelt: 2,
  doppelte: 2,
  zweimal: 2,
  zwomal: 2,
  dreifach: 3,
  dreimal: 3,
  viermal: 4,
  fuenfmal: 5,
  double: 2,
  triple: 3,
  twice: 2,
}

/** Words that may stand between digits and mean nothing. */
const fillers: ReadonlySet<string> = new Set(
  (
    'und dann die der das noch aeh aehm hm also bindestrich strich minus schraegstrich pause komma punkt leerzeichen ' +
    'and then the uh um dash hyphen space area code vorwahl durchwahl danach nochmal nochmals wieder again'
  ).split(' '),
)

const correction = /^(nein|quatsch|falsch|korrektur|moment|sorry|no|wait|stattdessen|sondern)$/

type SpokenDigits = { digits: string; used: number }

/** The digits of the number at `at`, as long as it was said: "siebzehn" is "17". On its own "ein" is an article. */
function digitsAt(words: readonly string[], at: number): SpokenDigits | undefined {
  const word = words[at] ?? ''
  if (/^\d+$/.test(word)) return { digits: word, used: 1 }
  if (/^(o|oh|nought)$/.test(word)) return { digits: '0', used: 1 }
  const numeral = readNumeral(words.slice(at, at + 7))
  if (numeral === undefined || numeral.ordinal || (word === 'ein' && numeral.used === 1)) return undefined
  return { digits: String(numeral.value), used: numeral.used }
}

/** "Doppelnull" is one word for many people and most recognisers. */
function splitRepeat(word: string): readonly string[] {
  const [, repeat = '', rest = ''] = /^(doppel|double|triple)(\p{L}+)$/u.exec(word) ?? []
  return rest !== '' && digitsAt([rest], 0) !== undefined ? [repeat, rest] : [word]
}

/** A stretch of digits said without foreign words between; `corrects` when it follows a "nein, …". */
export type DigitRun = { digits: string; corrects: boolean }

type RunState = { runs: DigitRun[]; digits: string; times: number; corrects: boolean }

function endRun(state: RunState): void {
  if (state.digits !== '') {
    state.runs.push({ digits: state.digits, corrects: state.corrects })
    state.corrects = false
  }
  state.digits = ''
  state.times = 1
}

/** "Dreimal" or "drei mal" before a digit; its count and how many words it takes. */
function repeatAt(words: readonly string[], at: number): { times: number; used: number } | undefined {
  const times = repeatWords[words[at] ?? '']
  if (times !== undefined) return { times, used: 1 }
  if (!/^(mal|times)$/.test(words[at + 1] ?? '')) return undefined
  const count = Number(digitsAt(words.slice(at, at + 1), 0)?.digits ?? 0)
  return count > 0 && count < 10 ? { times: count, used: 2 } : undefined
}

function takeWord(state: RunState, words: readonly string[], at: number): number {
  const word = words[at] ?? ''
  const repeat = repeatAt(words, at)
  if (repeat !== undefined) {
    state.times = repeat.times
    return repeat.used
  }
  const spoken = digitsAt(words, at)
  if (spoken !== undefined) {
    state.digits += spoken.digits.repeat(state.times)
    state.times = 1
    return spoken.used
  }
  if (word === 'plus' || word === '+') {
    endRun(state)
    state.digits = '+'
  } else if (correction.test(word)) {
    endRun(state)
    state.corrects = true
  } else if (!fillers.has(word)) endRun(state)
  return 1
}

/** More than any number has words; what follows is a monologue. */
const maximumWords = 200

/**
 * The stretches of digits in a spoken or typed text, in the order said. Filler words inside a stretch are skipped, every
 * other word ends it. A + begins a new stretch.
 */
export function readDigitRuns(said: string): readonly DigitRun[] {
  const written = writeOutLetters(said).match(/\p{L}+|\d+|\+/gu) ?? []
  const words = written.slice(0, maximumWords).flatMap(splitRepeat)
  const state: RunState = { runs: [], digits: '', times: 1, corrects: false }
  for (let at = 0; at < words.length;) at += takeWord(state, words, at)
  endRun(state)
  return state.runs
}
