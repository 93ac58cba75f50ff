import type { Language } from '../speech/language.ts'
import { weighWords } from './house-words.ts'
import { commonWords } from './meanings.ts'
import { searchServices } from './search-services.ts'
import { foldWords, isTelling, namesOf, tellingWords } from './service-words.ts'
import type { Category, Service } from './service.ts'
import type { Catalog } from './store.ts'
import { isUnsure } from './unsure-wish.ts'

/** What a caller asked the list for; null where nothing was said. */
export type ServiceWish = {
  readonly query: string | null
  readonly category: string | null
  readonly staffId: string | null
}

/** A shelf with how many services stand on it and on the shelves within it. */
export type CategoryEntry = { readonly category: Category; readonly serviceCount: number }

/** How asking for the services ended. */
export type ListServicesOutcome =
  /** Few enough to be read out. */
  | { readonly kind: 'ok'; readonly services: readonly Service[] }
  /**
   * Choose a category first; `services` stand beside the categories, at most five. `unsure`: the caller does not know what
   * they want and is to be asked what it is about.
   */
  | {
      readonly kind: 'categories'
      readonly categories: readonly CategoryEntry[]
      readonly services: readonly Service[]
      readonly unsure: boolean
    }
  /** Too many fit, and no categories help: the first five, and by what to ask on. */
  | {
      readonly kind: 'too_many'
      readonly services: readonly Service[]
      readonly total: number
      readonly narrowBy: 'category' | 'query'
    }
  | { readonly kind: 'none' }

/** As many as are read out at once; more nobody keeps in mind. */
const MOST_READ_OUT = 5
const LONGEST_WISH = 200
/** Nobody nests shelves deeper; it also ends a walk round shelves that stand on each other. */
const DEEPEST_NESTING = 10

/** A category is named by a word of its own, or by another for it. */
const LIKELY_FIT = 0.6

/**
 * What to answer when the services are asked for. Five or fewer are read out; more go by category, and by the categories within
 * one; a keyword or a person narrows first. A caller who does not know is asked what it is about, never told that nothing fits.
 */
export function listServices(catalog: Catalog, wish: ServiceWish, language: Language): ListServicesOutcome {
  const { staffId } = wish
  const offered =
    staffId === null ? catalog.services : catalog.services.filter((service) => service.staffIds.includes(staffId))
  const query = foldWords((wish.query ?? '').slice(0, LONGEST_WISH))
  const shelf = foldWords((wish.category ?? '').slice(0, LONGEST_WISH))
  const unsure = isUnsure(query) || isUnsure(shelf)
  const parents = shelf === '' || unsure ? null : findCategories(catalog.categories, shelf, language)
  if (parents !== null && parents.length === 0) return bySearch(catalog, offered, shelf)

  const parent = parents?.[0] ?? null
  const within = parent === null ? offered : servicesWithin(catalog.categories, offered, parent)
  if (isTelling(query) && !unsure) return bySearch(catalog, within, query)
  if (within.length === 0) return { kind: 'none' }
  if (within.length <= MOST_READ_OUT) return { kind: 'ok', services: within }
  return byCategory(catalog, within, parent, unsure)
}

function byCategory(
  catalog: Catalog,
  within: readonly Service[],
  parent: Category | null,
  unsure: boolean,
): ListServicesOutcome {
  const entries = shelvesOn(catalog.categories, within, parent)
  if (entries.length === 0) return tooMany(within, 'query')
  const shelved = new Set(
    entries.flatMap(({ category }) => servicesWithin(catalog.categories, within, category).map(({ id }) => id)),
  )
  const loose = within.filter((service) => !shelved.has(service.id))
  return { kind: 'categories', categories: entries, services: loose.slice(0, MOST_READ_OUT), unsure }
}

/** The shelves on a shelf that have something on them. One that holds everything is no choice: those within it are. */
function shelvesOn(
  categories: readonly Category[],
  services: readonly Service[],
  parent: Category | null,
): readonly CategoryEntry[] {
  let shelf = parent
  for (let depth = 0; depth < DEEPEST_NESTING; depth += 1) {
    const parentId = shelf?.id ?? null
    const entries = categories
      .filter((category) => category.parentId === parentId)
      .map((category) => ({ category, serviceCount: servicesWithin(categories, services, category).length }))
      .filter(({ serviceCount }) => serviceCount > 0)
    const [first] = entries
    if (first?.serviceCount !== services.length) return entries
    shelf = first.category
  }
  return []
}

function tooMany(services: readonly Service[], narrowBy: 'category' | 'query'): ListServicesOutcome {
  return { kind: 'too_many', services: services.slice(0, MOST_READ_OUT), total: services.length, narrowBy }
}

/** Services by keyword. What is found on several shelves is narrowed by category, what is on one by another word. */
function bySearch(catalog: Catalog, services: readonly Service[], query: string): ListServicesOutcome {
  const found = searchServices(catalog, query, { within: services })
  if (found.length === 0) return { kind: 'none' }
  if (found.length <= MOST_READ_OUT) return { kind: 'ok', services: found }
  return tooMany(found, new Set(found.map((service) => service.categoryId)).size > 1 ? 'category' : 'query')
}

function findCategories(categories: readonly Category[], said: string, language: Language): readonly Category[] {
  const called = (category: Category) => namesOf({ ...category, aliases: [] }, language)
  const exact = categories.filter((category) => called(category).includes(said))
  if (exact.length > 0) return exact
  const words = tellingWords(said)
  const meets = (name: string) =>
    words.every((word) => weighWords(word, tellingWords(name), commonWords).meant.some((fit) => fit >= LIKELY_FIT))
  return categories.filter((category) => called(category).some(meets))
}

/** What stands on a shelf or on any shelf within it. */
function servicesWithin(
  categories: readonly Category[],
  services: readonly Service[],
  shelf: Category,
): readonly Service[] {
  const within = new Set([shelf.id])
  // A set grows while it is walked: the walk reaches what it adds, and nothing twice.
  for (const id of within) {
    for (const category of categories) if (category.parentId === id) within.add(category.id)
  }
  return services.filter((service) => service.categoryId !== null && within.has(service.categoryId))
}
