import type { ReadFlow, ReadNode } from '../read-flow.ts'
import { fault, type Problem } from './problem.ts'

/** How callers are told that a machine is speaking. */
const AI_NOTICE =
  /\bKI\b|\bKI-|k(ü|ue)nstliche[rsnm]? Intelligenz|\bAI\b|artificial intelligence|\b(virtuelle|digitale|automatische)[rsnm]? (Assistent|Assistentin|Sprachassistent)|Sprachassistent|\bvoice assistant|\b(virtual|digital|automated) assistant/i

/** Kinds that say nothing unless told to. */
const SPEAKS_WHEN_TOLD = new Set(['function', 'code', 'end', 'transfer_call', 'mcp'])
const SILENT = new Set(['branch', 'extract_dynamic_variables'])

/** Whether the first thing a caller hears says that a machine is speaking, whichever way the call begins. */
export function checkGreeting(flow: ReadFlow): Problem[] {
  const first = firstToSpeak(flow)
  if (first.length === 0) return [fault('ai_notice', 'flow', 'Nothing is said at the beginning.')]
  return first.flatMap((node) => {
    const spoken = fillDefaults(node.instruction, flow.defaults)
    if (AI_NOTICE.test(spoken)) return []
    return [
      fault(
        'ai_notice',
        `node ${node.id}`,
        'The first words do not say that an AI is speaking: the law wants callers told.',
      ),
    ]
  })
}

/** The nodes that may be the first to say something: through those that are silent. */
function firstToSpeak(flow: ReadFlow): readonly ReadNode[] {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const looked = new Set(flow.startNodeId === null ? [] : [flow.startNodeId])
  const found: ReadNode[] = []
  for (const id of looked) {
    const node = byId.get(id)
    if (node === undefined) continue
    if (saysSomething(node)) found.push(node)
    else for (const { to } of node.edges) if (to !== null) looked.add(to)
  }
  return found
}

function saysSomething({ type, instruction, speaksDuringExecution }: ReadNode): boolean {
  if (SILENT.has(type)) return false
  if (SPEAKS_WHEN_TOLD.has(type)) return speaksDuringExecution === true && instruction !== ''
  return instruction !== ''
}

function fillDefaults(text: string, defaults: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (braces, name: string) => defaults[name] ?? braces)
}
