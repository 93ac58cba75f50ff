import { unwriteUmlauts } from '../fold-letters.ts'
import { isGermanNoun, isGermanSmallWord } from './german-nouns.ts'
import { isGermanVerb } from './german-verbs.ts'
import { soundsLikeTime } from './misspelling.ts'
import { PLAIN_WORDS } from './plain-words.ts'

/** Endings that make nouns and adjectives of everything but time. */
const ABSTRACT =
  /.{2}(?:ungs?|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|ation|tat|taten|ismus|istin|iker|ikerin|erin|ologe|ologin|ierung|ieren|iert|ierte|ierten|isch|ische[nmrs]?|lich|liche[nmrs]?|bar|bare[nmrs]?|los|lose[nmrs]?|sam|same[nmrs]?|chen|lein)$/
/** Whatever stands around it, a word with one of these in it may speak of time: "Frühtermin", "Osterurlaub". */
const TEMPORAL =
  /tag|woch|monat|jahr|stund|minut|sekund|nacht|abend|mittag|morg|uhr|zeit|fruh|spat|oster|weihnacht|pfingst|sommer|winter|herbst|fruhling|ferien|fest|feier|saison|quartal|halb|viertel|anfang|ende$|mittwoch|advent|silvester|neujahr|karneval|fasching|januar|februar|marz|april|juni|juli|august|septemb|oktob|novemb|dezemb|zehn|z(?:ig|ich|isch)$|s(?:ig|ich)$|zwanz|nachst|letzt|kunft|bald|termin.*ig|dauer|lang|frist|einst|immer|jed|mal$|stetig|standig|ewig|regelmassig|gelegentlich/
const SHORTEST_TAIL = 5

/**
 * Is this an everyday German word, though no list has it: a form of a verb ("vorbeizukommen"), a noun or adjective by
 * its ending ("Verwaltung", "freundliche"), or a compound that ends in a listed word ("Zahnarzttermin")? Words with a
 * word of time in them never are.
 */
export function isEverydayWord(folded: string): boolean {
  if (folded.length < 3) return false
  if (isListedWord(folded)) return true
  if (folded.length < 6 || TEMPORAL.test(folded)) return false
  // "Wocchen" has an ending as well, and is a week misspelled.
  return (ABSTRACT.test(folded) || hasPlainTail(folded)) && !soundsLikeTime(folded)
}

/** Is this word, or a form of it, in one of the lists? */
export function isListedWord(folded: string): boolean {
  return isListed(folded) || isListed(unwriteUmlauts(folded))
}

function isListed(folded: string): boolean {
  return isGermanVerb(folded) || isGermanNoun(folded) || isGermanSmallWord(folded)
}

function hasPlainTail(folded: string): boolean {
  for (let cut = 3; cut <= folded.length - SHORTEST_TAIL; cut += 1)
    if (PLAIN_WORDS.has(folded.slice(cut)) || isGermanNoun(folded.slice(cut))) return true
  return false
}
