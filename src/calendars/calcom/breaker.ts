import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleType, isBrokenCircuitError } from 'cockatiel'

/** Whether a calendar is asked at all. */
export type BreakerState = 'closed' | 'open' | 'half_open'

/** Keeps callers from waiting for a calendar that has been failing. */
export type Breaker = {
  /**
   * Runs `ask` unless the breaker is open. A CalcomFault counts against the calendar, an UnjudgedError neither for nor against it.
   *
   * @throws BreakerOpenError without having asked; else what `ask` throws
   */
  run<Answer>(ask: () => Promise<Answer>): Promise<Answer>
  state(): BreakerState
}

/** The calendar did not answer, or said that it is broken. */
export class CalcomFault extends Error {
  override readonly name: string = 'CalcomFault'
}

/** Says nothing of the calendar: the caller hung up, or the key may not ask just now. */
export class UnjudgedError extends Error {
  override readonly name: string = 'UnjudgedError'
}

/** Nothing was asked. */
export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError'
}

/** Four failures happen on a good day; after five in a row callers only lose time. */
const FAILURES_TO_OPEN = 5
const OPEN_MS = 60_000
/** One good answer may be luck. */
const SUCCESSES_TO_CLOSE = 2

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
} as const

/** Five failures in a row open it; after `openMs` it probes; two successes close it. */
export function createBreaker(options: { openMs?: number; onChange?: (state: BreakerState) => void } = {}): Breaker {
  const policy = circuitBreaker(handleType(CalcomFault), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: options.openMs ?? OPEN_MS,
    halfOpenSampling: { calls: SUCCESSES_TO_CLOSE, threshold: 0 },
  })
  let probes = 0
  policy.onStateChange((state) => {
    // The call that finds the time is up is the first probe.
    if (state === CircuitState.HalfOpen) probes = 1
    options.onChange?.(STATES[state])
  })
  return {
    async run(ask) {
      if (policy.state === CircuitState.HalfOpen) {
        // Whoever comes while it is probed would have to wait for what comes of it.
        if (probes >= SUCCESSES_TO_CLOSE) throw new BreakerOpenError('The calendar is being probed')
        probes += 1
      }
      try {
        return await policy.execute(() => judged(ask, () => policy.state === CircuitState.HalfOpen))
      } catch (error) {
        if (isBrokenCircuitError(error)) throw new BreakerOpenError('The calendar is left alone for a while')
        throw error instanceof FailedProbe ? error.cause : error
      }
    },
    state: () => STATES[policy.state],
  }
}

/** A probe that says nothing is none: it must not pass for a success. */
class FailedProbe extends CalcomFault {
  override readonly name = 'FailedProbe'
}

async function judged<Answer>(ask: () => Promise<Answer>, isProbe: () => boolean): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof UnjudgedError && isProbe()) throw new FailedProbe('Nothing was learnt', { cause: error })
    throw error
  }
}
