import type { Category, Service } from '../catalog/service.ts'
import type { Company } from '../companies/company.ts'
import type { StaffMember } from '../staff/staff-member.ts'

/**
 * Everything of a company that decides what can be offered, as one frozen value. It is read whole and kept until its
 * version changes, so a tool call asks the database for one number instead of a dozen tables.
 */
export type House = {
  /** `companies.facts_version` this was read at. */
  readonly version: number
  readonly company: Company
  readonly staff: readonly StaffMember[]
  readonly services: readonly Service[]
  readonly categories: readonly Category[]
}
