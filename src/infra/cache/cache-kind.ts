import type { ZodType } from 'zod'

/**
 * A kind of value that is kept for a while: how long, how stale it may be told, how it is read back. One per sort of data,
 * stated where the data lives.
 */
export type CacheKind<Value> = {
  /** In keys and metrics; small letters and hyphens. Another shape of value is another name. */
  readonly name: string
  /** The longest a value counts as fresh. The safety net: what changes is dropped when it changes. */
  readonly ttlMs: number
  /** How old a value may be that is told, marked as stale, while nothing fresh can be had. 0: never. */
  readonly staleForMs: number
  /** In what time whoever asks has a value or hears that there is none. */
  readonly answerWithinMs: number
  /**
   * For so long after a change the source may still tell what was before it. What is loaded then is kept no longer than that.
   */
  readonly settlesWithinMs?: number
  /** What a value looks like; values are plain JSON. What another version of the program left behind does not fit and is loaded anew. */
  readonly schema: ZodType<Value>
  /** How a source that cannot be asked shows; all other errors are faults and are not remembered. */
  readonly unavailable: { is(error: unknown): error is Error; make(): Error }
}

/** Where a value is kept. */
export type CachePlace = {
  /** Whose it is: a company's id. Whatever has one scope can be changed in one step. */
  readonly scope: string
  /** Which one it is. No personal data: a phone number goes in as its mark. */
  readonly id: string
  /** What else it can be dropped by, within the scope. */
  readonly tags?: readonly string[]
}

/** Tags outlive what carries them; so nothing may be kept longer than this. */
const LONGEST_KEPT_MS = 90 * 60_000

/**
 * States a kind.
 *
 * @throws RangeError when a time is beyond what the cache can promise
 */
export function defineCacheKind<Value>(kind: CacheKind<Value>): CacheKind<Value> {
  if (!/^[a-z][a-z-]{0,30}$/.test(kind.name)) throw new RangeError(`"${kind.name}" is no name of a kind`)
  for (const ms of [kind.ttlMs, kind.staleForMs, kind.answerWithinMs, kind.settlesWithinMs ?? 0]) {
    if (!(ms >= 0 && ms <= LONGEST_KEPT_MS)) throw new RangeError(`${kind.name}: ${ms} ms is out of range`)
  }
  return Object.freeze(kind)
}
