import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { soundDistance } from './phonetic-distance.ts'
import { soundsOf } from './phonetic-spelling.ts'

const sounds = fc.string({ unit: fc.constantFrom(...'abdefghijklmnoprstuvzAOUEQY6SXN'.split('')), maxLength: 12 })

describe('the sounds of a name', () => {
  test.each([
    ['meier', 'mayer'],
    ['schmidt', 'schmitt'],
    ['hoffmann', 'hofman'],
    ['philipp', 'filip'],
    ['thorsten', 'torsten'],
    ['walther', 'walter'],
    ['boehm', 'boem'],
    ['max', 'macks'],
    ['kuehn', 'kuen'],
    ['claus', 'klaus'],
    ['chlodwig', 'klodwig'],
  ])('%s and %s are the same', (one, other) => {
    expect(soundsOf(one)).toBe(soundsOf(other))
  })

  test.each([
    ['bauer', 'bU6'],
    ['mueller', 'mYl6'],
    ['joachim', 'joaXim'],
    ['stein', 'StAn'],
    ['', ''],
  ])('%s are %s', (word, heard) => {
    expect(soundsOf(word)).toBe(heard)
  })

  test('never hold one sound twice in a row', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,15}$/), (word) => {
        expect(soundsOf(word)).not.toMatch(/(.)\1/)
      }),
    )
  })
})

describe('the distance of two words in sounds', () => {
  test('is 0 for equal words and more for others', () => {
    fc.assert(
      fc.property(sounds, sounds, (one, other) => {
        expect(soundDistance(one, one)).toBe(0)
        expect(soundDistance(one, other) > 0).toBe(one !== other)
      }),
    )
  })

  test('is the same both ways', () => {
    fc.assert(
      fc.property(sounds, sounds, (one, other) => {
        expect(soundDistance(one, other)).toBeCloseTo(soundDistance(other, one), 9)
      }),
    )
  })

  test('given a limit is the same below it, and beyond it is never below it', () => {
    fc.assert(
      fc.property(sounds, sounds, fc.double({ min: 0, max: 8, noNaN: true }), (one, other, limit) => {
        const whole = soundDistance(one, other)
        const limited = soundDistance(one, other, limit)
        expect(whole <= limit ? limited === whole : limited > limit).toBe(true)
      }),
    )
  })

  test('is small for sounds a telephone mixes up and for endings it loses', () => {
    const plain = soundDistance(soundsOf('weber'), soundsOf('leber'))
    for (const [one, other] of [
      ['becker', 'pecker'],
      ['koenig', 'koenich'],
      ['mueller', 'moeller'],
      ['lange', 'lang'],
      ['haas', 'aas'],
    ] as const) {
      expect(soundDistance(soundsOf(one), soundsOf(other))).toBeLessThan(plain / 2)
    }
  })
})
