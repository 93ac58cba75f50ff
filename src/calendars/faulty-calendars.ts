import { type Calendar, CalendarUnavailableError } from './calendar.ts'

/**
 * A calendar that answers as the inner one does, but only after `delay` has come to rest. What asks a calendar is tried
 * against this one and the next rather than against an imitation.
 */
export function slowCalendar(inner: Calendar, delay: () => Promise<void>): Calendar {
  return {
    ...inner,
    async freeTimes(request, signal) {
      signal.throwIfAborted()
      const aborted = Promise.withResolvers<never>()
      const onAbort = () => aborted.reject(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        await Promise.race([delay(), aborted.promise])
        return await inner.freeTimes(request, signal)
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

/** A calendar that cannot be asked. */
export function failingCalendar(): Calendar {
  return {
    async freeTimes(_request, signal) {
      signal.throwIfAborted()
      throw new CalendarUnavailableError('The calendar does not answer')
    },
  }
}
