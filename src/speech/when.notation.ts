import type { When } from './when.ts'

/**
 * A reading as the tests write it: `2026-11-20T10:00` is a point, `2026-11-20` a whole day, `a/b` a window (`b` is out;
 * a bare time is on the same day), `?reason` a question; ` daily a-b` narrows a window to the same hours of each day.
 */
export function notationOf(when: When): string {
  if (when.kind === 'question') return `?${when.reason}`
  if (when.kind === 'point') return when.at.toString({ smallestUnit: 'minute' })
  const { from, to, daily } = when
  const hours = daily === undefined ? '' : ` daily ${clock(daily.from)}-${clock(daily.to)}`
  const [day, lastDay] = [from.toPlainDate(), to.toPlainDate()]
  if (isMidnight(from) && isMidnight(to))
    return (day.add({ days: 1 }).equals(lastDay) ? day.toString() : `${day.toString()}/${lastDay.toString()}`) + hours
  const start = from.toString({ smallestUnit: 'minute' })
  const end = day.equals(lastDay) ? clock(to.toPlainTime()) : to.toString({ smallestUnit: 'minute' })
  return `${start}/${end}${hours}`
}

function isMidnight(at: Temporal.PlainDateTime): boolean {
  return at.hour === 0 && at.minute === 0
}

function clock(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' })
}
