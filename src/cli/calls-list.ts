import type { ListedCall } from '../calls/list-calls.ts'
import { table } from './table.ts'

const SECONDS_PER_MINUTE = 60
const MS_PER_SECOND = 1_000

/** Calls as a table, on the company's clock. */
export function tellCalls(calls: readonly ListedCall[], zone: string): readonly string[] {
  if (calls.length === 0) return ['Nobody has called']
  const rows = calls.map((call) => [
    call.startedAt.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '),
    call.direction === 'web' ? 'web' : (call.fromNumber ?? '–'),
    call.durationMs === null ? '–' : tellDuration(call.durationMs),
    call.result ?? call.state,
    [call.resultStep ?? '', call.resultReason ?? ''].filter((part) => part !== '').join(': '),
    call.sentiment ?? '–',
    call.appointmentId ?? '',
  ])
  return table([['When', 'From', 'Took', 'Result', 'Decided by', 'Feeling', 'Appointment'], ...rows])
}

/** "1:05". */
function tellDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND)
  return `${Math.floor(seconds / SECONDS_PER_MINUTE)}:${String(seconds % SECONDS_PER_MINUTE).padStart(2, '0')}`
}
