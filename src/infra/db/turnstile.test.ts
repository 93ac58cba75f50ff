import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { createTurnstile, WaitedTooLongError } from './turnstile.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** How many of those who want to come in are in, and what they leave by. */
function crowd(
  options: { readily: number; atMost: number; room?: () => number; longestWaitMs?: number },
  size: number,
) {
  const turnstile = createTurnstile({
    room: () => 0,
    growAfterMs: 20,
    growWhileMovingMs: 200,
    longestWaitMs: 60_000,
    ...options,
  })
  const inside: (() => void)[] = []
  const entered = Array.from({ length: size }, () => turnstile.enter().then((leave) => inside.push(leave)))
  return { inside, turnstile, entered }
}

/** A turnstile whom somebody inside leaves every 10 ms. As many as were in at once keep a place. */
function openCounter() {
  const counter = { places: 1, come }
  const inside: (() => void)[] = []
  let count = 0
  const turnstile = createTurnstile({
    readily: 1,
    atMost: 20,
    growAfterMs: 20,
    growWhileMovingMs: 200,
    longestWaitMs: 60_000,
    room: () => counter.places,
  })
  async function come(people: number, forMs: number) {
    for (let person = 0; person < people; person++) void turnstile.enter().then(enter)
    for (let passedMs = 0; passedMs < forMs; passedMs += 10) {
      await vi.advanceTimersByTimeAsync(10)
      if (inside.length > 0) count -= 1
      inside.shift()?.()
    }
  }
  const enter = (leave: () => void) => {
    count += 1
    counter.places = Math.max(counter.places, count)
    inside.push(leave)
  }
  return counter
}

describe('a turnstile', () => {
  test('lets a few in at once and the others when these leave, in the order they came', async () => {
    const { inside, entered } = crowd({ readily: 2, atMost: 5 }, 3)
    await Promise.all(entered.slice(0, 2))
    expect(inside).toHaveLength(2)
    inside[0]?.()
    await entered[2]
    expect(inside).toHaveLength(3)
  })

  test('lets one more in for each 20 ms that somebody waits, up to the most there may be', async () => {
    const { inside } = crowd({ readily: 1, atMost: 3 }, 9)
    await vi.advanceTimersByTimeAsync(19)
    expect(inside).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(inside).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(100)
    expect(inside).toHaveLength(3)
  })

  describe('where whoever is inside leaves every 10 ms', () => {
    test('room for one more is made only each 200 ms: they are busy, not stuck', async () => {
      const counter = openCounter()
      await counter.come(60, 190)
      expect(counter.places).toBe(1)
      await counter.come(0, 60)
      expect(counter.places).toBe(2)
      await counter.come(0, 200)
      expect(counter.places).toBe(3)
    })

    test('the 200 ms count anew once nobody has to wait', async () => {
      const counter = openCounter()
      for (let burst = 0; burst < 5; burst++) await counter.come(12, 130)
      expect(counter.places).toBe(1)
    })
  })

  test('lets in as many as there is room for already', async () => {
    const { inside } = crowd({ readily: 1, atMost: 5, room: () => 4 }, 9)
    await vi.advanceTimersByTimeAsync(0)
    expect(inside).toHaveLength(4)
  })

  test('counts who leaves twice once', async () => {
    const { inside } = crowd({ readily: 1, atMost: 1 }, 4)
    await vi.advanceTimersByTimeAsync(0)
    inside[0]?.()
    inside[0]?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(inside).toHaveLength(2)
  })

  test('sends away who has waited too long, and lets in who came later', async () => {
    const { inside, turnstile, entered } = crowd({ readily: 1, atMost: 1, longestWaitMs: 10_000 }, 1)
    await Promise.all(entered)
    const early = turnstile.enter().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(9_000)
    const late = turnstile.enter()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await early).toBeInstanceOf(WaitedTooLongError)
    inside[0]?.()
    expect(await late).toBeTypeOf('function')
  })

  test('leaves no timer behind of those who came in', async () => {
    const { entered, inside } = crowd({ readily: 1, atMost: 1 }, 2)
    await entered[0]
    inside[0]?.()
    await entered[1]
    expect(vi.getTimerCount()).toBe(0)
  })

  test('forgets nobody, whoever leaves when', async () => {
    const { inside, entered } = crowd({ readily: 2, atMost: 4 }, 50)
    for (let left = 0; left < 50; left++) {
      await vi.advanceTimersByTimeAsync(left % 3 === 0 ? 20 : 0)
      inside[left]?.()
    }
    await Promise.all(entered)
    expect(inside).toHaveLength(50)
  })
})
