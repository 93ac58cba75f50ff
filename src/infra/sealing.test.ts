import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { systemRandom } from './random.ts'
import { SealError, createSealer } from './sealing.ts'

const oldKey = new Uint8Array(32).fill(1)
const newKey = new Uint8Array(32).fill(2)
const sealer = createSealer(oldKey, [], systemRandom)

test('what was sealed opens again, for any text and place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
      expect(sealer.open(sealer.seal(text, context), context)).toBe(text)
    }),
  )
})

test('sealing the same twice gives different bytes, and neither holds the text', () => {
  const [one, two] = [sealer.seal('key_secret', 'a'), sealer.seal('key_secret', 'a')]
  expect(one.equals(two)).toBe(false)
  expect(one.includes('key_secret')).toBe(false)
})

test('a changed bit anywhere is noticed', () => {
  const sealed = sealer.seal('key_secret', 'a')
  fc.assert(
    fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => sealer.open(changed, 'a')).toThrow(SealError)
    }),
  )
})

test('what is cut off is noticed', () => {
  const sealed = sealer.seal('key_secret', 'a')
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => sealer.open(sealed.subarray(0, length), 'a')).toThrow(SealError)
  }
})

test('a value moved to another place does not open', () => {
  expect(() => sealer.open(sealer.seal('key_secret', 'company one'), 'company two')).toThrow(SealError)
})

test('another key does not open it, and the message does not tell the value', () => {
  expect(() => createSealer(newKey, [], systemRandom).open(sealer.seal('key_secret', 'a'), 'a')).toThrow(
    'It was sealed with a key we do not have',
  )
})

test('after a rotation the old key is needed only until everything is rewrapped', () => {
  const sealed = sealer.seal('key_secret', 'a')
  const rotating = createSealer(newKey, [oldKey], systemRandom)
  expect(rotating.open(sealed, 'a')).toBe('key_secret')
  expect(rotating.isCurrent(sealed)).toBe(false)
  const rewrapped = rotating.rewrap(sealed, 'a')
  expect(rotating.isCurrent(rewrapped)).toBe(true)
  expect(createSealer(newKey, [], systemRandom).open(rewrapped, 'a')).toBe('key_secret')
})

test('a key of the wrong length is refused', () => {
  expect(() => createSealer(new Uint8Array(16), [], systemRandom)).toThrow('32 bytes')
})
