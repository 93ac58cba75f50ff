import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { understandReply } from './understand-reply.ts'

const at = Temporal.PlainDateTime.from('2030-06-04T14:30')
const today = Temporal.PlainDate.from('2030-06-03')
const understood = (said: string) => understandReply(said, at, today)

test.each(['Ja', 'JA!', 'ja gerne', 'Ja, ich komme', 'Ok', 'passt', 'yes', 'Yes please', '👍', 'ja 14:30'])(
  '"%s" is a yes',
  (said) => expect(understood(said)).toBe('yes'),
)

test.each([
  'ABSAGEN',
  'absagen bitte',
  'Ja absagen',
  'Ich muss leider absagen',
  'Hiermit sage ich den Termin ab',
  'ich sage ab',
  'ich möchte den Termin absagen',
  'stornieren',
  'CANCEL',
  'I need to cancel',
  'please cancel my appointment',
])('"%s" cancels', (said) => expect(understood(said)).toBe('cancel'))

test.each([
  'Nein',
  'nicht absagen!',
  'Ja, bitte nicht absagen',
  'Ich sage nicht ab',
  'kann ich absagen?',
  'Könnte ich absagen',
  'Wenn es regnet, absagen',
  'Absagen und neuen Termin',
  'do not cancel',
  "don't cancel",
  'Ja aber 15 Uhr',
  'Verschieben bitte',
  'Wer ist da',
  '',
])('"%s" is for a person to read', (said) => expect(understood(said)).toBe('unclear'))

test('only the word alone is the end of texts', () => {
  expect(['Stop', ' STOPP. ', 'abmelden'].map(understood)).toEqual(['stop', 'stop', 'stop'])
  expect(understood('Stop, ich komme doch')).not.toBe('stop')
  expect(understood('start')).toBe('start')
})

test('nothing cancels that does not name cancelling, and nothing that takes it back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (said) => {
      fc.pre(!/sag|storn|cancel/iu.test(said))
      expect(understood(said)).not.toBe('cancel')
    }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom('absagen', 'stornieren', 'cancel'),
      fc.constantFrom('nicht', 'bitte nicht', 'do not'),
      (word, not) => {
        expect(understood(`${not} ${word}`)).toBe('unclear')
      },
    ),
  )
})
