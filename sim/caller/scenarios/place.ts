import type { Days } from './days.ts'
import type { Records } from './records.ts'

/** A company that can be called, for one call. */
export type Place = {
  companyId: string
  slug: string
  agentId: string
  /** What is dialled. */
  line: string
  /** By id. */
  branchNames: ReadonlyMap<string, string>
  /** Where the calendar elsewhere says otherwise than the records; nothing for a company that keeps its own. */
  calendarFaults(records: Records): readonly string[]
  close(): Promise<void>
}

export type PlaceOptions = { slug: string; seed: number; language: 'de' | 'en'; days: Days; callerNumber: string }

/** Numbers of a company, one for itself and one per branch; extensions of one that is reserved for fiction. */
export function lineOf(seed: number, offset: number): string {
  return `+4930231250${String((seed % 20_000) * 5 + offset).padStart(5, '0')}`
}
