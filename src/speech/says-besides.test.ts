import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { saysBesides } from './says-besides.ts'

test.each([
  'Nein.',
  'Nein, danke.',
  'Nein, die Nummer möchte ich nicht sagen.',
  'Mein Name ist Petra Neumann, die Nummer möchte ich doch lieber nicht sagen.',
  'Nein, die gebe ich ungern heraus.',
  'Lieber nicht.',
  'Nein, das will ich nicht.',
  'Keine Nummer, bitte.',
  'No, thank you.',
  "No, I'd rather not give it.",
  'I don’t want to tell you that.',
  "I'd rather not say.",
  'No, no number please.',
])('"%s" answers its question alone', (said) => {
  expect(saysBesides(said, 'no')).toBe(false)
})

test.each([
  'Ach nein, doch nicht.',
  'Nein, dann lieber nicht.',
  'Nein, lassen Sie es.',
  'Lassen Sie den Termin.',
  'Vergessen Sie es.',
  'Nein, stopp.',
  'Nein, ich habe es mir anders überlegt.',
  'Ich möchte den Termin nicht mehr.',
  'Nein, buchen Sie das bitte nicht.',
  'Nein, da kann ich doch nicht.',
  'Nein, das passt mir leider nicht.',
  'Dann brauche ich keinen Termin.',
  'No, forget it.',
  'Never mind.',
  "No, I've changed my mind.",
  "No, don't book it.",
  'No, I can’t.',
  'No, that does not work.',
  'No appointment, thank you.',
])('"%s" takes back what was agreed to', (said) => {
  expect(saysBesides(said, 'no')).toBe(true)
})

test('a wish for another number is none for another time, unless it names one', () => {
  expect(saysBesides('Nehmen Sie lieber meine andere Nummer.', 'change')).toBe(false)
  expect(saysBesides('Use my other number instead.', 'change')).toBe(false)
  expect(saysBesides('Mein Name ist Neumann, aber lieber am Dienstag.', 'change')).toBe(true)
  expect(saysBesides('Lieber was anderes.', 'change')).toBe(true)
})

test('whoever speaks of the appointment speaks of it, whatever else they say', () => {
  const words = fc.constantFrom('nein', 'die Nummer', 'sage ich nicht', 'Neumann', ',', 'nicht nennen', '0176')
  fc.assert(
    fc.property(fc.array(words), fc.array(words), (before, after) => {
      const said = [...before, 'doch nicht den Termin', ...after].join(' ')
      expect(saysBesides(said, 'no')).toBe(true)
    }),
  )
})
