import { z } from 'zod'

/** What happened in a call so far, as far as the tools look at it. */
export type Turn =
  | { readonly role: 'agent'; readonly content: string }
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'invocation'; readonly toolCallId: string; readonly name: string }
  | { readonly role: 'result'; readonly toolCallId: string; readonly content: string }

/** Long calls have some 200 entries; what is further back no longer decides anything. */
const MOST_TURNS = 400
/** Our own results are shorter; a caller's turn is a sentence or two. */
const LONGEST_CONTENT = 4_000
const LONGEST_ID = 200

const speech = z.object({ role: z.enum(['agent', 'user']), content: z.string() })
const invocation = z.object({ role: z.literal('tool_call_invocation'), tool_call_id: z.string(), name: z.string() })
const result = z.object({
  role: z.literal('tool_call_result'),
  tool_call_id: z.string(),
  content: z.unknown().optional(),
})
const entry = z.discriminatedUnion('role', [speech, invocation, result])

/**
 * Reads `transcript_with_tool_calls`. Entries of other roles (node changes, keypad, texts) and malformed ones are left
 * out; only the last 400 entries are looked at. Anything that is no list is an empty transcript.
 */
export function readTranscript(entries: unknown): readonly Turn[] {
  if (!Array.isArray(entries)) return []
  return entries.slice(-MOST_TURNS).flatMap((raw): Turn[] => {
    const read = entry.safeParse(raw)
    if (!read.success) return []
    const { data } = read
    if (data.role === 'tool_call_invocation') {
      return [
        {
          role: 'invocation',
          toolCallId: idOf(data.tool_call_id),
          name: data.name.slice(0, LONGEST_ID),
        },
      ]
    }
    if (data.role === 'tool_call_result') {
      return [{ role: 'result', toolCallId: idOf(data.tool_call_id), content: textOf(data.content) }]
    }
    return [{ role: data.role, content: data.content.trim().slice(0, LONGEST_CONTENT) }]
  })
}

/** Ids are kept with the call. */
function idOf(id: string): string {
  return id.replaceAll(/[^!-~]/g, '').slice(0, LONGEST_ID)
}

function textOf(content: unknown): string {
  return (typeof content === 'string' ? content : (JSON.stringify(content) ?? '')).slice(0, LONGEST_CONTENT)
}

/**
 * The id of the invocation a request serves: the last one of the transcript, when it is of this tool and has no result
 * yet. Null otherwise: the transcript may lag behind, and another invocation's id would stand for another request.
 */
export function servedToolCallId(transcript: readonly Turn[], toolName: string): string | null {
  const last = transcript.findLast((turn) => turn.role === 'invocation')
  if (last === undefined || last.name !== toolName || last.toolCallId === '') return null
  const answered = transcript.some((turn) => turn.role === 'result' && turn.toolCallId === last.toolCallId)
  return answered ? null : last.toolCallId
}

/** What the caller said last; '' when nothing yet. */
export function lastUserTurn(transcript: readonly Turn[]): string {
  const last = transcript.findLast((turn) => turn.role === 'user')
  return last?.role === 'user' ? last.content : ''
}
