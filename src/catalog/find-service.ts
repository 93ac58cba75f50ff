import type { Language } from '../speech/language.ts'
import { foldWords, isPartOf, isSlipOf, namesOf, tellingWords } from './service-words.ts'
import type { Service } from './service.ts'

/** Which service is meant. */
export type ServiceFinding =
  | { readonly kind: 'found'; readonly service: Service }
  /** Several fit, in the company's order; at least two, at most five. */
  | { readonly kind: 'ambiguous'; readonly services: readonly Service[] }
  /** Nothing fits, or nothing was said and there is no default. */
  | { readonly kind: 'none' }

/** As many as a voice can read out and a caller keep in mind. */
const MOST_CANDIDATES = 5
/** A wish is a few words; what is longer is a story. */
const LONGEST_WISH = 200

/**
 * The service a caller means. Nothing said: the only one there is, else the default. Something said, the first of these that
 * fits anything: the very name or alias (in the spoken language before the other), every telling word within a name (parts of
 * German compounds count, from four letters) or every word of a name among those said, the same with slips of a letter or two,
 * any word at all. Whoever offers one service means it always.
 */
export function findService(services: readonly Service[], said: string | null, language: Language): ServiceFinding {
  const [only] = services
  if (services.length === 1 && only !== undefined) return { kind: 'found', service: only }
  const wish = foldWords((said ?? '').slice(0, LONGEST_WISH))
  if (wish === '') {
    const standard = services.find((service) => service.isDefault)
    return standard === undefined ? { kind: 'none' } : { kind: 'found', service: standard }
  }
  for (const fits of matchers(wish, language)) {
    const fitting = services.filter(fits)
    if (fitting.length > 0) return findingOf(fitting)
  }
  return { kind: 'none' }
}

type Fit = (said: string, named: string) => boolean

function matchers(wish: string, language: Language): readonly ((service: Service) => boolean)[] {
  const words = tellingWords(wish)
  const bare = words.join(' ')
  const isCalled = (names: readonly string[]) => names.includes(wish) || names.includes(bare)
  const named = (fits: (named: readonly string[]) => boolean) => (service: Service) =>
    namesOf(service, language).some((name) => fits(tellingWords(name)))
  const allSaid = (fit: Fit) => named((names) => words.every((word) => names.some((name) => fit(word, name))))
  const allNamed = (fit: Fit) => named((names) => names.every((name) => words.some((word) => fit(word, name))))
  return [
    (service) => isCalled(namesOf(service, language).slice(0, 1)),
    (service) => isCalled(namesOf(service, language)),
    // "Föhnen, Waschen, Schneiden": the same in another order.
    named((names) => names.length === words.length && words.every((word) => names.includes(word))),
    allSaid(isPartOf),
    // Said more than the name has: "Haarschnitt Damen mit Waschen" holds every word of "Damen Haarschnitt".
    allNamed((word, name) => word === name || (isPartOf(word, name) && word.length > name.length)),
    allSaid(isLike),
    allNamed((word, name) => word === name || isSlipOf(word, name)),
    named((names) => words.some((word) => names.some((name) => isPartOf(word, name)))),
  ]
}

function isLike(word: string, other: string): boolean {
  return isPartOf(word, other) || isSlipOf(word, other)
}

function findingOf(fitting: readonly Service[]): ServiceFinding {
  const [first] = fitting
  if (fitting.length === 1 && first !== undefined) return { kind: 'found', service: first }
  return { kind: 'ambiguous', services: fitting.slice(0, MOST_CANDIDATES) }
}
