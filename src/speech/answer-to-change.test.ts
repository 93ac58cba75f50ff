import { describe, expect, test } from 'vitest'

import { asAnswerToChange } from './answer-to-change.ts'
import { understandAnswer } from './answer.ts'

const at = Temporal.PlainDateTime.from('2026-12-01T10:00')
const read = (change: 'cancel' | 'move', said: string) =>
  understandAnswer([asAnswerToChange(change, said)], [{ id: 'asked', at }]).kind

describe('asked whether to cancel', () => {
  test.each([
    'Ja',
    'Ja, bitte absagen',
    'Bitte absagen',
    'Ja, stornieren Sie den',
    'ja, sagen Sie ihn ab',
    'Ja, den Termin bitte stornieren.',
    'Ja, ich möchte ihn absagen',
    'Ja, leider',
    'Ja leider, ich schaffe es nicht',
    'Ja, absagen bitte, ich kann nicht kommen',
    'Yes, cancel it please',
    'Yes, I want to cancel it',
    'Unfortunately yes',
    "Yeah, I can't make it",
    'Den um zehn',
  ])('"%s" agrees', (said) => {
    expect(read('cancel', said)).toBe('yes')
  })

  test.each([
    'Nein',
    'Nein, nicht absagen',
    'Doch nicht',
    'lieber verschieben',
    'Nein, ich will nicht absagen, nur verschieben',
    'Soll ich absagen?',
    'Was kostet die Absage?',
    'Ich weiß noch nicht, ob ich absage',
    'Ich kann nicht kommen',
    'No, do not cancel it',
    "Don't cancel!",
    'Den um elf',
  ])('"%s" does not', (said) => {
    expect(read('cancel', said)).not.toBe('yes')
  })
})

describe('asked whether to move', () => {
  test.each([
    'Ja, verschieben Sie ihn bitte',
    'Ja bitte umbuchen',
    'Ja, verlegen Sie ihn auf zehn Uhr',
    'Verschieben',
    'Yes, move it please',
    'Yes, reschedule it',
  ])('"%s" agrees', (said) => {
    expect(read('move', said)).toBe('yes')
  })

  test.each([
    'Nein, nicht verlegen',
    'Nein, doch nicht verschieben',
    'lieber auf Mittwoch verschieben',
    'Ja, verschieben wir auf elf',
    'Können Sie ihn weiter verschieben?',
    'Leider nein',
    'Ich kann nicht',
  ])('"%s" does not', (said) => {
    expect(read('move', said)).not.toBe('yes')
  })
})
