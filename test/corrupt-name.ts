import { type Draw, drawOne } from './german-names.ts'

/**
 * What speech recognition makes of names on a telephone line: confused sounds, lost endings, words torn apart or run
 * together, other spellings of the same sound. It works on letters and knows nothing of how names are matched.
 */

type Change = (word: string, draw: Draw) => string

/** Letters a recogniser writes for one another, one way each. */
const confusions: readonly (readonly [from: string, to: string])[] = [
  ...pairs(
    'b p|d t|g k|m n|w f|v w|f w|z s|s z|sch s|ch sch|ch k|k g|t d|p b|n m|l r|r l|pf f|tz s|ng n|n ng|b w|w b|k t|t k|f s|h ch|j ch',
  ),
  ...pairs(
    'ei ai|ei eu|eu ei|au o|au ao|o au|ie e|i e|e i|e ä|a e|e a|o u|u o|ö e|ü i|ö o|ü u|ä a|y i|ai ei|ö ü|ü ö|a o|i ü|er a|er or|el al',
  ),
]

/** Spellings that sound the same. */
const homophones: readonly (readonly [from: string, to: string])[] = pairs(
  'ei ey|ei ai|ey ei|ai ei|ay ei|dt t|tt dt|tt t|t tt|d dt|ff f|f ff|v f|f v|ph f|f ph|th t|t th|c k|k c|ck k|k ck|ss s|ß ss|s ss|z tz|tz z|' +
    'x chs|chs x|qu kw|ie i|i ie|y i|i y|ä e|ü ue|ö oe|ä ae|nn n|n nn|mm m|m mm|ll l|l ll|rr r|r rr|ah a|eh e|e eh|oh o|o oh|üh ü|a ah|sch sh|ks x|pp p|p pp',
)

/** Words of the dictionary that a recogniser prefers to a name it has never read. */
const dictionary: readonly (readonly [from: string, to: string])[] = pairs(
  'brandt brand|weiß weis|roth rot|voigt vogt|kuhn kuhen|schäfer schefer|groß gros|lang lange|bauer power|may mai|wolff wolf|böhm böm|' +
    'jens chance|mike meik|kai kei|jörg york|heike haike|uwe uve|maike meike|ute jute|silke seide|torben turban|klaus kloss|hans hands|' +
    'frank fragt|beck back|koch kocht|vogel fogel|seidel seite|winkler winkel|busch bush|kraft kraften|haas hase|engel angel|paul pol',
)

function pairs(list: string): readonly (readonly [string, string])[] {
  return list.split('|').map((pair): readonly [string, string] => {
    const [from = '', to = ''] = pair.split(' ')
    return [from, to]
  })
}

function swapIn(word: string, table: readonly (readonly [string, string])[], draw: Draw): string {
  const fitting = table.filter(([from]) => word.includes(from))
  if (fitting.length === 0) return word
  const [from, to] = drawOne(draw, fitting)
  const places = Array.from(word.matchAll(new RegExp(from, 'g')), ({ index }) => index)
  const at = drawOne(draw, places)
  return word.slice(0, at) + to + word.slice(at + from.length)
}

const confuse: Change = (word, draw) => swapIn(word, confusions, draw)

const respell: Change = (word, draw) => swapIn(word, homophones, draw)

const dropEnding: Change = (word, draw) => {
  const ending = drawOne(draw, [/en$/, /er$/, /e$/, /n$/, /t$/, /s$/, /el$/, /r$/, /a$/, /.$/])
  return word.length > 4 ? word.replace(ending, '') : word
}

const addEnding: Change = (word, draw) => word + drawOne(draw, ['e', 'n', 's', 'er', 't', 'en'])

const loseSound: Change = (word, draw) => {
  const at = 1 + draw(Math.max(word.length - 1, 1))
  return word.length > 4 ? word.slice(0, at) + word.slice(at + 1) : word
}

const tear: Change = (word, draw) => {
  const at = 3 + draw(Math.max(word.length - 5, 1))
  return word.length > 6 ? `${word.slice(0, at)} ${word.slice(at)}` : word
}

const mishear: Change = (word) => dictionary.find(([from]) => from === word)?.[1] ?? word

/** Drawn evenly; the confusions stand more than once since a line does them most. */
const changes: readonly Change[] = [
  confuse,
  confuse,
  confuse,
  respell,
  respell,
  dropEnding,
  addEnding,
  loseSound,
  tear,
  mishear,
]

function runTogether(words: readonly string[], draw: Draw): readonly string[] {
  const at = draw(Math.max(words.length - 1, 1))
  return [...words.slice(0, at), words.slice(at, at + 2).join(''), ...words.slice(at + 2)]
}

/**
 * A name as a recogniser might have written it, in lower case: one to three changes, one name in ten run together, one in
 * twenty with the last name first. The same draws give the same result. A change that finds nothing to do leaves the word,
 * so a few names come out whole.
 */
export function corruptName(name: string, draw: Draw): string {
  let words: readonly string[] = name.toLowerCase().split(/[\s-]+/)
  for (let change = 0; change < 1 + draw(3); change += 1) {
    const at = draw(words.length)
    const word = words[at] ?? ''
    words = words.with(at, drawOne(draw, changes)(word, draw))
  }
  if (draw(10) === 0) words = runTogether(words, draw)
  else if (draw(20) === 0) words = words.toReversed()
  return words.join(' ')
}
