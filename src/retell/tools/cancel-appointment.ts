import { cancelAppointment as cancel } from '../../appointments/cancel.ts'
import { answerCancelling } from '../answers/cancel-appointment.ts'
import { heardCancellations } from '../heard-cancellations.ts'
import { readMeant } from './appointment-meant.ts'
import { effectKey } from './effect-key.ts'
import { defineTool } from './tool.ts'

const name = 'cancel_appointment'

export const cancelAppointment = defineTool({
  name,
  deadlineMs: 7_000,
  description: 'Cancels an appointment of the caller, once it is certain whose it is and that they agree.',
  isPure: false,
  binding: 'always',
  run: async (visit, args) => {
    const { house, call, customer, toolCall, deps, signal } = visit
    const command = {
      house,
      call,
      customer,
      ...readMeant(visit, args),
      confirm: args.confirm ?? null,
      heard: heardCancellations(toolCall.transcript, toolCall.name || name),
      effectKey: effectKey(visit, name, args),
      tool: name,
    }
    return answerCancelling(visit.speaking, await cancel(deps, command, signal))
  },
})
