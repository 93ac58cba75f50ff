import { type Calendar, CalendarUnavailableError, type FreeTimesRequest } from './calendar.ts'
import type { CalendarMirror } from './mirror.ts'

/**
 * A calendar that answers as the inner one does, but only after `delay` has come to rest. What asks a calendar is tried
 * against this one and the next rather than against an imitation.
 */
export function slowCalendar(inner: Calendar, delay: () => Promise<void>): Calendar {
  return throughout(inner, async (signal, ask) => {
    await untilAborted(delay(), signal)
    return await ask()
  })
}

/** A calendar that cannot be asked, and whose mirror surely writes nothing down. */
export function failingCalendar(): Calendar {
  return {
    async freeTimes(_request, signal) {
      signal.throwIfAborted()
      throw new CalendarUnavailableError('The calendar does not answer')
    },
  }
}

const unknown = async () => ({ kind: 'unknown' as const })
const unavailable = async () => {
  throw new CalendarUnavailableError('The calendar does not answer')
}

/** A mirror that takes requests and never says what came of them: the rest of what a test needs is put in its place. */
export function silentMirror(): CalendarMirror {
  return {
    book: unknown,
    move: unknown,
    cancel: unknown,
    decide: unknown,
    find: unknown,
    read: unavailable,
    changes: unavailable,
    bookings: unavailable,
  }
}

/** A calendar whose mirror does as it is told and says that it does not know: what a time-out after the deed looks like. */
export function lyingCalendar(inner: Calendar, doesLie: () => boolean): Calendar {
  return throughout(inner, async (_signal, ask, otherwise) => {
    const answer = await ask()
    return doesLie() ? (otherwise ?? answer) : answer
  })
}

type Around = <Answer>(signal: AbortSignal, ask: () => Promise<Answer>, otherwise?: Answer) => Promise<Answer>

/** The calendar with something around every question it is asked. */
function throughout(inner: Calendar, around: Around): Calendar {
  const freeTimes = (request: FreeTimesRequest, signal: AbortSignal) => {
    return around(signal, () => inner.freeTimes(request, signal))
  }
  const { mirror } = inner
  if (mirror === undefined) return { freeTimes }
  const lost = { kind: 'unknown' } as const
  return {
    freeTimes,
    mirror: {
      book: (booking, signal) => around(signal, () => mirror.book(booking, signal), lost),
      move: (move, signal) => around(signal, () => mirror.move(move, signal), lost),
      cancel: (cancellation, signal) => around(signal, () => mirror.cancel(cancellation, signal), lost),
      decide: (decision, signal) => around(signal, () => mirror.decide(decision, signal), lost),
      find: (sought, signal) => around(signal, () => mirror.find(sought, signal)),
      read: (calendarReference, signal) => around(signal, () => mirror.read(calendarReference, signal)),
      changes: (since, signal) => around(signal, () => mirror.changes(since, signal)),
      bookings: (range, signal) => around(signal, () => mirror.bookings(range, signal)),
    },
  }
}

/** Rejects with the signal's reason as soon as it fires. */
async function untilAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await Promise.race([waiting, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
