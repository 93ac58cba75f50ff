import { expect, test } from 'vitest'

import { asksBesides } from './asks-besides.ts'

test.each([
  'Ihre Nummer wird mir nicht angezeigt. Wie ist Ihr Name, und unter welcher Nummer erreichen wir Sie?',
  'I cannot see your number. What is your name, and at which number can we reach you?',
  'Schön, dass Sie anrufen. Wie ist Ihr Name?',
  'Wie heißen Sie denn?',
  'Wie schreibt man das?',
  'Und Ihre E-Mail-Adresse?',
  'Guten Tag, wie ist Ihr Name?',
  'Null eins sieben sechs, drei fünf zwei. Stimmt das so?',
  '0 1 7 6 3 5, is that right?',
  'And your surname, please?',
])('"%s" asks about the person', (words) => {
  expect(asksBesides(words)).toBe(true)
})

test.each([
  'Soll ich diesen Termin für Sie buchen?',
  'Shall I book this appointment for you?',
  'Auf welchen Namen darf ich den Termin buchen?',
  'Ich trage das auf Ihren Namen ein, sind Sie sicher?',
  'Am Dienstag um zehn unter Ihrer Nummer?',
  'Welche Zeit passt Ihnen?',
  'Sollen wir dabei bleiben, Frau Neumann?',
  'Does that work for you, under which name?',
])('"%s" is about the appointment, whatever else it asks', (words) => {
  expect(asksBesides(words)).toBe(false)
})

test.each(['Wirklich?', 'Ist das richtig?', 'Sind Sie noch da?', '', 'Danke, ich habe Ihre Nummer.'])(
  '"%s" is not plainly about the person',
  (words) => {
    expect(asksBesides(words)).toBe(false)
  },
)

test('whether something is right is asked about what was asked before', () => {
  expect(asksBesides('Habe ich das richtig?', true)).toBe(true)
  expect(asksBesides('Ist der Termin so richtig?', true)).toBe(false)
})
