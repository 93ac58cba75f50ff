/** Lets so many in at a time. */
export type Turnstile = {
  /**
   * Resolves when it is one's turn, with what to call when done.
   *
   * @throws WaitedTooLongError when one's turn has not come within the longest wait
   */
  enter(): Promise<() => void>
}

export type TurnstileOptions = {
  /** How many come in at once, without waiting. */
  readily: number
  /** How many at most. */
  atMost: number
  /** When others wait and nobody has left for so long, there is room for one more: those inside are stuck. */
  growAfterMs: number
  /** While some leave, those inside are busy. There is room for one more as often as this, in case more of them do better. */
  growWhileMovingMs: number
  /** Who has waited so long goes away. */
  longestWaitMs: number
  /** How many there is room for already; more than `readily` may come in without waiting then. */
  room: () => number
}

type Waiting = { resolve: (leave: () => void) => void; givingUp: ReturnType<typeof setTimeout> }

/** All that were inside stayed there for longer than anybody waits. */
export class WaitedTooLongError extends Error {
  override readonly name = 'WaitedTooLongError'
}

/**
 * A turnstile that widens slowly. A burst of a hundred requests that each open something costly at once pays for all of it
 * at once; worked off a few at a time most of them are served before another one would have been open. Widening while those
 * inside are busy makes them slower, so that more have to wait: it widens when they are stuck, and hardly otherwise.
 */
export function createTurnstile(options: TurnstileOptions): Turnstile {
  const waiting: Waiting[] = []
  let inside = 0
  let growing: ReturnType<typeof setTimeout> | undefined
  let hasMoved = false
  /** How long some have been waiting, and others leaving, since there was room for one more. */
  let movingForMs = 0

  function admit(next: Waiting): void {
    inside += 1
    clearTimeout(next.givingUp)
    let hasLeft = false
    next.resolve(() => {
      if (hasLeft) return
      hasLeft = true
      inside -= 1
      hasMoved = true
      admitWaiting()
    })
  }

  function admitWaiting(): void {
    while (inside < Math.min(options.atMost, Math.max(options.readily, options.room()))) {
      const next = waiting.shift()
      if (next === undefined) break
      admit(next)
    }
    growLater()
  }

  function growLater(): void {
    if (waiting.length === 0) movingForMs = 0
    if (growing !== undefined || waiting.length === 0 || inside >= options.atMost) return
    hasMoved = false
    growing = setTimeout(() => {
      growing = undefined
      movingForMs += options.growAfterMs
      if (!hasMoved || movingForMs >= options.growWhileMovingMs) grow()
      growLater()
    }, options.growAfterMs)
    growing.unref()
  }

  function grow(): void {
    movingForMs = 0
    const next = inside < options.atMost ? waiting.shift() : undefined
    if (next !== undefined) admit(next)
  }

  return {
    enter: async () =>
      await new Promise((resolve, reject) => {
        const next: Waiting = {
          resolve,
          givingUp: setTimeout(() => {
            waiting.splice(waiting.indexOf(next), 1)
            reject(new WaitedTooLongError('Nobody made room in time'))
          }, options.longestWaitMs),
        }
        waiting.push(next)
        admitWaiting()
      }),
  }
}
