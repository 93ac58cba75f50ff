import { describe, expect, test } from 'vitest'

import type { Language } from '../speech/language.ts'
import { findVisit } from './find-visit.ts'
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
  service('Damenhaarschnitt', { nameEn: "Women's haircut", isDefault: true }),
  service('Herrenhaarschnitt', { nameEn: "Men's haircut" }),
  service('Waschen und Föhnen', { nameEn: 'Wash and blow-dry' }),
  service('Foliensträhnen', { nameEn: 'Foil highlights', aliases: ['Strähnchen'] }),
  service('Ansatzfärbung', { nameEn: 'Root colour', aliases: ['Färben'] }),
  service('Bartpflege', { nameEn: 'Beard trim' }),
]

/** The names of those found; of a question, those understood and what is to choose from. */
function meant(said: string | null, language: Language = 'de', services: readonly Service[] = salon): unknown {
  const finding = findVisit(services, said, language)
  if (finding.kind === 'found') return finding.services.map(({ name }) => name)
  if (finding.kind === 'none') return 'none'
  return { besides: finding.besides.map(({ name }) => name), which: finding.services.map(({ name }) => name) }
}

describe('several services', () => {
  test.each([
    ['Damenhaarschnitt und Färben', ['Damenhaarschnitt', 'Ansatzfärbung']],
    ['Färben und Damenhaarschnitt', ['Ansatzfärbung', 'Damenhaarschnitt']],
    ['einen Damenhaarschnitt mit Strähnchen', ['Damenhaarschnitt', 'Foliensträhnen']],
    ['Damenhaarschnitt, Färben und Bartpflege', ['Damenhaarschnitt', 'Ansatzfärbung', 'Bartpflege']],
    ['Damen- und Herrenhaarschnitt', ['Damenhaarschnitt', 'Herrenhaarschnitt']],
    ['Damenhaarschnitt + Strähnchen', ['Damenhaarschnitt', 'Foliensträhnen']],
    ['erst Färben, dann Waschen und Föhnen', ['Ansatzfärbung', 'Waschen und Föhnen']],
    ['Herrenhaarschnitt und danach noch die Bartpflege bitte', ['Herrenhaarschnitt', 'Bartpflege']],
  ])('%j are %j', (said, names) => {
    expect(meant(said)).toEqual(names)
  })

  test.each([
    ["a men's haircut and a beard trim", ['Herrenhaarschnitt', 'Bartpflege']],
    ["women's haircut with highlights", ['Damenhaarschnitt', 'Foliensträhnen']],
    ["root colour, then a women's haircut", ['Ansatzfärbung', 'Damenhaarschnitt']],
  ])('%j in English are %j', (said, names) => {
    expect(meant(said, 'en')).toEqual(names)
  })
})

describe('one service', () => {
  test.each([
    ['Waschen und Föhnen', ['Waschen und Föhnen']],
    ['Föhnen und Waschen', ['Waschen und Föhnen']],
    ['Damenhaarschnitt mit Beratung', ['Damenhaarschnitt']],
    ['Damenhaarschnitt, möglichst bald', ['Damenhaarschnitt']],
    ['Herrenhaarschnitt für mich und meinen Sohn', ['Herrenhaarschnitt']],
    ['Damenhaarschnitt und Damenhaarschnitt', ['Damenhaarschnitt']],
    [null, ['Damenhaarschnitt']],
  ])('%j is %j', (said, names) => {
    expect(meant(said)).toEqual(names)
  })

  test('is meant whatever is said where there is no other', () => {
    expect(meant('Schneiden und Färben', 'de', salon.slice(0, 1))).toEqual(['Damenhaarschnitt'])
  })

  test('has a name with everything that was said before its parts are looked for', () => {
    const both = [...salon, service('Färben und Schneiden')]
    expect(meant('Schneiden und Färben', 'de', both)).toEqual(['Färben und Schneiden'])
  })
})

describe('a part that is not understood', () => {
  test('is asked about, with what was', () => {
    expect(meant('Haarschnitt und Färben')).toEqual({
      besides: ['Ansatzfärbung'],
      which: ['Damenhaarschnitt', 'Herrenhaarschnitt'],
    })
    expect(meant('Damenhaarschnitt und Massage')).toEqual({ besides: ['Damenhaarschnitt'], which: [] })
  })

  test('is asked about alone when nothing else is understood', () => {
    expect(meant('Massage und Maniküre')).toBe('none')
  })

  test('that is too much at once is asked about', () => {
    const all = 'Damenhaarschnitt, Herrenhaarschnitt, Strähnchen, Färben und Bartpflege'
    expect(meant(all)).toMatchObject({ besides: [], which: expect.objectContaining({ length: 5 }) })
  })
})
