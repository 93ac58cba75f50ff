import type { Company } from './company.ts'
import { type BookingRules, rulesFor } from './rules.ts'

/**
 * The rules for services done in one visit at a branch: the strictest of each figure. When appointments begin is for the first
 * of them to say. Of one service, its own.
 */
export function rulesForVisit(
  company: Pick<Company, 'rules'>,
  branchId: string | null,
  serviceIds: readonly string[],
): BookingRules {
  const [first = null, ...further] = serviceIds
  return further.map((id) => rulesFor(company, branchId, id)).reduce(strictest, rulesFor(company, branchId, first))
}

function strictest(one: BookingRules, other: BookingRules): BookingRules {
  return {
    minimumNoticeMinutes: Math.max(one.minimumNoticeMinutes, other.minimumNoticeMinutes),
    horizonDays: Math.min(one.horizonDays, other.horizonDays),
    slotGridMinutes: one.slotGridMinutes,
    maxOpenAppointments: Math.min(one.maxOpenAppointments, other.maxOpenAppointments),
    cancellationNoticeMinutes: Math.max(one.cancellationNoticeMinutes, other.cancellationNoticeMinutes),
    reschedulingNoticeMinutes: Math.max(one.reschedulingNoticeMinutes, other.reschedulingNoticeMinutes),
    maxMovesPerAppointment: fewer(one.maxMovesPerAppointment, other.maxMovesPerAppointment),
    maxCancellations: fewer(one.maxCancellations, other.maxCancellations),
    cancellationPeriodDays: Math.max(one.cancellationPeriodDays, other.cancellationPeriodDays),
    needsApproval: one.needsApproval || other.needsApproval,
    offersBesideOwn: one.offersBesideOwn && other.offersBesideOwn,
  }
}

/** Null is no limit. */
function fewer(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
