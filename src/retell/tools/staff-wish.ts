import { resolveStaff, type StaffResolution } from '../../staff/resolve-staff.ts'
import type { ToolVisit } from './tool.ts'

/** "Egal", "wer gerade frei ist", "no preference": an answer to with whom, but nobody's name. */
const anybody =
  /^(ist |ganz |mir )*(egal|beliebig|irgendwer|irgendjemand|niemand|niemand bestimmtes|keine pr(ä|ae)ferenz|kein wunsch|wer (gerade )?(frei|da|zeit) (ist|hat)|alle|jede[rn]?|any|anyone|anybody|whoever( is free)?|no preference|nobody|does ?n[o']t matter|no one in particular)$/i

/** Whom the caller wants to see; null when nobody in particular. */
export function resolveStaffWish(
  visit: Pick<ToolVisit, 'house'>,
  said: string | undefined,
  branchId: string | null,
): StaffResolution | null {
  if (said === undefined || anybody.test(said.replaceAll(/[.,!]/g, '').trim())) return null
  return resolveStaff(visit.house.staff, said, { branchId })
}
