import { findVisit, type VisitFinding } from '../../catalog/find-visit.ts'
import type { Service } from '../../catalog/service.ts'
import type { Branch } from '../../companies/company.ts'
import type { House } from '../../openings/house.ts'
import { takesVisits } from '../../openings/visit-plan.ts'
import { findStaff } from '../../staff/find-staff.ts'
import type { Question } from '../answers/question.ts'
import { resolveBranch } from './branch-wish.ts'
import { resolveStaffWish } from './staff-wish.ts'
import type { ToolVisit } from './tool.ts'

/** What is to be done, where, and with whom if that was said. Each a value, or the question it takes to know. */
export type VisitWish = {
  readonly service: Service | Extract<Question, { kind: 'which_service' }>
  /** What is to be done after it in the same visit, in order. */
  readonly further: readonly Service[]
  readonly branch: Branch | Extract<Question, { kind: 'which_branch' }>
  readonly staffId: string | null | Extract<Question, { kind: 'staff_unknown' }>
}

/** Where nothing that was said fits, so many are named to choose from; more take a question of their own. */
const FEW_SERVICES = 4

/** Reads what a caller wants, apart from when. */
export function readVisitWish(
  visit: ToolVisit,
  said: { service?: string | undefined; staff?: string | undefined; branch?: string | undefined },
): VisitWish {
  const { house, speaking } = visit
  const found = findVisit(house.services, said.service ?? null, speaking.language)
  const named = said.branch === undefined ? null : resolveBranch(visit, said.branch, null)
  const resolution = resolveStaffWish(visit, said.staff, named?.kind === 'branch' ? named.branch.id : null)
  const staffId = resolution?.kind === 'resolved' ? resolution.staffId : null
  const staffBranchId = findStaff(house.staff, staffId)?.branchId ?? null
  const branch = named ?? resolveBranch(visit, undefined, staffBranchId)
  return {
    ...whatToDo(house, found),
    branch: branch.kind === 'branch' ? branch.branch : branch,
    staffId:
      resolution === null || resolution.kind === 'resolved'
        ? staffId
        : { kind: 'staff_unknown', staffIds: resolution.kind === 'ambiguous' ? resolution.staffIds : [] },
  }
}

/** What is to be done; several only where they can be had in one visit. */
function whatToDo(house: House, found: VisitFinding): Pick<VisitWish, 'service' | 'further'> {
  switch (found.kind) {
    case 'found': {
      const [service, ...further] = found.services
      const isOneVisit = further.length === 0 || takesVisits(house.company)
      if (isOneVisit) return { service, further }
      return { service: { kind: 'which_service', services: found.services, why: 'one_at_a_time' }, further: [] }
    }
    case 'ambiguous':
      return { service: { kind: 'which_service', services: found.services, besides: found.besides }, further: [] }
    case 'none': {
      const few = house.services.length <= FEW_SERVICES ? house.services : []
      return { service: { kind: 'which_service', services: few }, further: [] }
    }
  }
}

/** Whether a part of the wish still has to be asked for. */
export function isQuestion<Part>(part: Part): part is Extract<Part, Question> {
  return typeof part === 'object' && part !== null && 'kind' in part
}
