import { z } from 'zod'

/** A time in one of our tools' answers. */
export type ReplyOffer = {
  readonly at: Temporal.PlainDateTime
  /** As the answer calls them; '' when it does not. */
  readonly service: string
  readonly staff: string
}

/** What a tool's answer says about times. */
export type ToolReply = {
  /** The one that was asked about; undefined when it named several or none. */
  readonly main: ReplyOffer | undefined
  readonly others: readonly ReplyOffer[]
  /** Something was booked or moved by it. */
  readonly isDone: boolean
  /** It was about an appointment there is already. */
  readonly isMove: boolean
}

const text = z.string().catch('')
const offerSchema = z.object({ date: text, time: text, service: text, staff: text })
const replySchema = offerSchema.extend({
  status: text,
  appointment_id: text,
  alternatives: z.array(offerSchema.catch({ date: '', time: '', service: '', staff: '' })).catch([]),
  slots: z.array(offerSchema.catch({ date: '', time: '', service: '', staff: '' })).catch([]),
})

/** A time became somebody's; without a word from the calendar it is settled elsewhere. */
const doneStatuses: ReadonlySet<string> = new Set([
  'booked',
  'already_booked',
  'pending_approval',
  'unconfirmed',
  'moved',
])
/** Their times are those of appointments. */
const appointmentStatuses: ReadonlySet<string> = new Set([
  'cancelled',
  'already_cancelled',
  'which',
  'verify',
  'list',
  'conflict',
])

/** Reads what a tool answered; undefined for what says nothing about times, or is none of our answers. */
export function readToolReply(content: string): ToolReply | undefined {
  const read = replySchema.safeParse(parse(content))
  if (!read.success) return undefined
  const { status, appointment_id: appointmentId, alternatives, slots, ...own } = read.data
  const isDone = doneStatuses.has(status)
  const isOfAppointments = appointmentStatuses.has(status)
  const main = isOfAppointments ? undefined : toOffer(own)
  const others = isOfAppointments ? [] : [...alternatives, ...slots].flatMap((one) => toOffer(one) ?? [])
  if (!isDone && !isOfAppointments && main === undefined && others.length === 0) return undefined
  return { main, others, isDone, isMove: appointmentId !== '' && !isDone }
}

/** A result may arrive as JSON within a JSON string. */
function parse(content: string): unknown {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value
  } catch {
    return undefined
  }
}

function toOffer({ date, time, service, staff }: z.infer<typeof offerSchema>): ReplyOffer | undefined {
  const day = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(date)
  if (day === null || !/^\d{2}:\d{2}$/.test(time)) return undefined
  try {
    return { at: Temporal.PlainDateTime.from(`${day[3]}-${day[2]}-${day[1]}T${time}`), service, staff }
  } catch {
    return undefined
  }
}
