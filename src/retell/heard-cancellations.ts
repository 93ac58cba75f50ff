import { z } from 'zod'

import type { HeardTurn } from '../appointments/confirmation.ts'
import { heardTurns, nothingOffered, offersOnTable, parseReply, type Table } from './heard-turns.ts'
import type { Turn } from './transcript.ts'

const questionSchema = z.object({
  status: z.literal('which'),
  appointment_id: z.string().catch(''),
  appointments: z.array(z.object({ appointment_id: z.string() }).catch({ appointment_id: '' })).catch([]),
})

/**
 * What the caller said, turn by turn, each with the appointments they had been asked about: whether this one shall be
 * cancelled, or which. Only results of `tool`, the name this very tool has in the agent, ask that; one that offers a time
 * asks something else, and whatever was said before it is no answer any more: who has talked of other things since is asked
 * again.
 */
export function heardCancellations(transcript: readonly Turn[], tool: string): readonly HeardTurn[] {
  const read = (content: string, name: string | undefined) =>
    name === tool ? questionOf(content) : otherQuestion(content)
  const heard = heardTurns(transcript, read)
  return heard.slice(heard.findLastIndex((turn) => turn.main === null && turn.others.length === 0) + 1)
}

function questionOf(content: string): Table | undefined {
  const reply = questionSchema.safeParse(parseReply(content))
  if (!reply.success) return nothingOffered
  const { appointment_id: main, appointments } = reply.data
  const others = appointments.map((one) => one.appointment_id).filter((id) => id !== '' && id !== main)
  return { main: main === '' ? null : main, others }
}

function otherQuestion(content: string): Table | undefined {
  return offersOnTable(content) === undefined ? undefined : nothingOffered
}
