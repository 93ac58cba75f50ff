import type { Meant } from '../../appointments/pick-appointment.ts'
import { readDigitRuns } from '../../speech/phone-digits.ts'
import { readAppointmentId } from './appointment-id.ts'
import { readWhen } from './check-availability.ts'
import type { ToolVisit } from './tool.ts'

const CODE_LENGTH = 6

/** Reads which appointment a caller means; what cannot be read counts as not said. */
export function readMeant(
  visit: ToolVisit,
  said: Partial<Record<'appointment_id' | 'date' | 'name' | 'code', string | undefined>>,
): Meant {
  return {
    appointmentId: readAppointmentId(said.appointment_id),
    ...readDay(visit, said.date),
    name: said.name ?? null,
    code: readCode(said.code),
  }
}

/** One day, and the time of day where it was said; a stretch of several days proves nothing. */
function readDay(
  visit: ToolVisit,
  said: string | undefined,
): { date: Temporal.PlainDate | null; time: Temporal.PlainTime | null } {
  const nothing = { date: null, time: null }
  if (said === undefined) return nothing
  const when = readWhen(visit, { date: said }, null)
  if (when.kind === 'point') return { date: when.at.toPlainDate(), time: when.at.toPlainTime() }
  const isDay = when.kind === 'window' && (when.grain === 'day' || when.grain === 'daypart')
  return isDay ? { date: when.from.toPlainDate(), time: null } : nothing
}

/** Six digits, in figures or in words. */
function readCode(said: string | undefined): string | null {
  const runs = said === undefined ? [] : readDigitRuns(said)
  const digits = runs.map((run) => run.digits).join('')
  return digits.length === CODE_LENGTH ? digits : null
}
