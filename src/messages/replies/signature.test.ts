import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { signAsTwilio } from '../../../test/harness/twilio.ts'
import { isSignedByTwilio, readForm } from './signature.ts'

test('the example Twilio itself gives is genuine', () => {
  const fields = Object.entries({
    Digits: '1234',
    To: '+18005551212',
    From: '+12349013030',
    Caller: '+12349013030',
    CallSid: 'CA1234567890ABCDE',
  })
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  expect(isSignedByTwilio('12345', url, fields, '0/KCTR6DLpKmkAf8muzZqo1nDgQ=')).toBe(true)
  expect(isSignedByTwilio('12345', url, fields, '0/KCTR6DLpKmkAf8muzZqo2nDgQ=')).toBe(false)
})

const form = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' }), { maxKeys: 8 })

test('what is signed is genuine however it came over the wire, and not with a field, token or address changed', () => {
  fc.assert(
    fc.property(form, fc.string(), fc.webUrl({ withQueryParameters: true }), (fields, token, url) => {
      const signature = signAsTwilio(token, url, fields)
      const read = readForm(Buffer.from(new URLSearchParams(fields).toString()))
      expect(isSignedByTwilio(token, url, read, signature)).toBe(true)
      expect(isSignedByTwilio(`${token}x`, url, read, signature)).toBe(false)
      expect(isSignedByTwilio(token, `${url}/`, read, signature)).toBe(false)
      expect(isSignedByTwilio(token, url, [...read, ['~', 'x']], signature)).toBe(false)
    }),
  )
})

test('no text is a signature by accident', () => {
  fc.assert(
    fc.property(fc.option(fc.string(), { nil: undefined }), (signature) => {
      expect(isSignedByTwilio('token', 'https://ringbook.test/', [], signature)).toBe(false)
    }),
  )
})
