import type { WantedTime } from '../../appointments/check-availability.ts'
import { moveAppointment } from '../../appointments/move.ts'
import { answerMoving, type WhenQuestion } from '../answers/reschedule-appointment.ts'
import type { Arguments } from '../arguments.ts'
import { heardTurns } from '../heard-turns.ts'
import { readMeant } from './appointment-meant.ts'
import { askWhen, readWhen, wantedTime } from './check-availability.ts'
import { effectKey } from './effect-key.ts'
import { defineTool, type ToolVisit } from './tool.ts'

const name = 'reschedule_appointment'

export const rescheduleAppointment = defineTool({
  name,
  deadlineMs: 9_000,
  description: 'Moves an appointment of the caller to another time, once they have agreed to that time.',
  isPure: false,
  binding: 'always',
  run: async (visit, args) => {
    const { house, call, customer, toolCall, deps, signal } = visit
    const { when, unread } = readNewTime(visit, args)
    const command = {
      house,
      call,
      customer,
      ...readMeant(visit, { ...args, date: args.old_date }),
      offerId: args.offer_id?.toLowerCase() ?? null,
      when,
      confirm: args.confirm ?? null,
      heard: heardTurns(toolCall.transcript),
      effectKey: effectKey(visit, name, args),
      tool: name,
    }
    return answerMoving(visit.speaking, await moveAppointment(deps, command, signal), unread)
  },
})

/** The new time; or what has to be asked about it. */
function readNewTime(
  visit: ToolVisit,
  args: Arguments<'reschedule_appointment'>,
): { when: WantedTime | null; unread: WhenQuestion | null } {
  const { branches } = visit.house.company
  // Which "three" is meant is told by the hours of a branch; where there are several any may be the one.
  const branch = branches.find((one) => one.id === visit.call.branchId) ?? branches[0] ?? null
  const read = readWhen(visit, { date: args.new_date, time: args.new_time }, branch)
  const wanted = wantedTime(read)
  if (wanted !== undefined) return { when: wanted, unread: null }
  const asked = askWhen(read)
  return { when: null, unread: asked.kind === 'which_date' || asked.kind === 'contradiction' ? asked : null }
}
