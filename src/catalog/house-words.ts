import type { Language } from '../speech/language.ts'
import { commonWords, compoundMeanings, meaningsOf } from './meanings.ts'
import { foldWords, namesOf, tellingWords, wordsOf } from './service-words.ts'
import type { Category, Service } from './service.ts'
import { FIT, formFit, isSlipOf } from './word-fit.ts'
import { formsOf } from './word-forms.ts'
import { plainForm } from './word-stem.ts'

/** What is searched: services with the shelves they stand on. */
export type Shelved = { readonly services: readonly Service[]; readonly categories: readonly Category[] }

/** A name of a service: folded, and its telling words by number. */
export type Name = { readonly folded: string; readonly words: readonly number[] }

/** A service as it is searched, words by number. */
export type SearchEntry = {
  readonly service: Service
  /** What it is called in the language before what it is called in the other, then its other names. */
  readonly names: Readonly<Record<Language, readonly Name[]>>
  /** Every word that tells of it, with what it counts. */
  readonly told: ReadonlyMap<number, number>
}

/** How a word that was said fits each word of a house, by number: as it is, with slips, with other words for it. */
export type WordFits = { readonly plain: Float64Array; readonly slipped: Float64Array; readonly meant: Float64Array }

/** The words of a house. */
export type HouseWords = {
  readonly entries: readonly SearchEntry[]
  /** By number; each once. */
  readonly words: readonly string[]
  fitsOf(said: string): WordFits
}

/** A service is what it is called, stands where its shelf says, and is told of in its description. */
export const WEIGHT = { name: 1, category: 0.9, description: 0.6 } as const
/** Callers of one house use the same words over and over. */
const WORDS_KEPT = 1_000

/** By the lists it is made of: a company's are frozen values until its facts change. */
const kept = new WeakMap<readonly Service[], WeakMap<readonly Category[], HouseWords>>()

/** The words of a house, collected once. */
export function houseWords(catalog: Shelved): HouseWords {
  const ofServices = kept.getOrInsertComputed(catalog.services, () => new WeakMap())
  return ofServices.getOrInsertComputed(catalog.categories, () => collectWords(catalog))
}

function collectWords({ services, categories }: Shelved): HouseWords {
  const numbers = new Map<string, number>()
  const numbersOf = (folded: string) =>
    tellingOf(folded).map((word) => numbers.getOrInsertComputed(word, () => numbers.size))
  const entries = services.map((service): SearchEntry => {
    const namesIn = (language: Language) =>
      namesOf(service, language).map((folded) => ({ folded, words: numbersOf(folded) }))
    const told = new Map<number, number>()
    const tell = (folded: string, weight: number) => {
      for (const word of numbersOf(folded)) told.set(word, Math.max(weight, told.get(word) ?? 0))
    }
    for (const name of namesOf(service, 'de')) tell(name, WEIGHT.name)
    for (const shelf of shelvesOf(categories, service)) tell(shelf, weightOfShelf(shelf))
    tell(foldWords(service.description), WEIGHT.description)
    return { service, names: { de: namesIn('de'), en: namesIn('en') }, told }
  })
  const words = [...numbers.keys()]
  const fits = new Map<string, WordFits>()
  const known = commonWords.union(new Set(words.map(plainForm)))
  return {
    entries,
    words,
    fitsOf(said) {
      if (fits.size >= WORDS_KEPT) fits.clear()
      return fits.getOrInsertComputed(said, () => weighWords(said, words, known))
    },
  }
}

function tellingOf(folded: string): readonly string[] {
  return wordsOf(folded).length === 0 ? [] : tellingWords(folded)
}

/** One word of several that a shelf is called by says less than its name. */
function weightOfShelf(folded: string): number {
  return Math.max(WEIGHT.description, WEIGHT.category / Math.max(1, tellingOf(folded).length))
}

/** How a word that was said fits each of some written ones, folded all; `known` as for `placeInCompound`. */
export function weighWords(said: string, words: readonly string[], known: ReadonlySet<string>): WordFits {
  const saidForms = formsOf(said)
  const written = words.map(formsOf)
  const plain = Float64Array.from(written, (word) => formFit(saidForms, word, known))
  const slipped = plain.map((fit, at) => {
    const word = written[at]
    return fit < FIT.slip && word !== undefined && isSlipOf(saidForms, word) ? FIT.slip : fit
  })
  const meant = slipped.slice()
  const own = meaningsOf(said)
  for (const { word, weight } of own) {
    const forms = formsOf(word)
    for (const [at, one] of written.entries()) meant[at] = Math.max(meant[at] ?? 0, weight * formFit(forms, one, known))
  }
  // What was put together anew is compared as a whole: each of its parts has been weighed with the word that was said.
  const numbers = Map.groupBy(written.keys(), (at) => written[at]?.stem)
  for (const { word, weight } of own.length > 0 ? [] : compoundMeanings(said)) {
    for (const at of numbers.get(formsOf(word).stem) ?? []) meant[at] = Math.max(meant[at] ?? 0, weight * FIT.form)
  }
  return { plain, slipped, meant }
}

/** The names of the shelves a service stands on, folded, from the innermost out. */
function shelvesOf(categories: readonly Category[], service: Service): readonly string[] {
  const names: string[] = []
  const seen = new Set<string>()
  let id = service.categoryId
  while (id !== null && !seen.has(id)) {
    seen.add(id)
    const category = categories.find((one) => one.id === id)
    if (category === undefined) break
    names.push(foldWords(category.name), foldWords(category.nameEn))
    id = category.parentId
  }
  return names
}
