import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { withinDeadline } from './deadline.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const atAbort = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve('a late answer'))
  })

test('work that heeds its signal answers of itself', async () => {
  const answer = withinDeadline(9_000, atAbort)
  await vi.advanceTimersByTimeAsync(9_000)
  expect(await answer).toBe('a late answer')
})

test('work that does not is given up half a second later', async () => {
  const never = Promise.withResolvers<string>().promise
  const outcome = withinDeadline(9_000, () => never).catch((error: unknown) => String(error))
  await vi.advanceTimersByTimeAsync(9_500)
  expect(await outcome).toContain('TimeoutError')
})

test('work that is done leaves nothing running', async () => {
  expect(await withinDeadline(9_000, () => Promise.resolve('done'))).toBe('done')
  expect(vi.getTimerCount()).toBe(0)
})
