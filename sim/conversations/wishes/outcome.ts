import type { Finding } from '../judge/finding.ts'
import type { Standings } from '../judge/records.ts'

/** What came of a wish, by the caller's own judgement of the database and of what they were told. */
export type Outcome = {
  /** Whether the caller stayed on the line and wanted what the house offers. */
  isWilling: boolean
  /** Got it, or something else they agreed to. */
  isServed: boolean
  /** In a word; for the figures. */
  how: string
  /** What a wish knows to be wrong that no other judge does. */
  findings?: readonly Finding[]
}

/** Looks at the database at the end. */
export type Judgement = (after: Standings) => Outcome
