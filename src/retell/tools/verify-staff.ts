import { answerStaff } from '../answers/verify-staff.ts'
import { resolveStaffWish } from './staff-wish.ts'
import { defineTool } from './tool.ts'

export const verifyStaff = defineTool({
  name: 'verify_staff',
  deadlineMs: 1_000,
  description: 'Which member of staff is meant by a name as it was heard.',
  isPure: true,
  run: (visit, args) => {
    const resolution = resolveStaffWish(visit, args.staff_name, null)
    return answerStaff(visit.speaking, resolution ?? { kind: 'unknown' })
  },
})
