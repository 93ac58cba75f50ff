import { foldName } from './name-folding.ts'
import { isParticle } from './name-words.ts'
import { soundsOf } from './phonetic-spelling.ts'
import { readSpelled, spellingTokens } from './spelled.ts'

/** One word a caller said where a name was asked for. */
export type SaidWord = {
  letters: string
  sounds: string
  /** Spelled letter by letter: to be taken by its letters, not its sound. */
  isSpelled: boolean
  /** "Von", "bei", "bitte": may belong to a name or to none. A family is called Will, so no such word is dropped. */
  isFiller: boolean
}

/** Words around a name that belong to no name. */
const fillers: ReadonlySet<string> = new Set(
  (
    'bei beim mit zu zur zum bitte gern gerne ich wir moechte will wuerde haette habe haben kann koennen einen einer eine ein ' +
    'termin also aeh aehm hm ja nein fuer die das der den dem und es ist bin heisse name namens heisst mein meine mir uns ' +
    'hallo guten tag wieder sprechen kollege kollegin mitarbeiter mitarbeiterin chef chefin danke ' +
    'with please the to see at would like want an a appointment for my is his her called hello hi thanks'
  ).split(' '),
)

/** Nobody's name has more; what follows is something else. */
const maximumWords = 6

function saidWord(letters: string, isSpelled = false): SaidWord {
  return { letters, sounds: soundsOf(letters), isSpelled, isFiller: isParticle(letters) || fillers.has(letters) }
}

function plainWords(words: readonly string[]): readonly SaidWord[] {
  const said = words.map((word) => saidWord(word))
  // A sentence has its name somewhere in it: what may be left out goes before what may be the name.
  return said.length > maximumWords ? said.filter(({ isFiller }) => !isFiller).slice(0, maximumWords) : said
}

function wordsOf(text: string): readonly string[] {
  return foldName(text.slice(0, 300))
    .split(' ')
    .filter((word) => word !== '')
}

/**
 * The ways to take what was said, the likelier first. Usually there is one; where letters were spelled, the spelled word with
 * what was said beside it ("Anna, M E I E R") comes first, then the words as they are, in case they spelled nothing.
 */
export function readSaidName(said: string): readonly (readonly SaidWord[])[] {
  const plain = plainWords(wordsOf(said))
  const spelled = readSpelled(spellingTokens(said.slice(0, 300)))
  if (spelled === undefined) return [plain]
  const { before, after, letters } = spelled
  const around = [...wordsOf(before.join(' ')), ...wordsOf(after.join(' '))].filter((word) => !fillers.has(word))
  // People say the name and then spell it: "Meier, M E I E R". The word spelled replaces the one said before.
  const sounds = soundsOf(letters)
  const others = around.filter((word) => soundsOf(word) !== sounds)
  return [[...others.slice(0, maximumWords - 1).map((word) => saidWord(word)), saidWord(letters, true)], plain]
}
