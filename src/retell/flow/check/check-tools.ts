import { aliases, argumentSchemas, type ToolName } from '../../arguments.ts'
import { tools as serverTools } from '../../tools/registry.ts'
import { parametersOf } from '../build-tools.ts'
import { isRaw, list, type ReadFlow, readTool, type ReadTool, text } from '../read-flow.ts'
import { ourTool, pointsAtUs } from './our-tools.ts'
import { doubt, fault, type Problem } from './problem.ts'

const NAME = /^[A-Za-z0-9_-]{1,64}$/
/** Tools of the platform that book into one calendar behind the gateway's back. */
const CALENDAR_TOOLS = new Set(['check_availability_cal', 'book_appointment_cal'])
/** How long the platform waits for a tool unless told otherwise. */
const USUAL_TIMEOUT_MS = 120_000
/** A tool's answer needs time to come back. */
const MARGIN_MS = 500

/** Whether the tools are the gateway's, called the way it takes them. */
export function checkTools(flow: ReadFlow): Problem[] {
  return [
    ...checkIds(flow),
    ...allTools(flow).flatMap((tool) => [...checkKind(tool), ...checkAddress(tool), ...checkArguments(tool)]),
  ]
}

/** The flow's tools and those that stand in subagent nodes. */
function allTools(flow: ReadFlow): readonly ReadTool[] {
  const inNodes = flow.nodes.flatMap((node) => list(node.raw['tools']).map(readTool))
  return [...flow.tools, ...inNodes]
}

function checkIds(flow: ReadFlow): Problem[] {
  const problems: Problem[] = []
  const ids = new Set(flow.tools.map(({ id }) => id))
  for (const [name, same] of Map.groupBy(flow.tools, (tool) => tool.name)) {
    if (same.length > 1)
      problems.push(fault('tool_ids', `tool ${name}`, `There are ${same.length} tools of this name.`))
    if (!NAME.test(name)) {
      problems.push(fault('tool_ids', `tool ${name}`, 'A name is up to 64 letters, digits, dashes and underscores.'))
    }
  }
  for (const [id, same] of Map.groupBy(flow.tools, (tool) => tool.id)) {
    if (same.length > 1) problems.push(fault('tool_ids', `tool ${id}`, `There are ${same.length} tools of this id.`))
  }
  const called = new Set<string>()
  for (const node of flow.nodes) {
    const named = [node.toolId ?? [], node.raw['tool_ids'] ?? []].flat().map(String)
    for (const id of named) {
      called.add(id)
      const isShared = node.raw['tool_type'] === 'shared'
      if (!ids.has(id) && !isShared) problems.push(fault('tool_ids', `node ${node.id}`, `There is no tool ${id}.`))
    }
  }
  for (const { id } of flow.tools.filter((tool) => !called.has(tool.id))) {
    problems.push(doubt('tool_ids', `tool ${id}`, 'No node calls it.'))
  }
  return problems
}

function checkKind(tool: ReadTool): Problem[] {
  const where = `tool ${tool.name}`
  if (CALENDAR_TOOLS.has(tool.type)) {
    return [
      fault(
        'calendar_tools',
        where,
        `${tool.type} books into a calendar past the gateway, and the platform takes these tools away: use check_availability and book_appointment.`,
      ),
    ]
  }
  if (tool.isArgsOnly) {
    return [
      fault(
        'args_only',
        where,
        'It sends the arguments alone, so nobody can tell whose call it is: switch off "Payload: args only" (args_at_root).',
      ),
    ]
  }
  return []
}

function checkAddress(tool: ReadTool): Problem[] {
  const where = `tool ${tool.name}`
  if (!pointsAtUs(tool)) return []
  const ours = ourTool(tool)
  if (ours === undefined) return [fault('tool_ids', where, `The gateway has no tool at ${tool.url}.`)]
  const deadlineMs = serverTools[ours.name].deadlineMs
  const waitsMs = tool.timeoutMs ?? USUAL_TIMEOUT_MS
  if (waitsMs < deadlineMs + MARGIN_MS) {
    return [
      fault(
        'time_outs',
        where,
        `It waits ${waitsMs} ms, but the answer may take ${deadlineMs} ms: ${deadlineMs + 1_000} ms is right.`,
      ),
    ]
  }
  if (waitsMs > 2 * deadlineMs + MARGIN_MS) {
    return [
      doubt('time_outs', where, `It waits ${waitsMs} ms, and the caller with it; ${deadlineMs + 1_000} ms is right.`),
    ]
  }
  return []
}

/** The arguments of a tool of ours are those the gateway reads, under one of their names and of the same type. */
function checkArguments(tool: ReadTool): Problem[] {
  const ours = ourTool(tool)
  if (ours === undefined) return []
  const where = `tool ${tool.name}`
  if (Object.keys(tool.parameters).length > 0 && tool.parameters['type'] !== 'object') {
    return [fault('arguments', where, 'Its parameters must be of type object.')]
  }
  const sent = isRaw(tool.parameters['properties']) ? tool.parameters['properties'] : {}
  const taken = parametersOf(ours.name)
  const problems = Object.entries(sent).flatMap(([name, schema]) =>
    checkArgument(where, ours.name, taken, name, schema),
  )
  const known = new Set(Object.keys(sent).map((name) => fieldOf(ours.name, name)))
  const missing = Object.keys(taken).filter((name) => !known.has(name) && !(name in ours.implied))
  return [...problems, ...missing.map((name) => doubt('arguments', where, `It never sends ${name}.`))]
}

function checkArgument(
  where: string,
  tool: ToolName,
  taken: Readonly<Record<string, unknown>>,
  name: string,
  schema: unknown,
): Problem[] {
  const field = fieldOf(tool, name)
  // What the platform's model says while it waits is written into the arguments.
  if (name === 'execution_message') return []
  if (field === undefined) return [fault('arguments', where, `${tool} takes no argument ${name}.`)]
  const wanted = typeOf(taken[field])
  const given = typeOf(schema)
  if (given === wanted) return []
  return [fault('arguments', where, `${name} is ${given || 'of no type'}, but ${tool} takes ${wanted}.`)]
}

/** The argument a name stands for, German and earlier names included. */
function fieldOf(tool: ToolName, name: string): string | undefined {
  const fields = Object.keys(argumentSchemas[tool].shape)
  const written = name.trim().toLowerCase()
  return fields.find((field) => field === written) ?? fields.find((field) => aliases[field]?.includes(written) === true)
}

function typeOf(schema: unknown): string {
  return isRaw(schema) ? text(schema['type']) : ''
}
