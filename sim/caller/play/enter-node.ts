import { fill, valueAt, variableOf } from '../flow/fill.ts'
import type { FlowNode } from '../flow/flow.ts'
import { runCode } from '../flow/run-code.ts'
import { speakPrompt } from '../model/speak-prompt.ts'
import { chooseEdge } from './choose-edge.ts'
import { listen } from './listen.ts'
import type { Play, Step } from './play.ts'
import { runTool } from './run-tool.ts'

type Around = { home: FlowNode | undefined; transferSucceeds: boolean }

/** Does what a node is there for, and says where that leads. */
export async function enterNode(play: Play, node: FlowNode, around: Around): Promise<Step> {
  switch (node.type) {
    case 'conversation':
    case 'subagent':
      speak(play, node)
      return await listen(play, node, around.home)
    case 'function':
      return await runTool(play, node)
    case 'branch':
    case 'extract_dynamic_variables':
      for (const name of node.variables) learn(play, name)
      return leave(play, node)
    case 'code':
      speak(play, node)
      await compute(play, node)
      return leave(play, node)
    case 'end':
      if (node.instruction !== null) speak(play, node)
      return { end: 'agent_hangup' }
    case 'transfer_call':
      speak(play, node)
      return around.transferSucceeds ? { end: 'call_transfer' } : leave(play, node)
    default:
      play.stage.report('node_unknown', `${node.type} at ${node.name}`)
      return leave(play, node)
  }
}

/** Says a node's words; what the language model is to word is worded by rule. */
function speak(play: Play, node: FlowNode): void {
  const { instruction } = node
  if (instruction === null) return
  const { stage, variables } = play
  if (instruction.kind === 'static_text') {
    say(play, fill(instruction.text, variables))
    return
  }
  const { words, isRuled } = speakPrompt(instruction.text, play)
  if (!isRuled) stage.reportUnruled(instruction.text)
  say(play, words)
}

function say(play: Play, words: string): void {
  if (words.trim() === '') return
  play.stage.agentSays(words)
  play.unheard = `${play.unheard} ${words}`
}

/** What the model takes from what was said, under the name the flow asks for it by. */
function learn(play: Play, name: string): void {
  const value = play.memory.told[name]
  if (value !== undefined) play.variables.set(name, value)
}

/** Sets what a code node computes. */
async function compute(play: Play, node: FlowNode): Promise<void> {
  const result = await runCode(node.code, play.variables)
  for (const [name, path] of Object.entries(node.responseVariables)) {
    const value = variableOf(valueAt(result, path))
    if (value === undefined) play.stage.report('variable_unset', `${node.name}: ${name} from ${path}`)
    else play.variables.set(name, value)
  }
}

/** Out of a node that does not listen. */
function leave(play: Play, node: FlowNode): Step {
  const way = chooseEdge(node, play, false)
  if (way !== null) return way
  play.stage.report('stuck', `No way out of ${node.name}`)
  return { end: 'error_unknown' }
}
