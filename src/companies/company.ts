import type { WeeklyHours } from '../infra/weekly-hours.ts'
import type { GermanState } from '../speech/holidays.ts'
import type { Language } from '../speech/language.ts'
import type { OptimisationShares } from './optimisations.ts'

/** A tenant of the installation, with everything of it that decides what can be booked where. Frozen once loaded. */
export type Company = {
  readonly id: string
  readonly slug: string
  readonly name: string
  /** IANA zone; every wall time of this company is in it. */
  readonly zone: string
  /** The first is the one a call starts in unless its agent says otherwise. */
  readonly languages: readonly Language[]
  /** ISO 4217; prices are in its minor unit. */
  readonly currency: string
  /** ISO 3166; how a number said without country code is read. */
  readonly country: string
  /** Where its times live: here, or in an account elsewhere. */
  readonly calendar: 'builtin' | 'calcom'
  /** Whether a booking needs the caller's yes in the transcript. */
  readonly checksConfirmation: boolean
  /** Sentences told on request, per language: cancellation terms, parking, payment. */
  readonly policies: Readonly<Partial<Record<Language, string>>>
  /** What makes its calls faster, as far as it is turned down; missing is all on. */
  readonly optimisationShares?: OptimisationShares
  readonly branches: readonly Branch[]
  readonly closures: readonly Closure[]
  readonly rules: readonly RuleLevel[]
  /** Numbers of the company's own that calls are forwarded from: they are not one caller. */
  readonly forwardingNumbers: readonly string[]
}

export type Branch = {
  readonly id: string
  readonly name: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  /** Whose public holidays count. */
  readonly germanState: GermanState | null
  readonly closedOnHolidays: boolean
  readonly hours: WeeklyHours
}

/** Days on which a branch (or, without one, the whole company) is closed; both ends included. */
export type Closure = {
  readonly branchId: string | null
  readonly firstDate: Temporal.PlainDate
  readonly lastDate: Temporal.PlainDate
  readonly reason: string
}

/** What one level (company, branch, service) sets; null asks the level above. */
export type RuleLevel = {
  readonly branchId: string | null
  readonly serviceId: string | null
  readonly minimumNoticeMinutes: number | null
  readonly horizonDays: number | null
  readonly slotGridMinutes: number | null
  readonly maxOpenAppointments: number | null
  readonly cancellationNoticeMinutes: number | null
  readonly reschedulingNoticeMinutes: number | null
  /** How often one appointment may be moved; where no level sets it there is no limit. */
  readonly maxMovesPerAppointment: number | null
  /** How many of their appointments a customer may cancel within the period; where no level sets it there is no limit. */
  readonly maxCancellations: number | null
  readonly cancellationPeriodDays: number | null
  readonly needsApproval: boolean | null
  /** Whether a customer is offered times at which they have another appointment. */
  readonly offersBesideOwn: boolean | null
}
