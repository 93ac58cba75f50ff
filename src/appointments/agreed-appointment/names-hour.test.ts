import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { sayDateTime, sayTime } from '../../speech/say-when.ts'
import { namesHour } from './names-hour.ts'

const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 })
const language = fc.constantFrom('de', 'en' as const)
const timeOf = (minute: number) => new Temporal.PlainTime().add({ minutes: minute })

test('every time there is, however it is said or written, is heard', () => {
  fc.assert(
    fc.property(minuteOfDay, language, fc.constantFrom('agent', 'user' as const), (minute, lang, role) => {
      const at = Temporal.PlainDate.from('2030-06-04').toPlainDateTime(timeOf(minute))
      expect(namesHour([{ role, text: `Ja, da ist frei: ${sayTime(timeOf(minute), lang)}.` }])).toBe(true)
      expect(namesHour([{ role, text: sayDateTime(at, lang) }])).toBe(true)
    }),
  )
})

test.each([
  'halb drei geht',
  'Viertel vor',
  'um elf',
  'gegen Mittag',
  'so um fünfe',
  'um zwölf',
  'um ZWOELF',
  'at noon then',
  'make it half past',
  'ten would do',
  'um 9',
])('"%s" names one', (text) => {
  expect(namesHour([{ role: 'user', text }])).toBe(true)
})

test.each([
  'Wie kann ich Ihnen helfen?',
  'Was kostet ein Haarschnitt?',
  'Morgen Nachmittag, bitte',
  'What can I do for you?',
])('"%s" names none', (text) => {
  expect(namesHour([{ role: 'agent', text }])).toBe(false)
})

/** As JSON, and as JSON within JSON. */
function answered(reply: object): boolean[] {
  const text = JSON.stringify(reply)
  return [text, JSON.stringify(text)].map((one) => namesHour([{ role: 'result', text: one }]))
}

test('a tool names one by an offer, and by nothing else', () => {
  expect(answered({ status: 'available', date: '04.06.2030', time: '10:00' })).toEqual([true, true])
  expect(answered({ status: 'ok', today: '03.06.2030', now: '09:00' })).toEqual([false, false])
})
