import { createHash } from 'node:crypto'

import type { ToolName } from '../arguments.ts'
import type { ToolVisit } from './tool.ts'

/**
 * What is the same for every delivery of one request: the invocation's id where the transcript shows it; else everything by
 * which a repeat is known. `name` is the tool the arguments are of.
 */
export function effectKey(
  { toolCall }: Pick<ToolVisit, 'toolCall'>,
  name: ToolName,
  args: Readonly<Record<string, unknown>>,
): string {
  const { callId, toolCallId, lastUserTurn } = toolCall
  // Within its call: nothing says that the ids of two calls differ.
  if (toolCallId !== null) return `tool:${callId}:${toolCallId}`
  const sorted = Object.entries(args).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const request = JSON.stringify([callId, name, sorted, lastUserTurn])
  return `args:${createHash('sha256').update(request).digest('hex')}`
}
