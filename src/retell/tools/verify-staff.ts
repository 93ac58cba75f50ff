import { answerStaff } from '../answers/verify-staff.ts'
import { resolveStaffWish } from './staff-wish.ts'
import { defineTool } from './tool.ts'

export const verifyStaff = defineTool({
  name: 'verify_staff',
  deadlineMs: 1_000,
  description: 'Which member of staff is meant by a name as it was heard.',
  isPure: true,
  binding: 'never',
  run: (visit, args) => {
    if (args.staff_name === undefined) return answerStaff(visit.speaking, { kind: 'nobody_named' })
    return answerStaff(visit.speaking, resolveStaffWish(visit, args.staff_name, null) ?? { kind: 'anybody' })
  },
})
