import { describe, expect, test } from 'vitest'

import type { Language } from '../speech/language.ts'
import { type ListServicesOutcome, listServices, type ServiceWish } from './list-services.ts'
import type { Category, Service } from './service.ts'
import type { Catalog } from './store.ts'

const category = (name: string, parentId: string | null = null): Category => ({ id: name, parentId, name, nameEn: '' })

const service = (name: string, categoryId: string | null, given: Partial<Service> = {}): Service => ({
  id: name,
  categoryId,
  name,
  nameEn: '',
  description: '',
  aliases: [],
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceMinor: null,
  isDefault: false,
  staffIds: ['anna', 'berta'],
  gaps: [],
  calendarReference: null,
  ...given,
})

const many = (shelf: string, count: number) =>
  Array.from({ length: count }, (_, index) => service(`${shelf} ${index + 1}`, shelf))

const salon: Catalog = {
  categories: [category('Haare'), category('Farbe'), category('Kosmetik')],
  services: [
    ...many('Haare', 4),
    ...many('Farbe', 3),
    service('Maniküre', 'Kosmetik', { staffIds: ['clara'] }),
    service('Intensivkur', 'Haare', { description: 'Für trockenes und kaputtes Haar' }),
  ],
}

const clinic: Catalog = {
  categories: [category('Praxis'), category('Zähne', 'Praxis'), category('Kinder', 'Praxis'), category('Labor')],
  services: [...many('Zähne', 12), ...many('Kinder', 4), ...many('Labor', 8), service('Beratung', 'Praxis')],
}

function list(catalog: Catalog, wish: Partial<ServiceWish>, language: Language = 'de'): ListServicesOutcome {
  return listServices(catalog, { query: null, category: null, staffId: null, ...wish }, language)
}

const names = (outcome: ListServicesOutcome): string[] =>
  outcome.kind === 'none' || outcome.kind === 'categories' ? [] : outcome.services.map(({ name }) => name)
const shelves = (outcome: ListServicesOutcome): [string, number][] =>
  outcome.kind === 'categories'
    ? outcome.categories.map(({ category, serviceCount }) => [category.name, serviceCount])
    : []

test('five or fewer services are all named', () => {
  const small = { ...salon, services: salon.services.slice(0, 5) }
  expect(list(small, {})).toEqual({ kind: 'ok', services: small.services })
})

describe('six and more', () => {
  test('go by category, then by what stands in it', () => {
    expect(shelves(list(salon, {}))).toEqual([
      ['Haare', 5],
      ['Farbe', 3],
      ['Kosmetik', 1],
    ])
    expect(names(list(salon, { category: 'Farbe' }))).toEqual(['Farbe 1', 'Farbe 2', 'Farbe 3'])
  })

  test('go by nested categories where there are some, with what stands beside them', () => {
    expect(shelves(list(clinic, {}))).toEqual([
      ['Praxis', 17],
      ['Labor', 8],
    ])
    const within = list(clinic, { category: 'Praxis' })
    expect(shelves(within)).toEqual([
      ['Zähne', 12],
      ['Kinder', 4],
    ])
    expect(within).toMatchObject({ services: [{ name: 'Beratung' }], unsure: false })
  })

  test('on one shelf without others are too many: the first five, and a keyword is asked for', () => {
    expect(list(clinic, { category: 'Zähne' })).toMatchObject({ kind: 'too_many', total: 12, narrowBy: 'query' })
    expect(names(list(clinic, { category: 'Zähne' }))).toHaveLength(5)
    const loose = { categories: [], services: many('Haare', 7) }
    expect(list(loose, {})).toMatchObject({ kind: 'too_many', total: 7, narrowBy: 'query' })
  })

  test('on a single shelf begin with what that shelf holds', () => {
    const nested: Catalog = { ...clinic, services: clinic.services.filter(({ categoryId }) => categoryId !== 'Labor') }
    expect(shelves(list(nested, {})).map(([name]) => name)).toEqual(['Zähne', 'Kinder'])
  })
})

describe('a search', () => {
  test.each([
    ['Maniküre', ['Maniküre']],
    ['etwas für kaputte Haare', ['Intensivkur']],
    ['Farbe', ['Farbe 1', 'Farbe 2', 'Farbe 3']],
    ['Kosmetik', ['Maniküre']],
  ])('for %j finds %j', (query, found) => {
    expect(names(list(salon, { query }))).toEqual(found)
  })

  test('that finds too much asks on', () => {
    expect(list(clinic, { query: 'Labor' })).toMatchObject({ kind: 'too_many', total: 8, narrowBy: 'query' })
  })

  test('that finds nothing is none', () => {
    expect(list(salon, { query: 'Autoreifen' })).toEqual({ kind: 'none' })
  })

  test('by a category nobody has is a search for that word', () => {
    expect(names(list(salon, { category: 'Intensivkur' }))).toEqual(['Intensivkur'])
  })
})

test('by staff only what that person does is named', () => {
  expect(names(list(salon, { staffId: 'clara' }))).toEqual(['Maniküre'])
  expect(list(salon, { staffId: 'nobody' })).toEqual({ kind: 'none' })
})

test.each(['weiß nicht', 'Ich weiß es noch nicht.', 'keine Ahnung', "I don't know", 'not sure'])(
  '%j is asked what it is about',
  (query) => {
    expect(list(salon, { query })).toMatchObject({ kind: 'categories', unsure: true })
  },
)

test('shelves that stand on each other end the walk', () => {
  const round: Catalog = {
    categories: [category('A', 'B'), category('B', 'A')],
    services: [...many('A', 4), ...many('B', 4)],
  }
  expect(list(round, { category: 'A' }).kind).toBe('too_many')
})
