import { describe, expect, test } from 'vitest'

import type { Language } from '../speech/language.ts'
import { findService } from './find-service.ts'
import type { Service } from './service.ts'

const service = (name: string, given: Partial<Service> = {}): Service => ({
  id: name,
  categoryId: null,
  name,
  nameEn: '',
  description: '',
  aliases: [],
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceMinor: null,
  isDefault: false,
  staffIds: [],
  gaps: [],
  calendarReference: null,
  ...given,
})

const salon = [
  service('Damenhaarschnitt', { nameEn: "Women's haircut", aliases: ['Damen schneiden'], isDefault: true }),
  service('Herrenhaarschnitt', { nameEn: "Men's haircut", aliases: ['Herrenschnitt'] }),
  service('Waschen, Schneiden, Föhnen', { nameEn: 'Wash, cut and blow-dry' }),
  service('Strähnen', { nameEn: 'Highlights', aliases: ['Balayage'] }),
  service('Ansatz färben', { nameEn: 'Root colour', aliases: ['Ansatzfarbe'] }),
  service('Bartpflege', { nameEn: 'Beard trim', aliases: ['Bart stutzen'] }),
]

function meant(said: string | null, language: Language = 'de', services: readonly Service[] = salon): string[] {
  const finding = findService(services, said, language)
  if (finding.kind === 'found') return [finding.service.name]
  return finding.kind === 'ambiguous' ? finding.services.map(({ name }) => name) : []
}

describe('a wish', () => {
  test.each([
    ['Damenhaarschnitt', 'Damenhaarschnitt'],
    ['damenhaarschnitt bitte', 'Damenhaarschnitt'],
    ['Balayage', 'Strähnen'],
    ['Straehnen', 'Strähnen'],
    ['einmal Föhnen, Waschen und Schneiden', 'Waschen, Schneiden, Föhnen'],
    ['Bart', 'Bartpflege'],
    ['ich möchte gerne den Ansatz färben', 'Ansatz färben'],
    ['Haarschnitt für Herren', 'Herrenhaarschnitt'],
    ['Anzatz', 'Ansatz färben'],
    ['Herrenharschnitt', 'Herrenhaarschnitt'],
    ['Damenhaarschnitt mit Beratung', 'Damenhaarschnitt'],
  ])('%j means %s', (said, name) => {
    expect(meant(said)).toEqual([name])
  })

  test.each([
    ["men's haircut", 'Herrenhaarschnitt'],
    ['highlights please', 'Strähnen'],
    ['beard', 'Bartpflege'],
  ])('%j in English means %s', (said, name) => {
    expect(meant(said, 'en')).toEqual([name])
  })

  test('that fits several is asked about', () => {
    expect(meant('Haarschnitt')).toEqual(['Damenhaarschnitt', 'Herrenhaarschnitt'])
  })

  test.each(['Massage', 'xyz', 'rot'])('%j that fits nothing is none', (said) => {
    expect(meant(said)).toEqual([])
  })

  test('names its service exactly before another whose alias it is', () => {
    const services = [service('Schnitt', { aliases: ['Cut'] }), service('Cut', {}), service('Farbe')]
    expect(meant('Cut', 'de', services)).toEqual(['Cut'])
  })
})

describe('a compound somebody says', () => {
  const styling = [
    service('Brautfrisur', { aliases: ['Frisur für die Hochzeit'] }),
    service('Flechtfrisur', { aliases: ['Zöpfe flechten'] }),
    service('Tönung'),
  ]

  test('means the name it is a slip of, before a name that has a part of it', () => {
    expect(findService(styling, 'Fleschtfrisur', 'de')).toMatchObject({
      kind: 'found',
      service: { id: 'Flechtfrisur' },
    })
  })

  test.each(['Kinderfrisur', 'Abendfrisur bitte'])('%j, that a name has only a part of, is asked about', (said) => {
    expect(findService(styling, said, 'de')).toMatchObject({ kind: 'ambiguous', services: [{ id: 'Brautfrisur' }] })
  })

  test('means the only name that is a whole part of it', () => {
    expect(findService(styling, 'Haartönung', 'de')).toMatchObject({ kind: 'found', service: { id: 'Tönung' } })
  })
})

test('nothing said means the default, and without one nothing', () => {
  expect(meant(null)).toEqual(['Damenhaarschnitt'])
  expect(meant('  ')).toEqual(['Damenhaarschnitt'])
  expect(meant(null, 'de', salon.slice(1))).toEqual([])
})

test('the only service there is is always meant', () => {
  expect(meant('Massage', 'de', salon.slice(2, 3))).toEqual(['Waschen, Schneiden, Föhnen'])
})

test('a story of any length is answered', () => {
  expect(meant(`${'Haare '.repeat(50_000)}Bart`)).toEqual(expect.any(Array))
})
