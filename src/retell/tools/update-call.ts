import { updateCall as keepNotes } from '../../calls/update-call.ts'
import { answerCallUpdate } from '../answers/update-call.ts'
import { readArguments } from '../arguments.ts'
import { defineTool } from './tool.ts'

export const updateCall = defineTool({
  name: 'update_call',
  deadlineMs: 1_000,
  description: 'Keeps what the call was about, how it ended and what to know, for whoever looks at it.',
  isPure: false,
  binding: 'always',
  run: async ({ call, deps, toolCall, speaking }, args) => {
    const of = { companyId: call.companyId, callId: call.id }
    const said = { ...readFields(toolCall.args['fields']), ...args }
    await deps.database.inCompany(call.companyId, (tx) => keepNotes(tx, of, said))
    return answerCallUpdate(speaking)
  },
})

/** Some agents wrap what they have to say into one structure. */
function readFields(fields: unknown): ReturnType<typeof readArguments<'update_call'>> {
  if (typeof fields !== 'string') return {}
  try {
    const read: unknown = JSON.parse(fields)
    return typeof read === 'object' && read !== null ? readArguments('update_call', { ...read }) : {}
  } catch {
    return {}
  }
}
