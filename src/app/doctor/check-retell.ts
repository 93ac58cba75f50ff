import type { Clock } from '../../infra/clock.ts'
import { type Finding, bad, good, skipped } from './finding.ts'

const TIMEOUT_MS = 3_000
/** How far the time in a signature may be from ours. */
const SIGNATURE_WINDOW_MS = 300_000
/** The platform tells whole seconds, and the way takes its time: closer than this says nothing. */
const SKEW_LIMIT_MS = 10_000
const MS_PER_SECOND = 1_000

/**
 * Whether the voice platform's clock and ours agree: it signs with its own, and what is signed more than five minutes
 * from ours is refused. Not being able to ask is no fault, as calls come in from there and not the other way round.
 */
export async function checkRetell(url: string, clock: Clock): Promise<Finding> {
  const check = 'Retell clock'
  const date = await askForDate(url)
  if (date === undefined) return skipped(check, `${url} cannot be asked from here`)
  const skewMs = clock.now().epochMilliseconds - date.epochMilliseconds
  const seconds = Math.round(Math.abs(skewMs) / MS_PER_SECOND)
  if (Math.abs(skewMs) <= SKEW_LIMIT_MS) return good(check, `${seconds} s from ours`)
  const harm =
    Math.abs(skewMs) > SIGNATURE_WINDOW_MS ? 'every request is refused' : 'beyond 300 s every request is refused'
  return bad(
    check,
    `ours is ${seconds} s ${skewMs > 0 ? 'ahead' : 'behind'}: ${harm}`,
    'Set this machine by a time server',
  )
}

async function askForDate(url: string): Promise<Temporal.Instant | undefined> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return parseHttpDate(response.headers.get('date') ?? '')
  } catch {
    return undefined
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The one form HTTP writes dates in: `Sat, 21 Nov 2026 08:15:29 GMT`. */
function parseHttpDate(text: string): Temporal.Instant | undefined {
  const [, day, month, year, time] = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(text) ?? []
  const monthNumber = MONTHS.indexOf(month ?? '') + 1
  if (monthNumber === 0) return undefined
  return Temporal.Instant.from(`${year}-${String(monthNumber).padStart(2, '0')}-${day}T${time}Z`)
}
