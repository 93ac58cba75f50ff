import { z } from 'zod'

import type { HeardTurn } from '../appointments/confirmation.ts'
import type { Turn } from './transcript.ts'

type Table = Pick<HeardTurn, 'main' | 'others'>

const nothingOffered: Table = { main: null, others: [] }
const replySchema = z.object({
  offer_id: z.string().catch(''),
  alternatives: z.array(z.object({ offer_id: z.string() }).catch({ offer_id: '' })).catch([]),
})

/**
 * What the caller said, turn by turn, each with the offers that were on the table: those of the last tool result before
 * it that carries any. Only a result puts offers there; what an agent or a caller says does not. A caller's entries that
 * follow one another are one turn.
 */
export function heardTurns(transcript: readonly Turn[]): readonly HeardTurn[] {
  const heard: HeardTurn[] = []
  let table = nothingOffered
  let isGoingOn = false
  for (const turn of transcript) {
    if (turn.role === 'result') table = tableOf(turn.content) ?? table
    if (turn.role !== 'user') {
      isGoingOn = false
      continue
    }
    const before = isGoingOn ? heard.pop() : undefined
    heard.push({ said: before === undefined ? turn.content : `${before.said} ${turn.content}`.trim(), ...table })
    isGoingOn = true
  }
  return heard
}

/** The offers one of our replies put on the table; undefined when it is none of ours or carries no offer. */
function tableOf(content: string): Table | undefined {
  const reply = replySchema.safeParse(parseReply(content))
  if (!reply.success) return undefined
  const others = reply.data.alternatives.map((alternative) => alternative.offer_id).filter((id) => id !== '')
  const main = reply.data.offer_id === '' ? null : reply.data.offer_id
  return main === null && others.length === 0 ? undefined : { main, others }
}

/** A result may arrive as JSON within a JSON string. */
function parseReply(content: string): unknown {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value
  } catch {
    return undefined
  }
}
