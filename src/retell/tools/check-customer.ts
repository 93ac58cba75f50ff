import { checkCustomer as judgeCustomer } from '../../customers/check-customer.ts'
import { answerCustomer } from '../answers/check-customer.ts'
import { defineTool } from './tool.ts'

export const checkCustomer = defineTool({
  name: 'check_customer',
  deadlineMs: 2_000,
  description: 'Whether the caller is a known customer.',
  isPure: true,
  run: (visit, args) => answerCustomer(visit.speaking, judgeCustomer(visit.call, visit.customer, args.name ?? null)),
})
