import { REMEMBERED_FOR_MS, type SharedBuckets } from '../../infra/redis-buckets.ts'
import { createRequestBudget, KEPT_FOR_WRITES, PER_SECOND, type RequestBudget } from './request-budget.ts'

/**
 * At once, by all processes together. Less than for one alone: when they lose sight of each other in the middle of a minute, what
 * those then take who had not asked for a while has to fit below the 120 too.
 */
const CAPACITY = 44
/** What all those together may begin with. */
const MOST_FOR_THE_IDLE = 12
/** Whoever has asked since knows well enough what is left. */
const IDLE_AFTER_MS = 5_000
/** Where nobody has ever said how many share a key: the least there can be where somebody wants to share. */
const ASKERS_WHEN_UNKNOWN = 2

export type SharedBudgetDeps = {
  readonly buckets: Pick<SharedBuckets, 'take' | 'told' | 'shutOut'>
  readonly nowMs: () => number
}

/**
 * A key's budget that all processes take from, through Redis. While that is away each process lives on its part: of what was left
 * when it last asked, and of what is added; when it is back, what was sent meanwhile counts.
 *
 * @param mark tells the key apart from others without being it
 */
export function createSharedBudget({ buckets, nowMs }: SharedBudgetDeps, mark: string): RequestBudget {
  const own = createRequestBudget(nowMs)
  let askers = ASKERS_WHEN_UNKNOWN
  let countedAtMs = -Infinity
  let askedAtMs = -Infinity
  let isAlone = true
  own.become({ of: askers, tokens: CAPACITY / askers })

  /** How many share it. Redis may have forgotten some: fewer are believed only when it has said so for a while. */
  function noteAskers(count: number): void {
    if (count < askers && nowMs() - countedAtMs < REMEMBERED_FOR_MS) return
    askers = count
    countedAtMs = nowMs()
  }

  /** What is left in all as far as can be told from here, when others may have taken of it since. */
  function likelyLeft(): number {
    const left = own.tokens() * askers
    return askers > 1 ? Math.min(left, MOST_FOR_THE_IDLE) : left
  }

  function liveAlone(): void {
    const wasIdle = nowMs() - askedAtMs > IDLE_AFTER_MS
    if (!isAlone && wasIdle) own.become({ of: askers, tokens: likelyLeft() / askers })
    isAlone = true
  }

  return {
    async take(purpose) {
      const isKnown = nowMs() - askedAtMs < REMEMBERED_FOR_MS
      const state = await buckets.take(mark, {
        limits: { capacity: CAPACITY, perSecond: PER_SECOND },
        kept: purpose === 'read' ? KEPT_FOR_WRITES : 0,
        // Others who were on their own have sent as much, at the most.
        atMost: isAlone && isKnown ? own.tokens() * askers : CAPACITY,
        ifForgotten: isKnown ? likelyLeft() : CAPACITY,
      })
      if (state === undefined) {
        liveAlone()
        return own.take(purpose)
      }
      isAlone = false
      askedAtMs = nowMs()
      noteAskers(state.askers)
      own.become({ of: askers, tokens: state.tokens / askers })
      return state.waitMs
    },
    told(left) {
      own.told(left)
      buckets.told(mark, left)
    },
    shutOut(forMs) {
      own.shutOut(forMs)
      buckets.shutOut(mark, forMs)
    },
  }
}
