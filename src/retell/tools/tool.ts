import type { BookingDeps, Visit } from '../../appointments/visit.ts'
import type { Sealing } from '../../companies/workspaces.ts'
import type { Speaking } from '../answers/speaking.ts'
import { type Arguments, readArguments, type ToolName } from '../arguments.ts'
import type { ToolCall } from '../envelope.ts'
import { type Answer, completeReply, type Reply } from '../reply.ts'

/** What a tool works with. */
export type ToolVisit = Visit & {
  /** `publicUrl`: where people reach this Ringbook; null when that is not known. */
  readonly deps: BookingDeps & { sealing: Sealing; publicUrl: string | null }
  readonly speaking: Speaking
  /** The moment of the request, in the company's zone. */
  readonly now: Temporal.ZonedDateTime
  readonly toolCall: ToolCall
  /** Aborts at the tool's deadline. */
  readonly signal: AbortSignal
}

/** A function the agent calls. */
export type Tool = {
  readonly name: ToolName
  /** A second less than the agent waits, so that there is always an answer. */
  readonly deadlineMs: number
  /** What the agent is told it is for. */
  readonly description: string
  /** It answers from what is known of the visit, and asks nobody for more. */
  readonly isPure: boolean
  /**
   * Whether its answer is a promise, which a power cut must not undo: any, none, or those of these statuses. What is written down
   * with others (who called, what was offered and is kept for a moment) is asked again, and need not wait for the disk.
   */
  readonly binding: 'always' | 'never' | ReadonlySet<string>
  /** `implied` are arguments the tool's name in the agent stands for. */
  run(visit: ToolVisit, implied: Readonly<Record<string, unknown>>): Promise<Reply>
}

/** A tool from what it does with its arguments. */
export function defineTool<Name extends ToolName>(tool: {
  name: Name
  deadlineMs: number
  description: string
  isPure: boolean
  binding: 'always' | 'never' | ReadonlySet<Answer<Name>['status']>
  run(visit: ToolVisit, args: Arguments<Name>): Promise<Answer<Name>> | Answer<Name>
}): Tool {
  return {
    ...tool,
    run: async (visit, implied) => {
      const args = readArguments(tool.name, { ...visit.toolCall.args, ...implied })
      const saidService = 'service' in args ? args.service : undefined
      const speaking = { ...visit.speaking, ...(saidService !== undefined && { saidService }) }
      return completeReply(tool.name, await tool.run({ ...visit, speaking }, args))
    },
  }
}
