/** A tool that sees its signal answers of itself; this is for one that does not. Still within the second it has left. */
const GRACE_MS = 500

/**
 * Runs `work` with a signal that aborts at the deadline. Rejects with the signal's reason if nothing has come half a
 * second later; what the work then still does is its own affair.
 */
export async function withinDeadline<T>(deadlineMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const late = Promise.withResolvers<never>()
  const abort = setTimeout(
    () => deadline.abort(new DOMException('The deadline of the tool', 'TimeoutError')),
    deadlineMs,
  )
  const giveUp = setTimeout(() => late.reject(deadline.signal.reason), deadlineMs + GRACE_MS)
  const working = work(deadline.signal)
  try {
    return await Promise.race([working, late.promise])
  } finally {
    clearTimeout(abort)
    clearTimeout(giveUp)
    // When nobody waits any more, a failure is nobody's to catch.
    working.catch(() => undefined)
  }
}
