import type { Language } from '../speech/language.ts'

/** A phone (or web) call as far as it is known. */
export type Call = {
  readonly id: string
  readonly companyId: string
  readonly retellCallId: string
  /** The branch the dialled number or the agent stands for; null when it stands for all. */
  readonly branchId: string | null
  readonly customerId: string | null
  /** The language Ringbook's sentences are in. */
  readonly language: Language
  readonly direction: 'inbound' | 'outbound' | 'web'
  /** E.164 of the person on the line; null when withheld or forwarded by a number that is nobody's. */
  readonly callerNumber: string | null
  readonly callerKind: 'number' | 'withheld' | 'forwarded'
}
