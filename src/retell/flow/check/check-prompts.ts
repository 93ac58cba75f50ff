import type { ReadFlow, ReadNode } from '../read-flow.ts'
import { fault, type Problem } from './problem.ts'

/** Beyond this the platform bills a call as if it were longer. */
const MOST_TOKENS = 4_000
/** German has about three and a half characters to a token; three is on the safe side. */
const CHARACTERS_PER_TOKEN = 3

/** Whether what the model reads in a node stays below what the platform bills as usual, before anything was said. */
export function checkPrompts(flow: ReadFlow): Problem[] {
  const always = [flow.globalPrompt, ...flow.nodes.map(({ globalCondition }) => globalCondition ?? '')].join('\n')
  return flow.nodes.flatMap((node) => {
    const tokens = countTokens(always) + countTokens(promptOf(flow, node))
    if (tokens < MOST_TOKENS) return []
    return [
      fault(
        'prompt_length',
        `node ${node.id}`,
        `The model reads about ${tokens} tokens here; from ${MOST_TOKENS} on every minute costs more.`,
      ),
    ]
  })
}

function promptOf(flow: ReadFlow, node: ReadNode): string {
  const conditions = node.edges.map(({ prompt }) => prompt)
  const tool = flow.tools.find(({ id }) => id === node.toolId)
  return [node.instruction, ...conditions, tool === undefined ? '' : JSON.stringify(tool.parameters)].join('\n')
}

/** How many tokens a text is, rather too many than too few. */
function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}
