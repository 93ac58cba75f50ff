/**
 * How many requests a key may still send. Cal.com lets a key have 120 in a minute and shuts it out for a minute at the one
 * after; several processes may share a key, so what its answers say is believed too.
 */
export type RequestBudget = {
  /** Takes one request. 0: go ahead. Else how long to wait before asking again, in milliseconds. */
  take(purpose: 'read' | 'write'): number | Promise<number>
  /** What an answer said of the key: how many are left, until the count begins anew. */
  told(left: { remaining: number; resetMs: number }): void
  /** The key was shut out, for so long. */
  shutOut(forMs: number): void
}

/** A budget of this process's own. */
export type OwnBudget = Omit<RequestBudget, 'take'> & {
  take(purpose: 'read' | 'write'): number
  /** What is left just now. */
  tokens(): number
  /** It is one of so many that share a key, with so many tokens of what is left. */
  become(part: { of: number; tokens: number }): void
}

/** At once; with what is added in a minute it stays below the 120 a key has. */
const CAPACITY = 50
export const PER_SECOND = 1
/** Kept back from reading: a caller who has said yes must not wait for somebody who is only looking. */
export const KEPT_FOR_WRITES = 8
const MS_PER_SECOND = 1_000

/** A bucket that fills by the second. `nowMs` never goes back. */
export function createRequestBudget(nowMs: () => number): OwnBudget {
  let tokens = CAPACITY
  let sharers = 1
  let filledMs = nowMs()
  let shutUntilMs = -Infinity
  let told = { remaining: Infinity, untilMs: -Infinity }

  function fill(): number {
    const now = nowMs()
    const added = ((now - filledMs) / MS_PER_SECOND) * (PER_SECOND / sharers)
    tokens = Math.max(tokens, Math.min(CAPACITY / sharers, tokens + added))
    filledMs = now
    if (now >= told.untilMs) told = { remaining: Infinity, untilMs: -Infinity }
    return now
  }

  return {
    take(purpose) {
      const now = fill()
      if (now < shutUntilMs) return shutUntilMs - now
      const kept = purpose === 'read' ? KEPT_FOR_WRITES / sharers : 0
      if (told.remaining <= kept) return told.untilMs - now
      if (tokens < 1 + kept) return Math.ceil(((1 + kept - tokens) / (PER_SECOND / sharers)) * MS_PER_SECOND)
      tokens -= 1
      told.remaining -= 1
      return 0
    },
    told({ remaining, resetMs }) {
      const now = fill()
      // Answers overtake each other: within one count the lowest figure is the latest.
      const known = now < told.untilMs ? told.remaining : Infinity
      told = { remaining: Math.min(known, remaining), untilMs: Math.max(told.untilMs, now + resetMs) }
    },
    shutOut(forMs) {
      shutUntilMs = Math.max(shutUntilMs, nowMs() + forMs)
    },
    tokens() {
      fill()
      return tokens
    },
    become(part) {
      fill()
      sharers = part.of
      tokens = part.tokens
    },
  }
}
