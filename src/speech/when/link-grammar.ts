import type { Link, Part } from './part.ts'
import { lookUpWord, markAt, wordAt, wordTable, type Read } from './peek.ts'
import type { Token } from './token.ts'

const LINKS = wordTable<Link>([
  ['from', 'von vom from'],
  ['between', 'zwischen between zw'],
  ['to', 'bis to till through thru zum auf bisn'],
  ['and', 'und u and sowie'],
  [
    'or',
    'oder or sonst ansonsten notfalls andernfalls otherwise bzw beziehungsweise alternativ alternatively respektive',
  ],
  ['since', 'ab fruhestens earliest onwards'],
  ['ever_since', 'seit since seitdem'],
  ['after', 'nach after'],
  ['before', 'vor before'],
  ['until', 'spatestens spatesten until til by latest'],
  ['at', 'um gegen schlag at about around ca circa zirka approximately roughly punkt punktlich'],
  ['not', 'nicht not kein keinen keine keinem nich nix never niemals ausser except ohne without dont cant wont'],
  ['instead', 'sondern nein nee lieber besser stattdessen vielmehr quatsch korrektur rather instead actually nope no'],
])
/** Two and more words that tie like one. */
const PHRASES: readonly (readonly [words: string, link: Link])[] = [
  ['bis spatestens', 'until'],
  ['bis vor', 'before'],
  ['bis zu', 'to'],
  ['bis zum', 'to'],
  ['bis auf', 'not'],
  ['ab dem', 'since'],
  ['from now on', 'since'],
  ['not before', 'since'],
  ['nicht vor', 'since'],
  ['not until', 'since'],
  ['nicht nach', 'until'],
  ['nicht spater als', 'until'],
  ['nicht fruher als', 'since'],
  ['not after', 'until'],
  ['not later than', 'until'],
  ['no later than', 'until'],
  ['not earlier than', 'since'],
  ['no earlier than', 'since'],
  ['earlier than', 'before'],
  ['later than', 'after'],
  ['fruher als', 'before'],
  ['spater als', 'after'],
  ['oder so', 'at'],
  ['oder spater', 'since'],
  ['oder danach', 'since'],
  ['oder fruher', 'until'],
  ['oder davor', 'until'],
  ['at the latest', 'until'],
  ['at the earliest', 'since'],
  ['starting from', 'since'],
  ['starting at', 'since'],
  ['starting', 'since'],
  ['prior to', 'before'],
  ['up to', 'until'],
  ['any time after', 'after'],
  ['ich meine', 'instead'],
  ['ich meinte', 'instead'],
  ['i mean', 'instead'],
  ['i meant', 'instead'],
  ['falls das nicht geht', 'or'],
  ['wenn das nicht geht', 'or'],
  ['falls nicht', 'or'],
  ['wenn nicht', 'or'],
  ['if not', 'or'],
  ['or else', 'or'],
  ['if that doesnt work', 'or'],
  ['how about', 'instead'],
  ['what about', 'instead'],
  ['wie ware es mit', 'instead'],
  ['wie wars mit', 'instead'],
  ['wie ist es mit', 'instead'],
  ['wie siehts aus mit', 'instead'],
  ['make that', 'instead'],
  ['make it', 'instead'],
  ['doch lieber', 'instead'],
  ['ach nein', 'instead'],
  ['statt dessen', 'instead'],
]
const PHRASE_WORDS = PHRASES.map(([words, link]) => ({ words: words.split(' '), link }))

/** Reads a word that ties parts together: "von", "bis", "ab", "zwischen", "oder", "sondern", "-". */
export function readLink(tokens: readonly Token[], index: number): Read<Part> | undefined {
  if (markAt(tokens, index, '-')) return linkPart('dash', '-', 1)
  if (markAt(tokens, index, '/')) return linkPart('or', '/', 1)
  if (markAt(tokens, index, '&')) return linkPart('and', '&', 1)
  // "18+" is open behind, "12.9. + 13.9." are two.
  if (markAt(tokens, index, '+')) return linkPart(tokens[index + 1] === undefined ? 'since' : 'and', '+', 1)
  const word = wordAt(tokens, index)
  if (word === '') return undefined
  // "bis spät. 14 Uhr": the dot makes it "spätestens".
  if (/^(?:spat|fruh)$/.test(word) && markAt(tokens, index + 1, '.', true) && tokens[index + 2] !== undefined)
    return linkPart(word === 'spat' ? 'until' : 'since', word, 2)
  for (const { words, link } of PHRASE_WORDS)
    if (words.every((part, offset) => wordAt(tokens, index + offset) === part))
      return linkPart(link, words.join(' '), words.length)
  const link = lookUpWord(LINKS, word)
  return link === undefined ? undefined : linkPart(link, word, 1)
}

function linkPart(link: Link, text: string, used: number): Read<Part> {
  return { value: { kind: 'link', link, text }, used }
}
