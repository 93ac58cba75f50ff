/**
 * Something about a flow that would go wrong on the phone (`fault`: it is not deployed), or that somebody should look at
 * (`doubt`). `where` names the node, edge or tool; `detail` says in a sentence what is wrong and what would be right.
 */
export type Problem = {
  readonly level: 'fault' | 'doubt'
  readonly rule: Rule
  readonly where: string
  readonly detail: string
}

export type Rule =
  | 'shape'
  | 'node_ids'
  | 'edge_ids'
  | 'destinations'
  | 'reachable'
  | 'else_edges'
  | 'comes_to_an_end'
  | 'anywhere'
  | 'tool_ids'
  | 'variables'
  | 'arguments'
  | 'time_outs'
  | 'calendar_tools'
  | 'args_only'
  | 'prompt_length'
  | 'told_once'
  | 'ai_notice'
  | 'agent'

export function fault(rule: Rule, where: string, detail: string): Problem {
  return { level: 'fault', rule, where, detail }
}

export function doubt(rule: Rule, where: string, detail: string): Problem {
  return { level: 'doubt', rule, where, detail }
}
