import { setTimeout as wait } from 'node:timers/promises'

import type { Breaker } from './breaker.ts'

/** Finds out by itself whether a calendar that is left alone is back. */
export type Prober<Request> = {
  /** From now on, until the breaker is closed: tries with what was asked last. Does nothing while it is at it already. */
  begin(request: Request): void
}

/** How often it is tried. Nothing is sent before it is time for a probe, so that most tries cost nothing. */
const TRY_EVERY_MS = 1_000

/**
 * Without it only callers would find out, and where several processes share what they know, those who need not ask would think for
 * long that the calendar is away; so would whoever is told of it at night, when nobody calls. Ends with `over`, and keeps no process
 * from ending.
 */
export function createProber<Request>(given: {
  breaker: Breaker
  /** Never rejects. */
  send: (request: Request) => Promise<unknown>
  over: AbortSignal
  tryEveryMs?: number | undefined
}): Prober<Request> {
  const { breaker, send, over, tryEveryMs = TRY_EVERY_MS } = given
  let isAtIt = false
  let latest: Request

  async function probe(): Promise<void> {
    while (breaker.state() !== 'closed') {
      await wait(tryEveryMs, undefined, { ref: false, signal: over }).catch(() => undefined)
      if (over.aborted) return
      if (breaker.state() !== 'closed') await send(latest)
    }
  }

  return {
    begin(request) {
      latest = request
      if (isAtIt || over.aborted) return
      isAtIt = true
      void probe().finally(() => {
        isAtIt = false
      })
    },
  }
}
