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

/** The closed set of statuses of each tool, as agents know it. Written here anew: a simulator takes nobody's word. */
export const TOOL_STATUSES = {
  initialize_call: ['ok'],
  check_customer: ['known', 'new', 'anonymous', 'ambiguous'],
  list_services: ['ok', 'categories', 'too_many', 'none'],
  verify_staff: ['resolved', 'ambiguous', 'unknown'],
  check_availability: availability,
  book_appointment: [
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
  ],
  get_customer_appointments: ['list', 'none', 'verify'],
} as const satisfies Record<string, readonly string[]>

export type ToolName = keyof typeof TOOL_STATUSES
