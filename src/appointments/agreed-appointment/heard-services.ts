import { hasAllOfIt } from '../../catalog/find-service.ts'
import { findVisit } from '../../catalog/find-visit.ts'
import { foldWords, namesOf, wordsOf } from '../../catalog/service-words.ts'
import type { Service } from '../../catalog/service.ts'
import type { Language } from '../../speech/language.ts'

/** A shorter word is another word's beginning too often. */
const SHORTEST_STEM = 5

/**
 * The services that are named in a sentence in their own words, in order; of names that lie in one another ("Haarschnitt",
 * "Haarschnitt für Herren") the longest. Empty when none is, or when it asks which ("für Damen oder für Herren?").
 */
export function servicesNamed(text: string, services: readonly Service[], language: Language): readonly Service[] {
  const words = wordsOf(foldWords(text))
  const found: { service: Service; from: number; to: number }[] = []
  for (const { service, names } of namesIn(services, language)) {
    for (const named of names) {
      for (let from = 0; from + named.length <= words.length; from += 1) {
        if (standsAt(words, from, named)) found.push({ service, from, to: from + named.length })
      }
    }
  }
  const longest = found.filter(
    (one) =>
      !found.some((other) => other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from),
  )
  const inOrder = longest.toSorted((one, other) => one.from - other.from)
  const isChoice = inOrder.some(({ to }, index) => {
    const next = inOrder[index + 1]
    return next !== undefined && words.slice(to, next.from).some((word) => word === 'oder' || word === 'or')
  })
  return isChoice ? [] : [...new Set(inOrder.map(({ service }) => service))]
}

type Named = { readonly service: Service; readonly names: readonly (readonly string[])[] }

/** A company's list is one frozen value until its facts change. */
const namesOfLists = new WeakMap<readonly Service[], Map<Language, readonly Named[]>>()

function namesIn(services: readonly Service[], language: Language): readonly Named[] {
  const known = namesOfLists.getOrInsertComputed(services, () => new Map<Language, readonly Named[]>())
  return known.getOrInsertComputed(language, () =>
    services.map((service) => ({ service, names: namesOf(service, language).map(wordsOf) })),
  )
}

/** The last word may go on: "Herrenhaarschnitttermin", "children's haircuts". */
function standsAt(words: readonly string[], from: number, named: readonly string[]): boolean {
  return named.every((word, index) => {
    const said = words[from + index] ?? ''
    const mayGoOn = index === named.length - 1 && word.length >= SHORTEST_STEM
    return said === word || (mayGoOn && said.startsWith(word))
  })
}

/**
 * What the caller wants when no service was named in its own words: the latest part of a sentence that is all about one ("zum
 * Haareschneiden"), else what the telling words of all sentences come to, else the only service or the house's usual one.
 */
export function servicesMeant(
  said: readonly string[],
  services: readonly Service[],
  language: Language,
): readonly Service[] {
  for (const part of said.flatMap((sentence) => sentence.split(/[,.;:?!]+/u)).toReversed()) {
    if (part.trim() === '' || services.length === 1 || !hasAllOfIt(services, part, language)) continue
    const found = findVisit(services, part, language)
    if (found.kind === 'found') return found.services
  }
  const known = new Set(namesIn(services, language).flatMap(({ names }) => names.flat()))
  const telling = said.flatMap((sentence) => wordsOf(foldWords(sentence))).filter((word) => known.has(word))
  const found = findVisit(services, [...new Set(telling)].join(' '), language)
  return found.kind === 'found' ? found.services : []
}
