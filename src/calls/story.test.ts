import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type Story, tellStory, type Told, type ToldKind } from './story.ts'

const kinds: readonly ToldKind[] = ['other', 'ringing', 'started', 'talking', 'transfer', 'ended', 'analyzed']
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const instant = fc.integer({ min: 0, max: 5 }).map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000))
const anyTold: fc.Arbitrary<Told> = fc.record({
  kind: fc.constantFrom(...kinds),
  transfer: maybe(fc.constantFrom('tried' as const, 'bridged' as const)),
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  durationMs: maybe(fc.nat(9)),
  endReason: maybe(fc.constantFrom('user_hangup', 'agent_hangup')),
  usCents: maybe(fc.nat(9)),
  sentiment: maybe(fc.constantFrom('positive' as const, 'negative' as const)),
  wasSuccessful: maybe(fc.boolean()),
  wasVoicemail: maybe(fc.boolean()),
  receivedAt: instant,
})

const nothing: Told = {
  kind: 'other',
  transfer: null,
  startedAt: null,
  endedAt: null,
  durationMs: null,
  endReason: null,
  usCents: null,
  sentiment: null,
  wasSuccessful: null,
  wasVoicemail: null,
  receivedAt: Temporal.Instant.from('2030-06-03T07:00:00Z'),
}
const told = (kind: ToldKind, facts: Partial<Told> = {}): Told => ({ ...nothing, kind, ...facts })

/** Instants are compared by what they are. */
const plain = (story: Story) => JSON.stringify(story)

describe('the story of a call', () => {
  test('is the same in any order, and whatever comes twice', () => {
    const shuffled = fc
      .array(anyTold, { maxLength: 8 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length, maxLength: 2 * events.length }),
        ),
      )
    fc.assert(
      fc.property(shuffled, ([events, again]) => {
        expect(plain(tellStory(again))).toBe(plain(tellStory(events)))
      }),
      { numRuns: 2_000 },
    )
  })

  test('never loses what it knew when more is told', () => {
    fc.assert(
      fc.property(fc.array(anyTold, { maxLength: 6 }), anyTold, (events, more) => {
        const before = tellStory(events)
        const after = tellStory([...events, more])
        const known = Object.entries(before).filter(([, value]) => value !== null && value !== false)
        expect(known.filter(([fact]) => after[fact as keyof Story] === null)).toEqual([])
        expect(before.isEnded && !after.isEnded).toBe(false)
        expect(before.transfer === 'bridged' && after.transfer !== 'bridged').toBe(false)
      }),
    )
  })

  test('believes the analysis before the end, and the end before the beginning', () => {
    const events = [
      told('analyzed', { usCents: 40 }),
      told('ended', { usCents: 34, durationMs: 95_000, endReason: 'user_hangup' }),
      told('started', { startedAt: Temporal.Instant.from('2030-06-03T07:00:00Z') }),
    ]
    expect(tellStory(events)).toMatchObject({
      usCents: 40,
      durationMs: 95_000,
      endReason: 'user_hangup',
      isEnded: true,
    })
    expect(tellStory(events.slice(2))).toMatchObject({ isEnded: false, usCents: null })
  })

  test('of a call whose analysis alone has come is that of one that has ended', () => {
    const { isEnded, endedAt } = tellStory([told('analyzed')])
    expect([isEnded, endedAt?.toString()]).toEqual([true, nothing.receivedAt.toString()])
  })
})
