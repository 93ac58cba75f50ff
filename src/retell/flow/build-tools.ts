import { z } from 'zod'

import { argumentSchemas, type ToolName } from '../arguments.ts'
import { tools } from '../tools/registry.ts'
import type { FlowTool } from './flow-types.ts'

/** The agent waits a second longer than a tool takes at most, so that there is always an answer. */
const WAITS_LONGER_MS = 1_000

/** What every tool tells, under the same names: what came of it, and the sentence about it. */
const common = { status: 'status', say: 'say' }

/** What else a flow asks of a tool's reply, by the variable it becomes. */
const further: Partial<Record<ToolName, Readonly<Record<string, string>>>> = {
  initialize_call: { customer_known: 'customer_known', first_name: 'first_name' },
  check_customer: { contact_status: 'status' },
  request_callback: { question: 'question' },
  cancel_appointment: { question: 'question' },
  reschedule_appointment: { question: 'question' },
}

/** Arguments the flow itself knows: a caller who reaches the node has agreed, and the gateway hears that for itself. */
const settled: Partial<Record<ToolName, Readonly<Record<string, string | boolean>>>> = {
  book_appointment: { confirm: true },
}

/**
 * What a variable is before any tool has set it, and where nobody was asked when the phone rang: one that is not set at all is
 * read out with its braces.
 */
export const variableDefaults = {
  status: '',
  say: '',
  customer_known: 'false',
  first_name: '',
  closed_notice: '',
  contact_status: '',
  question: '',
}

/** A tool as the voice platform is told of it, from the schema its arguments are read with. */
export function buildTool(name: ToolName, publicUrl: string): FlowTool {
  const tool = tools[name]
  return {
    type: 'custom',
    tool_id: name,
    name,
    description: tool.description,
    url: `${publicUrl}/api/retell/${name.replaceAll('_', '-')}`,
    method: 'POST',
    args_at_root: false,
    timeout_ms: tool.deadlineMs + WAITS_LONGER_MS,
    // The function node speaks while it runs, and the node after it says what came of it.
    speak_during_execution: false,
    speak_after_execution: false,
    parameters: { type: 'object', properties: parametersOf(name) },
    response_variables: { ...common, ...further[name] },
  }
}

/** The arguments a tool takes, as JSON Schema. */
export function parametersOf(name: ToolName): Record<string, unknown> {
  const shape: Readonly<Record<string, z.ZodType>> = argumentSchemas[name].shape
  const consts = settled[name] ?? {}
  return Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => {
      const property = plainSchema(z.toJSONSchema(schema))
      return [field, field in consts ? { ...property, const: consts[field] } : property]
    }),
  )
}

/** Lengths and extras are the gateway's to mind: the model would only pay for reading them. */
function plainSchema(schema: object): Record<string, unknown> {
  const kept = Object.entries(schema).filter(([key]) => KEPT.has(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, plainPart(key, value)]))
}

const KEPT = new Set(['type', 'description', 'items', 'properties'])

function plainPart(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (key === 'items') return plainSchema(value)
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, typeof part === 'object' ? plainSchema({ ...part }) : part]),
  )
}
