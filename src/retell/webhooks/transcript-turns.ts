import type { TranscriptTurn } from '../../appointments/agreed-appointment/agreed-appointment.ts'
import type { TranscriptEntry } from '../../infra/db/tables.ts'

/** What was said, and what our tools answered; which tool was called is in its answer. */
export function turnsOf(transcript: readonly TranscriptEntry[]): readonly TranscriptTurn[] {
  return transcript.flatMap((entry): readonly TranscriptTurn[] => {
    switch (entry.role) {
      case 'agent':
      case 'user':
        return [{ role: entry.role, text: entry.content }]
      case 'tool_call_result':
        return [{ role: 'result', text: entry.content }]
      case 'tool_call_invocation':
        return []
    }
  })
}
