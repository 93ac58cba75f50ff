import type { CallResult } from '../infra/db/tables.ts'
import type { TransferStep } from './story.ts'

/** What came of a call; told in docs/calls.md. */
export type Result = {
  readonly result: CallResult
  /** The tool it was decided by; null when by none. */
  readonly step: string | null
  /** The status that tool answered; null when it was decided by none. */
  readonly reason: string | null
  /** The appointment that came of it. */
  readonly appointmentId: string | null
}

/** A tool call of a phone call, as far as it tells how the call went. */
export type ResultStep = { readonly tool: string; readonly status: string; readonly appointmentId: string | null }

const BOOKING = new Set(['book_appointment', 'collect_appointment_data'])
const CHANGING = new Set(['reschedule_appointment', 'cancel_appointment'])
const LOOKING = new Set(['check_availability', 'check_availability_batch', 'get_alternatives', 'find_next_available'])
const TELLING = new Set(['list_services', 'verify_staff', 'get_customer_appointments'])

/** What somebody has to say yes to, or asked about, has not come to an end. */
const OPEN_STATUSES = new Set([
  'needs_confirmation',
  'needs_name',
  'not_offered',
  'which',
  'verify',
  'which_service',
  'which_branch',
  'which_date',
  'contradiction',
  'staff_unknown',
  'available',
  'alternatives',
])

/** What came of a call, by its tool calls in their order and whether somebody was put through. */
export function judgeResult(steps: readonly ResultStep[], transfer: TransferStep | null): Result {
  const changed = steps.findLast((step) => changeOf(step) !== undefined)
  if (changed !== undefined) return told(changeOf(changed) ?? 'nothing', changed)
  if (transfer === 'bridged') return told('transferred', undefined)
  const noted = steps.find((step) => step.tool === 'request_callback' && step.status === 'noted')
  if (noted !== undefined) return told('callback', noted)
  const tried = steps.findLast(({ tool }) => BOOKING.has(tool) || CHANGING.has(tool))
  if (tried !== undefined && !OPEN_STATUSES.has(tried.status)) return told('failed', tried)
  const begun = steps.findLast(({ tool }) => BOOKING.has(tool) || CHANGING.has(tool) || LOOKING.has(tool))
  if (begun !== undefined) return told('abandoned', begun)
  const asked = steps.findLast(({ tool, status }) => TELLING.has(tool) && status !== 'error')
  return asked === undefined ? told('nothing', undefined) : told('asked', asked)
}

/** What a step did to an appointment; undefined when nothing. An answer that will follow is a promise, and counts. */
function changeOf({ tool, status }: ResultStep): 'booked' | 'moved' | 'cancelled' | undefined {
  if (BOOKING.has(tool)) {
    return ['booked', 'already_booked', 'pending_approval', 'unconfirmed'].includes(status) ? 'booked' : undefined
  }
  if (tool === 'reschedule_appointment') return ['moved', 'unconfirmed'].includes(status) ? 'moved' : undefined
  if (tool !== 'cancel_appointment') return undefined
  return ['cancelled', 'already_cancelled', 'unconfirmed'].includes(status) ? 'cancelled' : undefined
}

function told(result: CallResult, step: ResultStep | undefined): Result {
  return {
    result,
    step: step?.tool ?? null,
    reason: step?.status ?? null,
    appointmentId: step?.appointmentId ?? null,
  }
}

const SERVED: ReadonlySet<CallResult> = new Set(['booked', 'moved', 'cancelled', 'callback', 'transferred'])

/** Whether nothing is left to be done for whoever called. */
export function isServed(result: CallResult | null): boolean {
  return result !== null && SERVED.has(result)
}
