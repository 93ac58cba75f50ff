import { writeOutLetters } from './name-folding.ts'

/**
 * Names spelled out: "M E Y E R", "B wie Berta", "Martha Emil Ypsilon", "Mike Echo", "em e ypsilon e er". German tables (the
 * old one, the cities of DIN 5009, Austrian and Swiss words), the NATO alphabet, the names of the letters in both languages.
 */

/** Words that stand for their first letter; all folded. */
const spellingWords: ReadonlySet<string> = new Set(
  (
    'anton berta caesar dora emil friedrich gustav heinrich ida julius kaufmann ludwig martha nordpol otto paula quelle richard ' +
    'samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin konrad konsul siegfried xaver zuerich ' +
    'anna daniel jakob kaiser marie niklaus peter rosa sophie yverdon aachen berlin chemnitz duesseldorf essen frankfurt goslar ' +
    'hamburg ingelheim jena koeln leipzig muenchen nuernberg offenbach potsdam quickborn rostock salzwedel tuebingen unna ' +
    'voelklingen wuppertal xanten zwickau alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima ' +
    'mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu'
  ).split(' '),
)

/** Words and letter names that stand for other letters than their first. */
const letterNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'a b c d e f g h i j k l m n o p q r s t u v w x y z ae oe ue'.split(' ').map((letter) => [letter, letter]),
  ),
  ...namesOf(
    'be b|bee b|ce c|ze c|zeh c|tse c|cee c|de d|dee d|ef f|eff f|ge g|gee g|ha h|aitch h|jot j|jott j|jay j|ka k|kay k|el l|ell l|' +
      'ee e|ay a|eye i|oh o|em m|emm m|en n|enn n|pe p|pee p|qu q|ku q|kuh q|cue q|er r|err r|ar r|es s|ess s|te t|tee t|you u|vau v|fau v|vee v|we w|weh w|' +
      'ix x|iks x|ex x|uepsilon y|why y|zet z|zett z|zed z|zee z|eszett ss|sz ss|ss ss|aerger ae|oekonom oe|oesterreich oe|uebermut ue|' +
      'uebel ue|schule sch|charlotte ch',
  ),
}

function namesOf(list: string): Readonly<Record<string, string>> {
  return Object.fromEntries(list.split('|').map((pair) => pair.split(' ')))
}

const comparisons = /^(wie|for|like|as|von)$/

/** Letters, how many words they took, and whether nothing else can be meant. */
export type Letter = { letters: string; used: number; isSure: boolean }

function letterOf(word: string): string | undefined {
  return letterNames[word] ?? (spellingWords.has(word) ? word.charAt(0) : undefined)
}

/** "B wie Berta": the word counts, for a recogniser hears words better than letters. */
function comparedAt(words: readonly string[], at: number): Letter | undefined {
  const letters = letterNames[words[at] ?? '']
  if (letters === undefined || !comparisons.test(words[at + 1] ?? '')) return undefined
  const gap = words[at + 1] === 'as' && words[at + 2] === 'in' ? 1 : 0
  const word = words[at + 2 + gap]
  if (word === undefined) return undefined
  // "C wie Charlotte" is a C, "S wie Schule" an S: such words only stand for two letters on their own.
  const isTwoLetters = letters.length === 1 && /^(schule|charlotte)$/.test(word)
  const meant = isTwoLetters
    ? letters
    : (letterOf(word) ?? (word.startsWith(letters.charAt(0)) ? letters : word.charAt(0)))
  return { letters: meant.length > 1 || letters.length === 1 ? meant : letters, used: 3 + gap, isSure: true }
}

/** The letter or letters said at `at`; sure unless only the name of a letter or a word that stands for it was heard. */
export function letterAt(words: readonly string[], at: number): Letter | undefined {
  const word = words[at] ?? ''
  const compared = comparedAt(words, at)
  if (compared !== undefined) return compared
  if (/^(doppel|double)$/.test(word)) {
    if (word === 'double' && /^(u|you)$/.test(words[at + 1] ?? '')) return { letters: 'w', used: 2, isSure: true }
    const next = letterAt(words, at + 1)
    return next && { letters: next.letters + next.letters, used: 1 + next.used, isSure: true }
  }
  if (word === 'scharfes' && words[at + 1] === 's') return { letters: 'ss', used: 2, isSure: true }
  // "U Umlaut" and "Umlaut U" are both said; an umlaut between two such letters belongs to the later one.
  if (/^[aou]$/.test(word) && words[at + 1] === 'umlaut' && !/^[aou]$/.test(words[at + 2] ?? '')) {
    return { letters: `${word}e`, used: 2, isSure: true }
  }
  if (word === 'umlaut') {
    const next = letterAt(words, at + 1)
    return next && { letters: `${next.letters}e`, used: 1 + next.used, isSure: true }
  }
  const letters = letterOf(word)
  return letters === undefined ? undefined : { letters, used: 1, isSure: false }
}

/** What was spelled, and the words around it. */
export type SpelledWord = { letters: string; before: readonly string[]; after: readonly string[] }

/** Three letters make a word; two are enough when both were sure ("B wie Berta, O wie Otto"). */
const fewestLetters = 3

/**
 * The first word spelled out in a text, folded ("mueller"), or undefined. `words` are folded words as `spellingTokens` gives
 * them. Words that stand for letters count only in a row, so that "Anton Emil" remains a name.
 */
export function readSpelled(words: readonly string[]): SpelledWord | undefined {
  for (let start = 0; start < words.length; start += 1) {
    let letters = ''
    let count = 0
    let sure = 0
    let at = start
    for (let next = letterAt(words, at); next !== undefined; next = letterAt(words, at)) {
      letters += next.letters
      count += 1
      sure += next.isSure ? 1 : 0
      at += next.used
    }
    if (count >= fewestLetters || (count === 2 && sure === 2)) {
      return { letters, before: words.slice(0, start), after: words.slice(at) }
    }
    if (count > 0) start = at - 1
  }
  return undefined
}

/** The folded words of a text in which letters may be spelled: "M-E-Y" is three, "Doppel-L" and "Doppell" two. */
export function spellingTokens(said: string): readonly string[] {
  const words = writeOutLetters(said).match(/\p{L}+/gu) ?? []
  return words.slice(0, 60).flatMap((word) => {
    const joined = /^doppel(\p{L}{1,2})$/u.exec(word)
    return joined === null ? [word] : ['doppel', joined[1] ?? '']
  })
}
