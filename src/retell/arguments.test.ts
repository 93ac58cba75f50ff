import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { argumentSchemas, readArguments, type ToolName } from './arguments.ts'

const book = (args: Record<string, unknown>) => readArguments('book_appointment', args)
const batch = (sent: unknown) => readArguments('check_availability_batch', { termine: sent }).slots
const refused = (sent: unknown) => readArguments('get_alternatives', { nicht: sent }).not

describe('the arguments of a tool', () => {
  test('are read by their German and their English names', () => {
    const german = {
      datum: 'morgen',
      uhrzeit: '10 Uhr',
      dienstleistung: 'Schnitt',
      mitarbeiter: 'Eva',
      filiale: 'Mitte',
    }
    const more = { kundenname: 'Max', telefon: '0176', angebot: 'k3f7', Bestätigung: 'ja', 'E-Mail': 'a@b.de' }
    const english = { date: 'morgen', time: '10 Uhr', service: 'Schnitt', staff: 'Eva', branch: 'Mitte' }
    const rest = { name: 'Max', phone: '0176', offer_id: 'k3f7', confirm: true, email: 'a@b.de' }
    expect(book({ ...german, ...more })).toEqual({ ...english, ...rest })
    expect(book({ ...english, ...rest })).toEqual({ ...english, ...rest })
    expect(readArguments('verify_staff', { mitarbeiter: 'Eva' })).toEqual({ staff_name: 'Eva' })
  })

  test('that are null, empty, blank or missing are the same', () => {
    expect(book({ date: null, time: '', service: '  ', name: 'null', phone: undefined, confirm: null })).toEqual({})
    expect(book({ date: '', datum: 'heute' })).toEqual({ date: 'heute' })
  })

  test.for([
    [true, true],
    ['true', true],
    ['Ja', true],
    ['yes', true],
    [1, true],
    [false, false],
    ['nein', false],
    [0, false],
    ['vielleicht', undefined],
    [{}, undefined],
  ] as const)('say yes or no in many ways: %j is %j', ([sent, read]) => {
    expect(book({ bestaetigung: sent }).confirm).toBe(read)
  })

  test('that nobody asked for are ignored', () => {
    expect(book({ execution_message: 'Ich schaue nach', call_id: 'call_1', date: 'heute' })).toEqual({ date: 'heute' })
  })

  test('are plain, short text', () => {
    expect(book({ name: 'Eva\u0000\u200B\n  Maria' }).name).toBe('Eva Maria')
    expect(book({ name: 'x'.repeat(999) }).name).toHaveLength(120)
    expect(book({ service: 'x'.repeat(999) }).service).toHaveLength(200)
    expect(book({ time: 14, date: ['heute'], service: { name: 'x' } })).toEqual({ time: '14' })
  })

  test('that are lists are read as an array, its JSON, one thing or one text', () => {
    const slots = [{ datum: 'Dienstag', uhrzeit: '10 Uhr' }, 'Mittwoch um elf', { zeit: 12 }, {}, null, 7]
    const read = [{ date: 'Dienstag', time: '10 Uhr' }, { date: 'Mittwoch um elf' }, { time: '12' }, { date: '7' }]
    expect(batch(slots)).toEqual(read)
    expect(batch(JSON.stringify(slots))).toEqual(read)
    expect(batch({ date: 'heute' })).toEqual([{ date: 'heute' }])
    expect(batch('Dienstag, 10 Uhr oder Mittwoch; Freitag')).toEqual(
      ['Dienstag, 10 Uhr', 'Mittwoch', 'Freitag'].map((date) => ({ date })),
    )
    expect(batch([])).toBeUndefined()
    expect(batch(Array.from({ length: 99 }, () => 'heute'))).toHaveLength(50)
    expect(refused(['k3f7', { offer_id: 'm2p9', time: '10:00' }, { date: '4.12.', time: '11 Uhr' }])).toEqual([
      'k3f7',
      'm2p9',
      '4.12. 11 Uhr',
    ])
    expect(refused('k3f7, m2p9')).toEqual(['k3f7', 'm2p9'])
    expect(refused('[k3f7')).toEqual(['[k3f7'])
  })

  test('never fault, whatever a model makes up', () => {
    const tools = Object.keys(argumentSchemas) as ToolName[]
    const keys = fc.oneof(
      fc.constantFrom('datum', 'time', 'confirm', 'name', 'slots', 'not', 'constructor'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...tools), fc.dictionary(keys, fc.jsonValue()), (tool, args) => {
        expect(argumentSchemas[tool].safeParse(readArguments(tool, args)).success).toBe(true)
      }),
    )
  })
})
