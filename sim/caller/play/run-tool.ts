import { fill, valueAt, variableOf } from '../flow/fill.ts'
import type { FlowNode, FlowTool } from '../flow/flow.ts'
import { afterReply } from '../model/memory.ts'
import { writeArguments } from '../model/write-arguments.ts'
import { chooseEdge } from './choose-edge.ts'
import type { Play, Step } from './play.ts'

const ONE_MOMENT = { de: 'Einen Moment bitte.', en: 'One moment, please.' } as const

/** Runs the tool of a function node once, keeps what it answered, and finds the way on. */
export async function runTool(play: Play, node: FlowNode): Promise<Step> {
  const { flow, stage } = play
  const tool = node.toolId === null ? undefined : flow.tools.get(node.toolId)
  if (tool === undefined) {
    stage.report('stuck', `${node.name} calls a tool that is not there: ${node.toolId ?? 'none'}`)
    return { end: 'error_unknown' }
  }
  const { args, unfilled } = writeArguments(tool, play.memory, play.variables)
  for (const name of unfilled) stage.report('braces_sent', `${tool.name}: ${name}`)
  const meanwhile = wordsMeanwhile(play, node)
  stage.pass(stage.pace.model())
  const event = await stage.callTool(tool, args, { meanwhile, waits: node.waitsForResult })
  const failure = event.statusCode !== 200 ? `HTTP ${event.statusCode}` : event.status === 'error' ? 'error' : ''
  if (failure !== '') stage.report('tool_failed', `${tool.name}: ${failure}`)
  keepVariables(play, tool, event.reply, event.statusCode === 200)
  play.memory = afterReply(play.memory, tool.name, event.reply)
  const way = chooseEdge(node, play, false)
  if (way !== null) return way
  stage.report('stuck', `No way out of ${node.name} after ${tool.name} answered "${event.status}"`)
  return { end: 'error_unknown' }
}

function wordsMeanwhile({ language, variables }: Play, { speaksDuringExecution, instruction }: FlowNode): string {
  if (!speaksDuringExecution) return ''
  return instruction?.kind === 'static_text' ? fill(instruction.text, variables) : ONE_MOMENT[language]
}

/** Sets the variables the tool maps; one the answer does not hold keeps what it had, or nothing. */
function keepVariables(play: Play, tool: FlowTool, reply: unknown, isAnswer: boolean): void {
  if (!isAnswer) return
  for (const [name, path] of Object.entries(tool.responseVariables)) {
    const value = variableOf(valueAt(reply, path))
    if (value === undefined) play.stage.report('variable_unset', `${tool.name}: ${name} from ${path}`)
    else play.variables.set(name, value)
  }
}
