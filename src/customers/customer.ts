import type { Language } from '../speech/language.ts'

/** Somebody appointments are made by; known by the number they call from. */
export type Customer = {
  readonly id: string
  /** E.164; null for somebody who called withheld and left no number. */
  readonly phone: string | null
  readonly firstName: string
  readonly lastName: string
  readonly language: Language | null
  readonly usualBranchId: string | null
  readonly usualStaffId: string | null
  /** Whether the number has proven itself: an appointment made from it was kept, or confirmed by reply. */
  readonly trusted: boolean
}
