import { listAppointments } from '../../appointments/list-appointments.ts'
import { answerAppointments } from '../answers/get-customer-appointments.ts'
import { readMeant } from './appointment-meant.ts'
import { effectKey } from './effect-key.ts'
import { defineTool } from './tool.ts'

export const getCustomerAppointments = defineTool({
  name: 'get_customer_appointments',
  deadlineMs: 5_000,
  description: 'The upcoming appointments of the caller, once a name, the day of one or its code was said.',
  isPure: false,
  binding: 'never',
  run: async (visit, args) => {
    const { house, call, customer } = visit
    const { name, date, code } = readMeant(visit, args)
    return answerAppointments(
      visit.speaking,
      await listAppointments(visit.deps, {
        house,
        call,
        customer,
        name,
        date,
        code,
        effectKey: effectKey(visit, 'get_customer_appointments', args),
      }),
    )
  },
})
