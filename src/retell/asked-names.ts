import { z } from 'zod'

import { parseReply } from './heard-turns.ts'
import type { Turn } from './transcript.ts'

const questionSchema = z.object({ candidates: z.array(z.unknown()).min(1) })

/** The names our last question gave to choose from, as we wrote them: "Meinen Sie Petra Wörner oder Petra Werner?" */
export function askedNames(transcript: readonly Turn[]): ReadonlySet<string> {
  for (const turn of transcript.toReversed()) {
    if (turn.role !== 'result') continue
    const question = questionSchema.safeParse(parseReply(turn.content))
    if (question.success) return new Set(question.data.candidates.filter((one) => typeof one === 'string'))
  }
  return new Set()
}
