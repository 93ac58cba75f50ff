import type { Company, RuleLevel } from './company.ts'

/** Limits a house need not have. */
type Quota = 'maxMovesPerAppointment' | 'maxCancellations'

/** What holds for booking a service at a branch; every figure is set, but a quota may be null: no limit. */
export type BookingRules = {
  readonly [Figure in Exclude<keyof RuleLevel, 'branchId' | 'serviceId' | Quota>]-?: NonNullable<RuleLevel[Figure]>
} & { readonly [Figure in Quota]: number | null }

/**
 * What holds where nobody has said anything. Each errs to the side that is cheaper to be wrong on.
 */
export const DEFAULT_RULES: BookingRules = {
  // Staff look at the day's list about once an hour: a customer nobody expected costs more than one who comes later.
  minimumNoticeMinutes: 60,
  // A quarter is as far as rosters reach; a time promised past them is a time to be moved.
  horizonDays: 90,
  slotGridMinutes: 15,
  maxOpenAppointments: 5,
  // A day is what most cancellation terms say; shorter notice is a decision of the business, not of the phone.
  cancellationNoticeMinutes: 1_440,
  reschedulingNoticeMinutes: 1_440,
  // Whoever comes too often with changes is for people to talk to: no house is given a limit it did not ask for.
  maxMovesPerAppointment: null,
  maxCancellations: null,
  // A month is what a quota is thought of in.
  cancellationPeriodDays: 30,
  needsApproval: false,
  // One person cannot be in two chairs; a house whose customers bring children says so.
  offersBesideOwn: false,
}

/** Company, branch, service, service at a branch: later ones are more exact. */
function exactness(level: RuleLevel): number {
  return (level.serviceId === null ? 0 : 2) + (level.branchId === null ? 0 : 1)
}

/**
 * The rules for a service at a branch, figure by figure from the most exact level that sets it: service at branch, service,
 * branch, company, then the defaults. Null stands for "whichever": then levels of single branches or services do not count.
 */
export function rulesFor(
  company: Pick<Company, 'rules'>,
  branchId: string | null,
  serviceId: string | null,
): BookingRules {
  const levels = company.rules
    .filter((level) => level.branchId === null || level.branchId === branchId)
    .filter((level) => level.serviceId === null || level.serviceId === serviceId)
    .toSorted((left, right) => exactness(right) - exactness(left))
  const figure = <Figure extends keyof BookingRules>(name: Figure): BookingRules[Figure] => {
    for (const level of levels) {
      const value = level[name]
      if (value !== null) return value as BookingRules[Figure]
    }
    return DEFAULT_RULES[name]
  }
  return {
    minimumNoticeMinutes: figure('minimumNoticeMinutes'),
    horizonDays: figure('horizonDays'),
    slotGridMinutes: figure('slotGridMinutes'),
    maxOpenAppointments: figure('maxOpenAppointments'),
    cancellationNoticeMinutes: figure('cancellationNoticeMinutes'),
    reschedulingNoticeMinutes: figure('reschedulingNoticeMinutes'),
    maxMovesPerAppointment: figure('maxMovesPerAppointment'),
    maxCancellations: figure('maxCancellations'),
    cancellationPeriodDays: figure('cancellationPeriodDays'),
    needsApproval: figure('needsApproval'),
    offersBesideOwn: figure('offersBesideOwn'),
  }
}
