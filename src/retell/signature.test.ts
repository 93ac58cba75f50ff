import * as fc from 'fast-check'
import { symmetric } from 'retell-sdk/lib/webhook_auth'
import { describe, expect, test } from 'vitest'

import { verifySignature } from './signature.ts'

const VECTOR_KEY = { workspaceId: 'workspace', key: 'key_test_vector' }
const VECTOR_MS = 1_750_000_000_000
const at = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs)

const vectors = [
  [
    '{"event":"call_ended","call":{"call_id":"call_abc"}}',
    'f97064916d74fb9914f72d38acb6c8ec711c116a14d0bfe11696732882aeb773',
  ],
  ['{"args":{"name":"Jürgen Größe"}}', '0e6225b78602460fe1c6a5b23926883bbbf9b29d3d114f9772034d6960be08c8'],
  ['', '897db7bb06788841ac8346cba5061a5b8e47b4a1e705afb6686c3b5aeb840755'],
] as const

describe('the signature of a request', () => {
  test.for(vectors)('made elsewhere over %j is genuine', ([body, digest]) => {
    const header = `v=${VECTOR_MS},d=${digest}`
    expect(verifySignature(Buffer.from(body), header, [VECTOR_KEY], at(VECTOR_MS))).toBe(VECTOR_KEY)
    expect(verifySignature(Buffer.from(body), header.toUpperCase(), [VECTOR_KEY], at(VECTOR_MS))).toBe(VECTOR_KEY)
    expect(verifySignature(Buffer.from(`${body} `), header, [VECTOR_KEY], at(VECTOR_MS))).toBeUndefined()
  })

  test('counts for five minutes in both directions and not a millisecond longer', () => {
    const [body, digest] = vectors[1]
    const header = `v=${VECTOR_MS},d=${digest}`
    for (const [offsetMs, expected] of [
      [300_000, VECTOR_KEY],
      [-300_000, VECTOR_KEY],
      [300_001, undefined],
      [-300_001, undefined],
    ] as const) {
      expect(verifySignature(Buffer.from(body), header, [VECTOR_KEY], at(VECTOR_MS + offsetMs))).toBe(expected)
    }
  })

  test('names the workspace whose key it was, whichever of several', () => {
    const keys = ['first', 'key_test_vector', 'last'].map((key) => ({ workspaceId: `workspace ${key}`, key }))
    const header = `v=${VECTOR_MS},d=${vectors[0][1]}`
    expect(verifySignature(Buffer.from(vectors[0][0]), header, keys, at(VECTOR_MS))?.workspaceId).toBe(
      'workspace key_test_vector',
    )
    expect(verifySignature(Buffer.from(vectors[0][0]), header, [], at(VECTOR_MS))).toBeUndefined()
  })

  test('that is missing or written otherwise is none', () => {
    const digest = vectors[2][1]
    const written = [undefined, '', ` v=${VECTOR_MS},d=${digest}`, `v=${VECTOR_MS},d=${digest}\n`]
    const wrong = [`d=${digest},v=${VECTOR_MS}`, `v=${VECTOR_MS},d=${digest}00`, `v=-1,d=${digest}`, `sha256=${digest}`]
    for (const header of [...written, ...wrong]) {
      expect(verifySignature(Buffer.alloc(0), header, [VECTOR_KEY], at(VECTOR_MS))).toBeUndefined()
    }
  })

  test('is judged as the maker of the signatures judges it', async () => {
    const timestamp = fc.oneof(
      fc.integer({ min: VECTOR_MS - 300_002, max: VECTOR_MS + 300_002 }),
      fc.constantFrom(VECTOR_MS - 300_000, VECTOR_MS - 300_001, VECTOR_MS + 300_000, VECTOR_MS + 300_001, 0),
    )
    const garble = fc.constantFrom(
      (header: string) => header,
      (header: string) => header.toUpperCase(),
      (header: string) => header.replace('v=', 'v=00'),
      (header: string) => ` ${header}`,
      (header: string) => header.slice(0, -1),
      (header: string) => header.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      (header: string) => header.replace(/v=\d+/, 'v=99999999999999999999'),
    )
    const body = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => text.isWellFormed())
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
        timestamp,
        garble,
        async (text, key, ms, change) => {
          const header = change(await symmetric.sign(text, key, ms))
          const theirs = await symmetric.verify(text, key, header, { timestamp: VECTOR_MS })
          const ours = verifySignature(Buffer.from(text), header, [{ workspaceId: 'w', key }], at(VECTOR_MS))
          expect(ours !== undefined).toBe(theirs)
        },
      ),
      { numRuns: 200 },
    )
  })
})
