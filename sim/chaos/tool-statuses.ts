/** What a check of a time may answer. */
const availability = [
  'available',
  'alternatives',
  'none',
  'closed',
  'past',
  'too_soon',
  'too_far',
  'which_service',
  'which_branch',
  'which_date',
  'contradiction',
  'staff_unknown',
] as const

/** What a booking may answer; with `confirm` false it is a check. */
const booking = [
  'booked',
  'already_booked',
  'taken',
  'conflict',
  'needs_confirmation',
  'needs_name',
  'not_offered',
  'pending_approval',
  'unconfirmed',
  'policy',
  'limit',
  ...availability,
] as const

/** The closed set of statuses of each tool, as agents know it. Written here anew: a simulator takes nobody's word. */
export const TOOL_STATUSES = {
  initialize_call: ['ok'],
  check_customer: ['known', 'new', 'anonymous', 'ambiguous'],
  list_services: ['ok', 'categories', 'too_many', 'none'],
  verify_staff: ['resolved', 'ambiguous', 'unknown'],
  check_availability: availability,
  check_availability_batch: ['ok'],
  get_alternatives: ['alternatives', 'none'],
  find_next_available: ['available', 'none', 'unavailable'],
  book_appointment: booking,
  collect_appointment_data: booking,
  request_callback: ['noted'],
  send_booking_link: ['sent', 'no_number', 'limit'],
  update_call: ['ok'],
  get_customer_appointments: ['list', 'none', 'verify'],
  cancel_appointment: ['cancelled', 'already_cancelled', 'which', 'verify', 'policy', 'none', 'unconfirmed'],
  reschedule_appointment: ['moved', 'taken', 'needs_confirmation', 'which', 'verify', 'policy', 'unconfirmed'],
} as const satisfies Record<string, readonly string[]>

export type ToolName = keyof typeof TOOL_STATUSES
