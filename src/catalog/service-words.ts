import type { Language } from '../speech/language.ts'
import { writeOutLetters } from '../speech/name-folding.ts'
import type { Service } from './service.ts'

/** Words around a wish that say nothing about which service it is. Folded. */
const fillerWords: ReadonlySet<string> = new Set(
  (
    'ich wir du sie er es man mich mir uns ihr ihnen mein meine meinen meiner meinem unser unsere sein seine ' +
    'moechte moechten will wollen wuerde wuerden haette haetten hab habe haben hat gibt gibts bieten an brauche ' +
    'brauchen suche suchen kann koennen koennte muss muesste soll sollte lassen machen gemacht werden wird ' +
    'gern gerne bitte mal einmal noch auch nur so wieder dann ja nein also halt eigentlich ' +
    'ein eine einen einer eines einem der die das den dem des was etwas irgendetwas irgendwas sowas ' +
    'fuer mit ohne zum zur zu und oder auf von vom bei beim am im in gegen wegen ueber um ' +
    'termin termine buchen vereinbaren ausmachen bekommen behandlung leistung service ' +
    'i we you my our me us a an the is are do does have has had get got for with at on of to and or some any something ' +
    'would like want wanna need can could please appointment book booking make done it there your'
  ).split(' '),
)

/** A text as plain lower-case words with one blank between: "Waschen & Föhnen" is "waschen foehnen". */
export function foldWords(text: string): string {
  return writeOutLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
}

/** The words of a folded text. */
export function wordsOf(folded: string): readonly string[] {
  return folded.split(' ').filter((word) => word !== '')
}

/** The words of a wish that can tell services apart; all of them when there is no other. */
export function tellingWords(folded: string): readonly string[] {
  const words = wordsOf(folded)
  const telling = words.filter((word) => !fillerWords.has(word))
  return telling.length > 0 ? telling : words
}

/** Whether any word of a folded text can tell services apart. */
export function isTelling(folded: string): boolean {
  return wordsOf(folded).some((word) => !fillerWords.has(word))
}

/** Everything a service is called, folded; what it is called in `language` first. */
export function namesOf(service: Pick<Service, 'name' | 'nameEn' | 'aliases'>, language: Language): readonly string[] {
  const names = language === 'en' ? [service.nameEn, service.name] : [service.name, service.nameEn]
  return [...names, ...service.aliases].map(foldWords).filter((name) => name !== '')
}

/** Whether what was said is what a service is called, but for words that tell nothing ("einmal Färben, bitte"). */
export function isCalled(service: Pick<Service, 'name' | 'nameEn' | 'aliases'>, said: string): boolean {
  const folded = foldWords(said)
  const bare = tellingWords(folded).join(' ')
  return namesOf(service, 'de').some((name) => name === folded || name === bare)
}
