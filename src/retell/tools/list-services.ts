import { textNumber } from '../../appointments/text-number.ts'
import { type ListServicesOutcome, listServices as findServices } from '../../catalog/list-services.ts'
import { answerServices, answerWhoseServices } from '../answers/list-services.ts'
import { resolveStaffWish } from './staff-wish.ts'
import { defineTool } from './tool.ts'

export const listServices = defineTool({
  name: 'list_services',
  deadlineMs: 2_000,
  description: 'The services of the house: all of them, by category, by what the caller wants done, or by person.',
  isPure: true,
  binding: 'never',
  run: (visit, args) => {
    const { house, speaking } = visit
    const staff = resolveStaffWish(visit, args.staff, null)
    if (staff?.kind === 'unknown') return answerWhoseServices(speaking, [])
    const find = (staffId: string | null) =>
      findServices(house, { query: args.query ?? null, category: args.category ?? null, staffId }, speaking.language)
    const about = { canText: textNumber(visit) !== null, staffId: staff?.kind === 'resolved' ? staff.staffId : null }
    if (staff?.kind !== 'ambiguous') return answerServices(speaking, find(about.staffId), about)
    // Who is meant need not be asked where it makes no difference.
    const [outcome, ...others] = staff.staffIds.map(find)
    const isSame = outcome !== undefined && others.every((other) => keyOf(other) === keyOf(outcome))
    return isSame ? answerServices(speaking, outcome, about) : answerWhoseServices(speaking, staff.staffIds)
  },
})

function keyOf(outcome: ListServicesOutcome): string {
  const services = outcome.kind === 'none' ? [] : outcome.services.map(({ id }) => id)
  const categories = outcome.kind === 'categories' ? outcome.categories.map(({ category }) => category.id) : []
  return JSON.stringify([outcome.kind, services, categories])
}
