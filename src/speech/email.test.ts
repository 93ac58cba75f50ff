import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readEmail, sayEmail } from './email.ts'

describe('an e-mail address in words', () => {
  test.each([
    ['anna Punkt müller ät gmx Punkt de', 'anna.mueller@gmx.de'],
    ['meine E-Mail-Adresse ist A wie Anton Unterstrich Meier dreiundzwanzig at web de', 'a_meier23@web.de'],
    ['schicken Sie es bitte an peter punkt lustig at gmail dot com', 'peter.lustig@gmail.com'],
    ['info minus nord Klammeraffe t minus online Punkt de', 'info-nord@t-online.de'],
    ['m e i e r at outlook punkt de', 'meier@outlook.de'],
    ['john dot smith at example dot co dot uk', 'john.smith@example.co.uk'],
    ['my email is jane underscore doe at gmail dot com', 'jane_doe@gmail.com'],
    ['klaus 1975 at freenet de', 'klaus1975@freenet.de'],
    ['Info@Firma.de', 'info@firma.de'],
    ['anna müller, alles klein und zusammen, at posteo punkt de', 'annamueller@posteo.de'],
  ])('"%s"', (said, email) => {
    expect(readEmail(said)).toBe(email)
  })

  test.each([
    '',
    'anna at gmx',
    'at web de',
    'anna punkt müller',
    'ich rufe wegen meiner Tochter nochmal an',
    'anna at',
    'a@b',
    'ich weiß nicht genau at web de',
  ])('is missing in "%s"', (said) => {
    expect(readEmail(said)).toBeUndefined()
  })
})

test('an address read back is read as the same address, in both languages', () => {
  const local = fc.array(fc.constantFrom('anna', 'paul', 'mueller', 'praxis', '7', '23'), {
    minLength: 1,
    maxLength: 3,
  })
  const sign = fc.constantFrom('.', '-', '_', '')
  const domain = fc.constantFrom('web.de', 't-online.de', 'salon-nord.com', 'example.co.uk')
  fc.assert(
    fc.property(local, sign, domain, fc.constantFrom('de', 'en'), (parts, between, host, language) => {
      const email = `${parts.join(between)}@${host}`
      expect(readEmail(sayEmail(email, language))).toBe(email)
    }),
  )
})

test('whatever was said, an address is well formed or there is none', () => {
  const word = fc.oneof(fc.constantFrom('at', 'punkt', 'minus', 'anna', 'de', '@', 'doppel', 'wie'), fc.string())
  fc.assert(
    fc.property(fc.array(word, { maxLength: 15 }), (words) => {
      expect(readEmail(words.join(' ')) ?? 'a@b.de').toMatch(/^[^@\s]+@[^@\s]+\.[a-z]+$/)
    }),
  )
})

test('signs and digits are read back by name', () => {
  expect(sayEmail('a.b_2@t-online.de', 'de')).toBe('a Punkt b Unterstrich zwei ät t Minus online Punkt de')
  expect(sayEmail('a.b@web.de', 'en')).toBe('a dot b at web dot de')
})
