import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { argumentSchemas, readArguments, type ToolName } from './arguments.ts'

const book = (args: Record<string, unknown>) => readArguments('book_appointment', args)

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

  test('never fault, whatever a model makes up', () => {
    const tools = Object.keys(argumentSchemas) as ToolName[]
    const keys = fc.oneof(fc.constantFrom('datum', 'time', 'confirm', 'name', 'constructor'), fc.string())
    fc.assert(
      fc.property(fc.constantFrom(...tools), fc.dictionary(keys, fc.jsonValue()), (tool, args) => {
        expect(argumentSchemas[tool].safeParse(readArguments(tool, args)).success).toBe(true)
      }),
    )
  })
})
