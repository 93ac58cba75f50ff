import { checkCustomer as judgeCustomer, dependsOnName } from '../../customers/check-customer.ts'
import { countTry, forgetTries, knownRequest } from '../../customers/verification-tries.ts'
import { answerCustomer } from '../answers/check-customer.ts'
import { effectKey } from './effect-key.ts'
import { defineTool, type ToolVisit } from './tool.ts'

export const checkCustomer = defineTool({
  name: 'check_customer',
  deadlineMs: 2_000,
  description: 'Whether the caller is a known customer.',
  isPure: false,
  binding: 'never',
  run: async (visit, args) => {
    const name = args.name ?? null
    const check = judgeCustomer(visit.call, visit.customer, name)
    const isHeard =
      name === null ||
      !dependsOnName(visit.call, visit.customer) ||
      (await mayTry(visit, check.kind, effectKey(visit, 'check_customer', args)))
    return answerCustomer(visit.speaking, isHeard ? check : { kind: 'ambiguous' })
  },
})

/**
 * Whether a name may tell anything: the surname is what appointments are opened with, so guesses at it count as tries at
 * those, five a day and number. A right one gives the day's tries back.
 */
async function mayTry({ house, call, deps, now }: ToolVisit, kind: string, key: string): Promise<boolean> {
  const companyId = house.company.id
  const attempt = {
    companyId,
    caller: call.callerNumber ?? `call ${call.id}`,
    day: now.toPlainDate(),
    request: knownRequest(key),
  }
  return await deps.database.inCompany(companyId, async (tx) => {
    const isAllowed = await countTry(tx, attempt)
    if (isAllowed && kind === 'known') await forgetTries(tx, attempt)
    return isAllowed
  })
}
