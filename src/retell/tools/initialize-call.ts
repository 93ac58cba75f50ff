import { checkCustomer } from '../../customers/check-customer.ts'
import { answerInitialization } from '../answers/initialize-call.ts'
import { defineTool } from './tool.ts'

export const initializeCall = defineTool({
  name: 'initialize_call',
  deadlineMs: 1_000,
  description: 'Call once at the beginning: who calls, what time it is, the house, its hours and services.',
  isPure: true,
  binding: 'never',
  run: (visit) => {
    const check = checkCustomer(visit.call, visit.customer, null)
    return answerInitialization(visit.speaking, check, visit.now)
  },
})
