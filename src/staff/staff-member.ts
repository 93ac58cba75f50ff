import type { Interval } from '../infra/intervals.ts'
import type { WeeklyHours } from '../infra/weekly-hours.ts'

/** Somebody appointments are with. Frozen once loaded. */
export type StaffMember = {
  readonly id: string
  readonly branchId: string
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly hours: WeeklyHours
  readonly timeOff: readonly Interval[]
  /** Which person this is in an outside calendar. */
  readonly calendarReference: string | null
}
