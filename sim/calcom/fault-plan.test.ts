import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createRandom } from '../chaos/random.ts'
import { families, planOf, readFaultItems } from './fault-plan.ts'
import { FaultSpecError } from './fault-values.ts'
import { createFaults } from './faults.ts'
import { drawMs } from './timing.ts'

const planFor = (spec: string) => planOf(readFaultItems(spec))

test('nothing said: a good day', () => {
  const plan = planFor('')
  expect(plan).toMatchObject({ rules: [], otherTime: 0, outage: undefined, staleMs: 2_000, overlaps: 'race' })
  expect(plan.latency.size).toBe(0)
})

test('each item is read as it is meant', () => {
  const plan = planFor(
    'slots.500=5%, bookings.booked-then-timeout=0.2, bookings.hang=19s@2%, writes.502-after=1%, outage=30s+600s@503, ' +
      'other-time=1%, webhooks.lost=30%, webhooks.double=10%, webhooks.delay=1..5s@20%, webhooks.shuffle=8, stale=500ms, ' +
      'overlaps=on, race=20ms, rate-limit=30, rate-block=5s, slots.empty=2%, leak=on, cancels.drop-after=3%',
  )
  const writes = ['bookings', 'reschedules', 'cancels', 'decisions']
  expect(plan.rules).toEqual([
    { families: ['slots'], share: 0.05, kind: { name: 'status', status: 500, after: false } },
    { families: ['bookings'], share: 0.2, kind: { name: 'done-then-timeout' } },
    { families: ['bookings'], share: 0.02, kind: { name: 'hang', milliseconds: 19_000 } },
    { families: writes, share: 0.01, kind: { name: 'status', status: 502, after: true } },
    { families: ['cancels'], share: 0.03, kind: { name: 'drop', after: true } },
  ])
  expect(plan).toMatchObject({
    outage: { afterMs: 30_000, forMs: 600_000, how: 503 },
    otherTime: 0.01,
    emptySlots: 0.02,
    webhooks: {
      lost: 0.3,
      double: 0.1,
      times: 1,
      delay: { spread: { leastMs: 1_000, mostMs: 5_000 }, share: 0.2 },
      shuffle: 8,
    },
    staleMs: 500,
    overlaps: 'on',
    raceMs: 20,
    rateLimit: { limit: 30, blockMs: 5_000 },
    leak: true,
  })
})

test('the narrower latency wins, in whatever order they are said', () => {
  for (const spec of ['latency=1s,slots.latency=100ms,usual', 'usual,slots.latency=100ms,latency=1s']) {
    const { latency } = planFor(spec)
    expect(latency.get('slots')).toEqual({ leastMs: 100, mostMs: 100 })
    expect(latency.get('bookings')).toEqual({ leastMs: 1_000, mostMs: 1_000 })
  }
  expect(planFor('usual').latency.get('bookings')).toEqual({ leastMs: 500, mostMs: 2_000 })
  expect(planFor('usual').latency.get('reads')).toEqual({ leastMs: 300, mostMs: 800 })
})

test('an outage without a beginning is now', () => {
  expect(planFor('outage=10m').outage).toEqual({ afterMs: 0, forMs: 600_000, how: 'drop' })
})

test.each([
  'slot.500=5%',
  'slots.500=200%',
  'slots.200=5%',
  'slots.latency=fast',
  'slots.latency=550',
  'nothing.latency=5ms',
  'bookings.hang=19s@2s',
  'overlaps=maybe',
  'outage=30s+600s@200',
  'rate-limit=-1',
  'leak=1',
  'gremlins=5%',
])('%s is refused by its name', (spec) => {
  expect(() => readFaultItems(`stale=1s,${spec}`)).toThrow(FaultSpecError)
  expect(() => readFaultItems(spec)).toThrow(spec.split('=')[0])
})

test('what cannot be read changes nothing', () => {
  const faults = createFaults('stale=1s', createRandom(1), () => 0)
  expect(() => faults.add('stale=0,slots.500=x')).toThrow(FaultSpecError)
  expect(() => faults.set('nonsense=1')).toThrow(FaultSpecError)
  expect(faults.spec).toBe('stale=1s')
  expect(faults.plan.staleMs).toBe(1_000)
})

test('the specification in force can be written down and read again', () => {
  const items = fc.uniqueArray(
    fc.constantFrom(
      'slots.500=5%',
      'latency=1s',
      'usual',
      'stale=0',
      'overlaps=off',
      'webhooks.lost=30%',
      'outage=1s+2s',
    ),
  )
  fc.assert(
    fc.property(items, (chosen) => {
      const faults = createFaults(chosen.join(','), createRandom(1), () => 0)
      expect(planFor(faults.spec)).toEqual(planFor(chosen.join(',')))
    }),
  )
})

const fates = (seed: number) => {
  const faults = createFaults('slots.500=20%', createRandom(seed), () => 0)
  return Array.from({ length: 5_000 }, () => faults.fateOf('slots').fault?.name)
}

test('a share is struck as often as it says, and the same seed strikes the same requests', () => {
  const struck = fates(1).filter((name) => name === 'status').length
  expect(struck).toBeGreaterThan(900)
  expect(struck).toBeLessThan(1_100)
  expect(fates(2)).toEqual(fates(2))
  expect(fates(2)).not.toEqual(fates(3))
})

test('latencies are drawn so that nine of ten lie in the spread', () => {
  const random = createRandom(1)
  const drawn = Array.from({ length: 10_000 }, () => drawMs({ leastMs: 300, mostMs: 800 }, random))
  const inside = drawn.filter((milliseconds) => milliseconds >= 300 && milliseconds <= 800).length
  expect(inside).toBeGreaterThan(8_800)
  expect(inside).toBeLessThan(9_200)
})

test('an outage lasts as long as it says from when it was asked for', () => {
  let nowMs = 0
  const faults = createFaults('', createRandom(1), () => nowMs)
  nowMs = 1_000_000
  faults.set('outage=30s+10m')
  const awayAt = (atMs: number) => {
    nowMs = 1_000_000 + atMs
    return faults.outage() !== undefined
  }
  expect([0, 29_999, 30_000, 629_999, 630_000].map(awayAt)).toEqual([false, false, true, true, false])
  nowMs = 1_100_000
  faults.add('stale=0')
  expect(faults.outage()).toBe('drop')
})

test('nothing strikes a family it does not name', () => {
  fc.assert(
    fc.property(fc.constantFrom(...families), fc.constantFrom(...families), (named, other) => {
      fc.pre(named !== other)
      const faults = createFaults(`${named}.500=100%,${named}.latency=1s`, createRandom(1), () => 0)
      expect(faults.fateOf(other)).toMatchObject({ latencyMs: 0, fault: undefined })
      expect(faults.fateOf(named)).toMatchObject({ latencyMs: 1_000, fault: { status: 500 } })
    }),
  )
})
