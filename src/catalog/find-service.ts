import type { Language } from '../speech/language.ts'
import { houseWords, type HouseWords, type Name, type WordFits } from './house-words.ts'
import { searchServices } from './search-services.ts'
import { foldWords, tellingWords } from './service-words.ts'
import type { Category, Service } from './service.ts'
import { FIT, saysMore } from './word-fit.ts'

/** Which service is meant. */
export type ServiceFinding =
  | { readonly kind: 'found'; readonly service: Service }
  /**
   * Several fit, in the company's order, at most five; or a single one that fits by what is told of it and not by its name, or
   * by a part of a name that stands for something else.
   */
  | { readonly kind: 'ambiguous'; readonly services: readonly Service[] }
  /** Nothing fits, or nothing was said and there is no default. */
  | { readonly kind: 'none' }

/** As many as a voice can read out and a caller keep in mind. */
const MOST_CANDIDATES = 5
/** A wish is a few words; what is longer is a story. */
const LONGEST_WISH = 200

/**
 * The service a caller means. Nothing said: the only one there is, else the default. Something said, the first of these that
 * fits anything: the very name or alias (in the spoken language before the other), every telling word within a name (forms and
 * parts of German compounds count) or every word of a name among those said, the same with slips and with other words for it,
 * the best by any word of a name. What fits by shelf or description alone is asked about. Whoever offers one service means it
 * always.
 */
export function findService(services: readonly Service[], said: string | null, language: Language): ServiceFinding {
  const [only] = services
  if (services.length === 1 && only !== undefined) return { kind: 'found', service: only }
  const wish = foldWords((said ?? '').slice(0, LONGEST_WISH))
  if (wish === '') {
    const standard = services.find((service) => service.isDefault)
    return standard === undefined ? { kind: 'none' } : { kind: 'found', service: standard }
  }
  const catalog = { services, categories: noShelves }
  const { entries, ...words } = houseWords(catalog)
  for (const fits of matchers(wish, words)) {
    const fitting = entries.filter(({ names }) => fits(names[language])).map(({ service }) => service)
    if (fitting.length > 0) return findingOf(fitting)
  }
  const named = searchServices(catalog, wish, { by: 'name' })
  const telling = tellingWords(wish)
  const isAllAnother = entries
    .filter(({ service }) => named.includes(service))
    .every(({ names }) => !names[language].some((name) => hasSomeOf(telling, name, words)))
  if (named.length > 0 && isAllAnother) return { kind: 'ambiguous', services: named.slice(0, MOST_CANDIDATES) }
  if (named.length > 0) return findingOf(named)
  const told = searchServices(catalog, wish)
  return told.length > 0 ? { kind: 'ambiguous', services: told.slice(0, MOST_CANDIDATES) } : { kind: 'none' }
}

/** The matchers by which a single name has everything that was said. */
const SUREST_MATCHERS = 4

/** Whether a name of one service has everything that was said, as it is or in other forms. */
export function hasAllOfIt(services: readonly Service[], said: string, language: Language): boolean {
  const wish = foldWords(said.slice(0, LONGEST_WISH))
  const { entries, ...words } = houseWords({ services, categories: noShelves })
  const sure = matchers(wish, words).slice(0, SUREST_MATCHERS)
  return entries.some(({ names }) => sure.some((fits) => fits(names[language])))
}

/** One value, as what is searched is kept by its lists. */
const noShelves: readonly Category[] = []

/** A form of the word or a part of a compound; not a slip, nor another word for it. */
const CLEAR_FIT = 0.7
/** A verb's other stem, a slip, or another word that is the very word of a name. */
const LIKELY_FIT = 0.6

/** Whether a word that was said, with how it fits the words of the house, fits the word of a name of this number. */
type Fit = (said: string, fits: WordFits, name: number) => boolean

const isClear: Fit = (_, { plain }, name) => (plain[name] ?? 0) >= CLEAR_FIT
const isLikely: Fit = (_, { slipped }, name) => (slipped[name] ?? 0) >= LIKELY_FIT
const isMeant: Fit = (_, { meant }, name) => (meant[name] ?? 0) >= LIKELY_FIT
const isSame: Fit = (_, { plain }, name) => plain[name] === FIT.same
const isSlipped: Fit = (_, { plain, slipped }, name) => (slipped[name] ?? 0) > (plain[name] ?? 0)
const isWord: Fit = (said, fits, name) => isSame(said, fits, name) || isSlipped(said, fits, name)

/**
 * Something narrower was said than one word of a name, and its other words were not said at all: a "Kinderfrisur" is no "Frisur
 * für die Hochzeit".
 */
function isAnother(telling: readonly string[], name: Name, house: Pick<HouseWords, 'fitsOf'>): boolean {
  const fits = telling.map((said) => house.fitsOf(said))
  const isNarrower = fits.some(({ slipped }) => name.words.some((word) => saysMore(slipped[word] ?? 0)))
  return isNarrower && name.words.some((word) => fits.every(({ meant }) => (meant[word] ?? 0) < LIKELY_FIT))
}

/** Whether a name is, for some of it, what was said. */
function hasSomeOf(telling: readonly string[], name: Name, house: Pick<HouseWords, 'fitsOf'>): boolean {
  const isTouched = telling.some((said) => name.words.some((word) => (house.fitsOf(said).meant[word] ?? 0) > 0))
  return isTouched && !isAnother(telling, name, house)
}

/** From the surest on; each says whether one of the names of a service fits. */
function matchers(
  wish: string,
  house: Pick<HouseWords, 'words' | 'fitsOf'>,
): readonly ((names: readonly Name[]) => boolean)[] {
  const { words } = house
  const fitsOf = (said: string) => house.fitsOf(said)
  const telling = tellingWords(wish)
  const bare = telling.join(' ')
  const isCalled = ({ folded }: Name) => folded === wish || folded === bare
  const allSaid = (fit: Fit) => (names: readonly Name[]) =>
    names.some(
      (name) =>
        telling.every((said) => name.words.some((word) => fit(said, fitsOf(said), word))) &&
        !isAnother(telling, name, house),
    )
  const allNamed = (fit: Fit) => (names: readonly Name[]) =>
    names.some((name) => name.words.every((word) => telling.some((said) => fit(said, fitsOf(said), word))))
  const isAsLong: Fit = (said, fits, name) => isClear(said, fits, name) && said.length >= (words[name]?.length ?? 0)
  return [
    (names) => names.slice(0, 1).some(isCalled),
    (names) => names.some(isCalled),
    // "Föhnen, Waschen, Schneiden": the same in another order.
    (names) => names.some((name) => name.words.length === telling.length && allSaid(isSame)([name])),
    allSaid(isClear),
    // Said more than the name has: "Haarschnitt Damen mit Waschen" holds every word of "Damen Haarschnitt".
    allNamed(isAsLong),
    allSaid(isLikely),
    allNamed(isWord),
    allSaid(isMeant),
  ]
}

function findingOf(fitting: readonly Service[]): ServiceFinding {
  const [first] = fitting
  if (fitting.length === 1 && first !== undefined) return { kind: 'found', service: first }
  return { kind: 'ambiguous', services: fitting.slice(0, MOST_CANDIDATES) }
}
