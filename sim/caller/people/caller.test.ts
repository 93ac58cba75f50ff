import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { createCaller } from './caller.ts'
import { cueIn } from './cues.ts'
import { readLine } from './line.ts'
import { usualLines } from './usual-lines.ts'

describe('a line', () => {
  test('tells what is marked in it, as it is, as the model writes it, or as it is heard', () => {
    const line = readLine('Am [date=24.11.2026:Dienstag], [time:um zehn], bei [staff~Sara Mayer:Sarah Meier].')
    expect(line).toEqual({
      spoken: 'Am Dienstag, um zehn, bei Sarah Meier.',
      heard: 'Am Dienstag, um zehn, bei Sara Mayer.',
      told: { date: '24.11.2026', time: 'um zehn', staff: 'Sara Mayer' },
    })
  })

  test('without marks is what it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('['))
        expect(readLine(text)).toEqual({ spoken: text, heard: text, told: {} })
      }),
    )
  })
})

describe('a caller understands what they are asked', () => {
  test.each([
    ['de', 'Ja, da ist frei: Dienstag um zehn Uhr. Soll ich diesen Termin für Sie buchen?', 'offer'],
    ['de', 'Frei wäre um elf Uhr oder um zwölf Uhr. Welche Zeit passt Ihnen?', 'choice'],
    ['de', 'Auf welchen Namen darf ich den Termin buchen?', 'name'],
    ['de', 'Sie haben zwei Termine. Der erste: … Welchen Termin soll ich absagen?', 'which'],
    ['de', 'Ich habe hier: Dienstag. Soll ich diesen Termin absagen?', 'cancel'],
    ['de', 'Soll ich Ihren Termin dorthin verlegen?', 'move'],
    ['de', 'Wie ist Ihr Name, und unter welcher Nummer erreichen wir Sie?', 'phone'],
    [
      'de',
      'Damit ich nachsehen kann, nennen Sie mir bitte Ihren vollen Namen, den Tag des Termins und die Terminnummer.',
      'verify',
    ],
    ['de', 'Ihr Termin ist gebucht. Kann ich sonst noch etwas für Sie tun?', 'more'],
    ['de', 'Vielen Dank für Ihren Anruf. Auf Wiederhören!', 'done'],
    ['en', 'Yes, that is free. Shall I book this appointment for you?', 'offer'],
    ['en', 'Which time suits you?', 'choice'],
    ['en', 'Under which name may I book the appointment?', 'name'],
    ['en', 'Which appointment shall I cancel?', 'which'],
    ['en', 'Shall I cancel this one?', 'cancel'],
    ['en', 'Shall somebody from our team call you back?', 'callback'],
    ['en', 'The weekday and the date do not go together. Which is right: Monday or Tuesday?', 'contradiction'],
    ['en', 'What can I do for you?', 'greeting'],
  ] as const)('%s: %s', (language, words, cue) => {
    expect(cueIn(words, language)).toBe(cue)
  })
})

describe('a caller', () => {
  const wants = { intent: 'book', service: 'Bartpflege', date: 'morgen', name: 'Eva Berg' } as const
  const times = [
    { weekday: 'Dienstag', date: '24.11.2026', time: '10:00' },
    { weekday: 'Dienstag', date: '24.11.2026', time: '14:30' },
  ]

  test('answers by the script first, then as people usually do', () => {
    const caller = createCaller({ language: 'de', wants, script: { offer: ['Hm, nein.'] } })
    const offer = 'Soll ich diesen Termin für Sie buchen?'
    expect(caller.turn(offer, [])).toMatchObject({ kind: 'says', spoken: 'Hm, nein.' })
    expect(caller.turn(offer, [])).toMatchObject({ kind: 'says', spoken: usualLines.de.answers.offer(wants) })
  })

  test('takes one of the times read out, by its words', () => {
    const script = { choice: [{ says: 'Dann {alternative}, bitte.', takes: 2 }] }
    const caller = createCaller({ language: 'de', wants, script })
    const turn = caller.turn('Welche Zeit passt Ihnen?', times)
    expect(turn).toMatchObject({ spoken: 'Dann den am Dienstag um 14 Uhr 30, bitte.', takes: 1 })
  })

  test('says who they are when asked together with what they want', () => {
    const caller = createCaller({ language: 'de', wants, script: {} })
    const turn = caller.turn('Mit wem spreche ich, und was kann ich für Sie tun?', [])
    expect(turn).toMatchObject({ told: { name: 'Eva Berg', service: 'Bartpflege' } })
  })

  test('is silent, hangs up, and says nothing after the last word', () => {
    const script = { offer: ['(silence)', { says: 'Ja.', last: true }] } as const
    const caller = createCaller({ language: 'de', wants, script })
    const offer = 'Soll ich diesen Termin für Sie buchen?'
    expect(caller.turn(offer, []).kind).toBe('silent')
    expect(caller.turn(offer, []).kind).toBe('says')
    expect(caller.turn(offer, []).kind).toBe('hangs_up')
  })

  test('has an answer in both languages to everything, and marks what it tells', () => {
    for (const { answers, opening } of Object.values(usualLines)) {
      for (const say of [...Object.values(answers), ...Object.values(opening)]) {
        expect(say({ ...wants, intent: 'book' }).trim()).not.toBe('')
      }
    }
    expect(readLine(usualLines.de.opening.book(wants)).told).toEqual({ service: 'Bartpflege', date: 'morgen' })
  })
})
