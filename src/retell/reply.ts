import type { ToolName } from './arguments.ts'

/** What, when, with whom, how long, for how much: of an offer and of an appointment. */
const opening = ['date', 'time', 'weekday', 'service', 'staff', 'duration_minutes', 'price', 'currency'] as const

/**
 * What each tool answers: the closed set of its statuses, and the data fields that are there on every path, because a
 * variable a flow maps and does not get is read aloud as its own name.
 */
const availability = {
  scalars: ['offer_id', ...opening],
  lists: ['alternatives', 'candidates'],
} as const

const availabilityStatuses = [
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

/** What stands in the way of looking for a time, in the words of a check's statuses; '' when nothing does. */
const asking = { scalars: [...availability.scalars, 'question'], lists: availability.lists } as const

const bookingStatuses = [
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
  // With `confirm` false it only checks, and answers as a check does.
  ...availabilityStatuses,
] as const

const booking = { scalars: [...availability.scalars, 'appointment_id', 'code'], lists: availability.lists } as const

export const replies = {
  initialize_call: {
    statuses: ['ok'],
    scalars: ['customer_known', 'first_name', 'today', 'now', 'weekday', 'zone', 'company', 'policies'],
    lists: ['branches', 'services', 'categories'],
  },
  check_customer: {
    statuses: ['known', 'new', 'anonymous', 'ambiguous'],
    scalars: ['customer_known', 'first_name'],
    lists: [],
  },
  list_services: {
    statuses: ['ok', 'categories', 'too_many', 'none'],
    scalars: [],
    lists: ['services', 'categories', 'candidates'],
  },
  verify_staff: { statuses: ['resolved', 'ambiguous', 'unknown'], scalars: ['staff'], lists: ['candidates'] },
  check_availability: { statuses: availabilityStatuses, ...availability },
  check_availability_batch: { statuses: ['ok'], scalars: asking.scalars, lists: ['slots', ...asking.lists] },
  get_alternatives: { statuses: ['alternatives', 'none'], ...asking },
  find_next_available: { statuses: ['available', 'none', 'unavailable'], ...asking },
  book_appointment: { statuses: bookingStatuses, ...booking },
  collect_appointment_data: { statuses: bookingStatuses, ...booking },
  // `question` is `phone` while nobody knows where to call.
  request_callback: { statuses: ['noted'], scalars: ['date', 'time', 'weekday', 'phone', 'question'], lists: [] },
  send_booking_link: { statuses: ['sent', 'no_number', 'limit'], scalars: [], lists: [] },
  update_call: { statuses: ['ok'], scalars: [], lists: [] },
  get_customer_appointments: { statuses: ['list', 'none', 'verify'], scalars: [], lists: ['appointments'] },
  cancel_appointment: {
    // With one appointment `which` asks whether it is this one that shall be cancelled.
    statuses: ['cancelled', 'already_cancelled', 'which', 'verify', 'policy', 'none', 'unconfirmed'],
    // `question` is `callback` where an `unconfirmed` ends in the offer of one.
    scalars: ['appointment_id', 'code', 'question', ...opening],
    lists: ['appointments'],
  },
  reschedule_appointment: {
    // Without any appointment `which` says that there is none.
    statuses: ['moved', 'taken', 'needs_confirmation', 'which', 'verify', 'policy', 'unconfirmed'],
    scalars: [...asking.scalars, 'appointment_id', 'code'],
    lists: [...asking.lists, 'appointments'],
  },
} as const satisfies Record<
  ToolName,
  { statuses: readonly string[]; scalars: readonly string[]; lists: readonly string[] }
>

type Replies = typeof replies
/** A list holds names, or the fields of one thing each. */
export type ListItem = string | Readonly<Record<string, string>>
type Scalars<Name extends ToolName> = Partial<Record<Replies[Name]['scalars'][number], string>>
type Lists<Name extends ToolName> = Partial<Record<Replies[Name]['lists'][number], readonly ListItem[]>>

/** What a tool has to say: a status of its closed set, a sentence, and whatever data belongs to it. */
export type Answer<Name extends ToolName> = {
  readonly status: Replies[Name]['statuses'][number]
  readonly say: string
  readonly data?: Readonly<Scalars<Name> & Lists<Name>>
}

/** Any tool may also fail, or be asked by a number nobody has set up. */
export type FaultAnswer = {
  readonly status: 'error' | 'not_configured'
  readonly say: string
  readonly data?: undefined
}

/** The body sent back. */
export type Reply = { readonly status: string; readonly say: string } & Readonly<
  Record<string, string | readonly ListItem[]>
>

/** The voice platform bills what its model reads. */
const LONGEST_REPLY = 1_500

/**
 * The whole reply of a tool: every field of it, '' or [] where the answer has nothing to tell. Longer than 1,500
 * characters, its lists lose their last entries, the longest list first; the sentence is never cut.
 */
export function completeReply<Name extends ToolName>(tool: Name, answer: Answer<Name> | FaultAnswer): Reply {
  const data: Readonly<Record<string, string | readonly ListItem[]>> = answer.data ?? {}
  const { scalars, lists } = replies[tool]
  const reply: Record<string, string | readonly ListItem[]> = {}
  for (const field of scalars) reply[field] = data[field] ?? ''
  for (const field of lists) reply[field] = data[field] ?? []
  while (lengthOf(answer, reply) > LONGEST_REPLY && shortenLongestList(reply));
  return { status: answer.status, say: answer.say, ...reply }
}

function lengthOf(answer: { status: string; say: string }, data: object): number {
  return JSON.stringify({ status: answer.status, say: answer.say, ...data }).length
}

function shortenLongestList(reply: Record<string, string | readonly ListItem[]>): boolean {
  const lists = Object.entries(reply).flatMap(([field, value]) => (typeof value === 'string' ? [] : [{ field, value }]))
  const [longest] = lists.toSorted(
    (one, other) => JSON.stringify(other.value).length - JSON.stringify(one.value).length,
  )
  if (longest === undefined || longest.value.length === 0) return false
  reply[longest.field] = longest.value.slice(0, -1)
  return true
}
