import type { ToolName } from '../../arguments.ts'
import { type CalledTool, findTool } from '../../tools/registry.ts'
import { isToolName } from '../known-tools.ts'
import type { ReadTool } from '../read-flow.ts'

const OUR_PATH = /\/api\/retell\/(?<tool>[a-z0-9/-]+)$/

/**
 * Which of our tools a flow's tool calls: told by its address, and by its name where the address serves all of them.
 * Undefined for somebody else's.
 */
export function ourTool(tool: ReadTool): { name: ToolName; implied: CalledTool['implied'] } | undefined {
  const path = OUR_PATH.exec(pathOf(tool.url))?.groups?.['tool']
  if (path === undefined) return undefined
  const earlier = /^v17\/(?<rest>.+)$/.exec(path)?.groups?.['rest']
  const written = path === 'tools' ? tool.name : (earlier === undefined ? path : `${earlier}-v17`).replaceAll('-', '_')
  const called = findTool(written)
  return called !== undefined && isToolName(called.tool.name)
    ? { name: called.tool.name, implied: called.implied }
    : undefined
}

/** Whether a tool points at a gateway like this one, even where there is no such tool. */
export function pointsAtUs(tool: ReadTool): boolean {
  return OUR_PATH.test(pathOf(tool.url))
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url.replace(/[?#].*$/, '')
}
