import { AsyncLocalStorage } from 'node:async_hooks'

import type { CacheOutcome } from './cache.ts'

/** How one request's questions to the cache were answered. For telemetry and tests alone: nothing decides anything by it. */
export type CacheTally = {
  /** Known here or elsewhere, or brought by somebody else's load. */
  hits: number
  /** Loaded for it, stale, or not to be had. */
  misses: number
}

const current = new AsyncLocalStorage<CacheTally>()

const HITS: ReadonlySet<CacheOutcome> = new Set(['memory', 'redis', 'shared', 'shared_elsewhere'])

export function newCacheTally(): CacheTally {
  return { hits: 0, misses: 0 }
}

/** Runs `work` and counts into `tally` every question asked on its behalf. */
export function tallyCacheAnswers<T>(tally: CacheTally, work: () => T): T {
  return current.run(tally, work)
}

/** Counts an answer into the tally of the request it was asked for, if there is one; where the cache is off it is neither. */
export function countCacheAnswer(outcome: CacheOutcome): void {
  const tally = current.getStore()
  if (tally === undefined || outcome === 'off') return
  if (HITS.has(outcome)) tally.hits += 1
  else tally.misses += 1
}
