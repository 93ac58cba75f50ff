import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { findService } from './find-service.ts'
import { searchServices } from './search-services.ts'
import { foldWords } from './service-words.ts'
import type { Category, Service } from './service.ts'

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

function found(services: readonly Service[], query: string, categories: readonly Category[] = []): string[] {
  return searchServices({ services, categories }, foldWords(query)).map(({ name }) => name)
}

/** Nothing but names, as a house writes them that has just begun. */
const salon = [
  'Damenhaarschnitt',
  'Herrenhaarschnitt',
  'Kinderhaarschnitt',
  'Foliensträhnen',
  'Ansatzfärbung',
  'Haarkur',
  'Hochsteckfrisur',
  'Waschen und Föhnen',
  'Bartpflege',
].map((name) => service(name))
const practice = [
  'Professionelle Zahnreinigung',
  'Wurzelbehandlung',
  'Kontrolluntersuchung',
  'Zahnersatzberatung',
  'Kinderprophylaxe',
  'Schmerzbehandlung',
].map((name) => service(name))
const spa = [
  'Rückenmassage',
  'Hot-Stone-Massage',
  'Gesichtsbehandlung',
  'Handpflege',
  'Wimpernlifting',
  'Microneedling',
  'Gelnägel',
].map((name) => service(name))

describe('a search by what a caller says', () => {
  test.each([
    ['Strähnchen', ['Foliensträhnen']],
    ['ich hätte gern ein paar Strähnchen', ['Foliensträhnen']],
    ['Strähne', ['Foliensträhnen']],
    ['etwas für kaputte Haare', ['Haarkur']],
    ['something for damaged hair', ['Haarkur']],
    ['Kur', ['Haarkur']],
    ['Haarkuren', ['Haarkur']],
    ['Herrenschnitt', ['Herrenhaarschnitt']],
    ['Männerhaarschnitte', ['Herrenhaarschnitt']],
    ['schneiden', ['Damenhaarschnitt', 'Herrenhaarschnitt', 'Kinderhaarschnitt']],
    ['für meinen Sohn die Haare schneiden', ['Kinderhaarschnitt']],
    ['färben', ['Ansatzfärbung']],
    ['Ansatz nachfärben lassen', ['Ansatzfärbung']],
    ['fönen', ['Waschen und Föhnen']],
    ['Bärte', ['Bartpflege']],
    ['beard', ['Bartpflege']],
    ['für eine Hochzeit', ['Hochsteckfrisur']],
    ['Autoreifen', []],
    ['Zahnreinigung', []],
  ])('%j finds %j in a salon', (query, names) => {
    expect(found(salon, query)).toEqual(names)
  })

  test.each([
    ['Zähne reinigen', ['Professionelle Zahnreinigung']],
    ['Kontrolle', ['Kontrolluntersuchung']],
    ['zur Untersuchung', ['Kontrolluntersuchung']],
    ['Zahnschmerzen', ['Schmerzbehandlung']],
    ['Zahnersatz', ['Zahnersatzberatung']],
    ['Massage', []],
  ])('%j finds %j in a practice', (query, names) => {
    expect(found(practice, query)).toEqual(names)
  })

  test.each([
    ['Massagen', ['Rückenmassage', 'Hot-Stone-Massage']],
    ['der Rücken ist verspannt', ['Rückenmassage']],
    ['für die Hände', ['Handpflege']],
    ['Gesicht', ['Gesichtsbehandlung']],
    ['Wimpern', ['Wimpernlifting']],
    ['Mikroniedling', ['Microneedling']],
    ['Nagel', ['Gelnägel']],
    ['Gel', ['Gelnägel']],
  ])('%j finds %j in a spa', (query, names) => {
    expect(found(spa, query)).toEqual(names)
  })

  test('counts descriptions, shelves and other names, the nearer the better', () => {
    const categories = [{ id: 'colour', parentId: null, name: 'Farbe', nameEn: 'Colour' }]
    const services = [
      service('Balayage', { categoryId: 'colour' }),
      service('Glossing', { categoryId: 'colour', description: 'Für strapaziertes Haar' }),
      service('Bartpflege', { aliases: ['Rasur'], nameEn: 'Beard trim' }),
      service('Kopfmassage', { description: 'Tut gut' }),
    ]
    expect(found(services, 'Farbe', categories)).toEqual(['Balayage', 'Glossing'])
    expect(found(services, 'strapazierte Haare', categories)).toEqual(['Glossing'])
    expect(found(services, 'rasieren', categories)).toEqual(['Bartpflege'])
    expect(found(services, 'trimming', categories)).toEqual(['Bartpflege'])
  })

  test('takes no part of a word for a word', () => {
    expect(found([service('Handlung'), service('Verband'), service('Brotbacken')], 'Hand')).toEqual([])
    expect(found([service('Gesichtsbehandlung')], 'Hand')).toEqual([])
    expect(found([service('Verband wechseln')], 'Band')).toEqual([])
    expect(found([service('Brotbacken')], 'rot')).toEqual([])
  })

  test('asks about what fits by its description alone, and does not take it as named', () => {
    const services = [service('Haarkur', { description: 'Mit Kopfmassage' }), service('Farbe')]
    expect(findService(services, 'Kopfmassage', 'de')).toMatchObject({
      kind: 'ambiguous',
      services: [{ name: 'Haarkur' }],
    })
  })
})

/** Parts of made-up compounds, unlike each other, without a word that other words stand for. */
const kinds = ['Seiden', 'Kristall', 'Mandel', 'Algen', 'Moor', 'Lavendel', 'Kupfer', 'Bambus']
const heads = ['packung', 'wickel', 'spülung', 'bürste', 'dusche', 'lampe', 'tinktur', 'salbe']
const aCompound = fc.record({ kind: fc.constantFrom(...kinds), head: fc.constantFrom(...heads) })
const isOf = (part: string) => (name: string) => name.toLowerCase().includes(part.toLowerCase())
const fillers = ['', 'ich möchte bitte', 'haben Sie etwas mit', 'einen Termin für', 'I would like the']

describe('any house', () => {
  const house = kinds.flatMap((kind, row) =>
    heads.filter((_, column) => (row + column) % 3 === 0).map((head) => service(kind + head)),
  )
  test('is found by either part of a compound, in whatever form and company, and by nothing else', () => {
    const endings = fc.constantFrom('', 'en', 's')
    const asSaid = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.replaceAll('ü', 'ue'),
      (text: string) => text.normalize('NFD'),
    )
    fc.assert(
      fc.property(
        aCompound,
        fc.boolean(),
        endings,
        fc.constantFrom(...fillers),
        asSaid,
        (word, isHead, ending, filler, say) => {
          const part = isHead ? word.head : word.kind
          const names = found(house, `${filler} ${say(part + (isHead ? ending : ''))}`)
          expect(names).toEqual(house.map(({ name }) => name).filter(isOf(part)))
        },
      ),
    )
  })

  test('is found by a whole name before all that shares a part with it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...house), fc.constantFrom(...fillers), ({ name }, filler) => {
        expect(found(house, `${filler} ${name}`)).toEqual([name])
        expect(findService(house, `${filler} ${name}`, 'de')).toMatchObject({ kind: 'found', service: { name } })
      }),
    )
  })

  test('is found with a slip of the recogniser in a long word', () => {
    const slip = fc.record({
      name: fc.constantFrom(...house.map(({ name }) => name)),
      at: fc.nat(),
      letter: fc.constantFrom('e', 'r', 'n'),
    })
    fc.assert(
      fc.property(slip, ({ name, at, letter }) => {
        const place = 1 + (at % (name.length - 2))
        const misheard = name.slice(0, place) + letter + name.slice(place + 1)
        expect(found(house, misheard)).toContain(name)
      }),
    )
  })

  test('gives of what it has, in its order, whatever is said', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem()), (said) => {
        const names = found(house, said)
        expect(house.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(names)
      }),
    )
  })
})
