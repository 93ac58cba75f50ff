import { z } from 'zod'

import type { HeardTurn } from '../appointments/confirmation.ts'
import { followQuestions } from './asked-last.ts'
import type { Turn } from './transcript.ts'

/** What a caller was asked about: the one thing our result proposed, and others it named. */
export type Table = Pick<HeardTurn, 'main' | 'others'>

export const nothingOffered: Table = { main: null, others: [] }
const offered = z.array(z.object({ offer_id: z.string() }).catch({ offer_id: '' })).catch([])
const replySchema = z.object({
  status: z.string().catch(''),
  say: z.string().catch(''),
  offer_id: z.string().catch(''),
  alternatives: offered.optional(),
  slots: offered.optional(),
  appointments: z.unknown().optional(),
})

/** A time became somebody's: the yes to it has been used. A cancellation uses none up. */
const doneStatuses: ReadonlySet<string> = new Set([
  'booked',
  'already_booked',
  'pending_approval',
  'unconfirmed',
  'moved',
])

/**
 * What the caller said, turn by turn, each with the offers that were on the table: those of the last tool result before
 * it that is about times or appointments. Only a result puts offers there; what an agent or a caller says does not. A
 * caller's entries that follow one another are one turn. What they answer is told as well where the agent had just asked for
 * something else.
 *
 * It begins anew when a time has been booked or moved to: a yes is used once.
 */
export function heardTurns(
  transcript: readonly Turn[],
  readTable: (content: string, tool: string | undefined) => Table | undefined = offersOnTable,
): readonly HeardTurn[] {
  const heard: HeardTurn[] = []
  const toolOf = new Map<string, string>()
  let table = nothingOffered
  let isGoingOn = false
  const asked = followQuestions()
  for (const turn of transcript) {
    if (turn.role === 'invocation') toolOf.set(turn.toolCallId, turn.name)
    if (turn.role === 'result') {
      if (isDone(turn.content)) heard.length = 0
      const read = readTable(turn.content, toolOf.get(turn.toolCallId))
      table = read ?? table
      asked.result(read !== undefined, read === undefined ? sayOf(turn.content) : '')
    }
    if (turn.role === 'agent') asked.agent(turn.content)
    if (turn.role !== 'user') {
      isGoingOn = false
      continue
    }
    const before = isGoingOn ? heard.pop() : undefined
    if (before === undefined)
      heard.push({ said: turn.content, ...table, ...(asked.isBesides() && { isBesides: true }) })
    else heard.push({ ...before, said: `${before.said} ${turn.content}`.trim() })
    isGoingOn = true
  }
  return heard
}

/**
 * The offers one of our replies put on the table, none when it is about times or appointments and offers nothing: whatever
 * is asked then, a yes to it is none to an earlier offer. Undefined when it is about neither, or none of ours.
 */
export function offersOnTable(content: string): Table | undefined {
  const reply = replySchema.safeParse(parseReply(content))
  if (!reply.success) return undefined
  const { status, offer_id: offerId, alternatives, slots, appointments } = reply.data
  // Asked which of their appointments they mean, nobody answers about an offer any more.
  if (status === 'which' || doneStatuses.has(status)) return nothingOffered
  if (offerId === '' && alternatives === undefined && slots === undefined && appointments === undefined)
    return undefined
  const main = offerId === '' ? null : offerId
  const named = [...(alternatives ?? []), ...(slots ?? [])].map((one) => one.offer_id)
  return { main, others: named.filter((id) => id !== '' && id !== main) }
}

function isDone(content: string): boolean {
  const reply = replySchema.safeParse(parseReply(content))
  return reply.success && doneStatuses.has(reply.data.status)
}

/** The sentence of one of our replies; '' when it is none. */
function sayOf(content: string): string {
  const reply = replySchema.safeParse(parseReply(content))
  return reply.success ? reply.data.say : ''
}

/** A result may arrive as JSON within a JSON string. */
export function parseReply(content: string): unknown {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value
  } catch {
    return undefined
  }
}
