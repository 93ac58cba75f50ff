import type { WantedTime } from '../../appointments/check-availability.ts'
import type { Service } from '../../catalog/service.ts'
import type { Branch } from '../../companies/company.ts'
import type { Question } from '../answers/question.ts'
import { askWhen, readWhen, type TimeWish, wantedTime } from './check-availability.ts'
import type { ToolVisit } from './tool.ts'
import { isQuestion, readVisitWish } from './visit-wish.ts'

/** What is to be done, where, and with whom, with nothing left to ask. */
export type SettledWish = {
  readonly service: Service
  /** What is to be done after it in the same visit, in order. */
  readonly further: readonly Service[]
  readonly branch: Branch
  readonly staffId: string | null
}

/** Reads what a caller wants apart from when, or the first thing that has to be asked. */
export function settleWish(visit: ToolVisit, said: Omit<TimeWish, 'date' | 'time'>): SettledWish | Question {
  const { service, further, staffId, branch } = readVisitWish(visit, said)
  if (isQuestion(service)) return service
  if (isQuestion(staffId)) return staffId
  if (isQuestion(branch)) return branch
  return { service, further, branch, staffId }
}

/** Reads when a caller wants to come, also when that is over; or what has to be asked about it. */
export function settleTime(
  visit: ToolVisit,
  said: Pick<TimeWish, 'date' | 'time'>,
  branch: Branch,
): WantedTime | Question {
  const when = readWhen(visit, said, branch)
  const wanted = wantedTime(when)
  if (wanted !== undefined) return wanted
  const asked = askWhen(when)
  const isAsked = asked.kind === 'which_date' || asked.kind === 'contradiction'
  return isAsked ? asked : { kind: 'which_date', why: 'missing', candidates: [] }
}

/** Whether a time is known, and not a question about it. */
export function isTime(wanted: WantedTime | Question): wanted is WantedTime {
  return wanted.kind === 'point' || wanted.kind === 'window'
}

/** Whether all but the time is known. */
export function isSettled(wish: SettledWish | Question): wish is SettledWish {
  return !('kind' in wish)
}
