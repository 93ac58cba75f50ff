import { listAppointments } from '../../appointments/list-appointments.ts'
import { readDigitRuns } from '../../speech/phone-digits.ts'
import { answerAppointments } from '../answers/get-customer-appointments.ts'
import { readWhen } from './check-availability.ts'
import { defineTool, type ToolVisit } from './tool.ts'

const CODE_LENGTH = 6

export const getCustomerAppointments = defineTool({
  name: 'get_customer_appointments',
  deadlineMs: 5_000,
  description: 'The upcoming appointments of the caller, once a name, the day of one or its code was said.',
  isPure: false,
  run: async (visit, args) => {
    const { house, call, customer } = visit
    const command = {
      house,
      call,
      customer,
      name: args.name ?? null,
      date: readDay(visit, args.date),
      code: readCode(args.code),
    }
    return answerAppointments(visit.speaking, await listAppointments(visit.deps, command))
  },
})

/** One day; a stretch of several proves nothing. */
function readDay(visit: ToolVisit, said: string | undefined): Temporal.PlainDate | null {
  if (said === undefined) return null
  const when = readWhen(visit, { date: said }, null)
  if (when.kind === 'point') return when.at.toPlainDate()
  const isDay = when.kind === 'window' && (when.grain === 'day' || when.grain === 'daypart')
  return isDay ? when.from.toPlainDate() : null
}

/** Six digits, in figures or in words. */
function readCode(said: string | undefined): string | null {
  const digits =
    said === undefined
      ? ''
      : readDigitRuns(said)
          .map((run) => run.digits)
          .join('')
  return digits.length === CODE_LENGTH ? digits : null
}
