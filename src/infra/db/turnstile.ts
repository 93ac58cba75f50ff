/** Lets so many in at a time. */
export type Turnstile = {
  /** Resolves when it is one's turn, with what to call when done. */
  enter(): Promise<() => void>
}

export type TurnstileOptions = {
  /** How many come in at once, without waiting. */
  readily: number
  /** How many at most. */
  atMost: number
  /** Who has waited so long makes room for one more. */
  growAfterMs: number
  /** How many there is room for already; more than `readily` may come in without waiting then. */
  room: () => number
}

type Waiting = { resolve: (leave: () => void) => void }

/**
 * A turnstile that widens slowly. A burst of a hundred requests that each open something costly at once pays for all of it
 * at once; worked off a few at a time most of them are served before another one would have been open.
 */
export function createTurnstile(options: TurnstileOptions): Turnstile {
  const waiting: Waiting[] = []
  let inside = 0
  let growing: ReturnType<typeof setTimeout> | undefined

  function admit(next: Waiting): void {
    inside += 1
    let hasLeft = false
    next.resolve(() => {
      if (hasLeft) return
      hasLeft = true
      inside -= 1
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
    if (growing !== undefined || waiting.length === 0 || inside >= options.atMost) return
    growing = setTimeout(() => {
      growing = undefined
      const next = inside < options.atMost ? waiting.shift() : undefined
      if (next !== undefined) admit(next)
      growLater()
    }, options.growAfterMs)
    growing.unref()
  }

  return {
    enter: async () =>
      await new Promise((resolve) => {
        waiting.push({ resolve })
        admitWaiting()
      }),
  }
}
