/** A fault as somebody could make it, told as a change of the source. */
export type PlantedBug = {
  readonly name: string
  /** What it does to whom. */
  readonly why: string
  readonly edits: readonly {
    /** From the root of the repository. */
    readonly file: string
    /** Has to be there exactly once. */
    readonly from: string
    readonly to: string
  }[]
  /** Seeds that are known to catch it, so that the short run need not search. */
  readonly seeds: readonly number[]
  /** Only a race shows it: how busy the machine is decides which seeds do. */
  readonly isTimed?: boolean
  /** It is in the schema: the database has to be migrated anew. */
  readonly changesSchema?: boolean
}
