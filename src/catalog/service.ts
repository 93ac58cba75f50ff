import type { MinuteRange } from '../infra/weekly-hours.ts'

/** Something that can be booked. Frozen once loaded. */
export type Service = {
  readonly id: string
  readonly categoryId: string | null
  readonly name: string
  /** Empty when the German name serves. */
  readonly nameEn: string
  readonly description: string
  /** Other words callers use for it. */
  readonly aliases: readonly string[]
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** In the company's minor unit; null is "on request". */
  readonly priceMinor: number | null
  /** Meant when a caller names none. */
  readonly isDefault: boolean
  readonly staffIds: readonly string[]
  /**
   * Minutes from its start in which whoever does it is free, as the colour has to soak in: sorted, apart from one another, and
   * never at its very start or end.
   */
  readonly gaps: readonly MinuteRange[]
  readonly calendarReference: string | null
}

/** A shelf of the catalog; shelves nest. */
export type Category = {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly nameEn: string
}
