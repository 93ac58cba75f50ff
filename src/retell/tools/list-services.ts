import { listServices as findServices } from '../../catalog/list-services.ts'
import { answerServices } from '../answers/list-services.ts'
import { resolveStaffWish } from './staff-wish.ts'
import { defineTool } from './tool.ts'

export const listServices = defineTool({
  name: 'list_services',
  deadlineMs: 2_000,
  description: 'The services of the house: all of them, by category, by what the caller wants done, or by person.',
  isPure: true,
  run: async (visit, args) => {
    const staff = resolveStaffWish(visit, args.staff, null)
    // Somebody nobody knows offers nothing; somebody not yet told apart narrows nothing down.
    if (staff?.kind === 'unknown') return answerServices(visit.speaking, { kind: 'none' })
    const staffId = staff?.kind === 'resolved' ? staff.staffId : null
    const wish = { query: args.query ?? null, category: args.category ?? null, staffId }
    return answerServices(visit.speaking, findServices(visit.house, wish, visit.speaking.language))
  },
})
