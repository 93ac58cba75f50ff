import { bindingStatuses, checkOrBook } from './book-appointment.ts'
import { defineTool } from './tool.ts'

export const collectAppointmentData = defineTool({
  name: 'collect_appointment_data',
  deadlineMs: 9_000,
  description: 'Checks a time while confirm is false or missing, and books it with confirm true.',
  isPure: false,
  binding: bindingStatuses,
  // Whoever does not say that it is to be booked has not asked for it.
  run: async (visit, args) => await checkOrBook(visit, { ...args, confirm: args.confirm ?? false }),
})
