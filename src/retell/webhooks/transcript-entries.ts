import { z } from 'zod'

import type { TranscriptEntry } from '../../infra/db/tables.ts'
import { storableText } from './storable.ts'

/** Long calls have some 200 entries; of longer ones the end is what matters. */
const MOST_ENTRIES = 400
const LONGEST_CONTENT = 4_000
const LONGEST_ID = 200

const capped = (longest: number) => z.string().transform((value) => storableText(value, longest))
const id = capped(LONGEST_ID)
/** Text, or a structure written as text. */
const content = z
  .unknown()
  .transform((value) =>
    storableText(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), LONGEST_CONTENT),
  )
const entry = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['agent', 'user']), content: capped(LONGEST_CONTENT) }),
  z.object({ role: z.literal('tool_call_invocation'), tool_call_id: id, name: id, arguments: content }),
  z.object({ role: z.literal('tool_call_result'), tool_call_id: id, content }),
])

/**
 * What was said and done in a call, without the times of its words: the last 400 entries. Entries of other roles (node changes,
 * keypad) and malformed ones are left out; anything that is no list is empty.
 */
export function readTranscriptEntries(entries: unknown): readonly TranscriptEntry[] {
  if (!Array.isArray(entries)) return []
  return entries.slice(-MOST_ENTRIES).flatMap((raw) => {
    const read = entry.safeParse(raw)
    return read.success ? [read.data] : []
  })
}
