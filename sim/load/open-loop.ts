import { setTimeout as wait } from 'node:timers/promises'

/** One request: how it was answered, whether that is as it should be, and what it took, counted from when it was due. */
export type Sample = { status: string; ok: boolean; milliseconds: number }

/**
 * Starts `work` so many times a second, whether or not earlier ones have been answered: people do not stop calling because
 * a server is slow. The time a request waits for its turn counts as part of its answer.
 */
export async function openLoop(
  options: { perSecond: number; seconds: number },
  work: (index: number) => Promise<Omit<Sample, 'milliseconds'>>,
): Promise<readonly Sample[]> {
  const total = Math.round(options.perSecond * options.seconds)
  const startedMs = performance.now()
  const running: Promise<Sample>[] = []
  for (let index = 0; index < total; index++) {
    const dueMs = startedMs + (index * 1000) / options.perSecond
    const aheadMs = dueMs - performance.now()
    if (aheadMs > 1) await wait(aheadMs)
    running.push(work(index).then((sample) => ({ ...sample, milliseconds: performance.now() - dueMs })))
  }
  return await Promise.all(running)
}
