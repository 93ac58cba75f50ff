/** Compares a variable with a value, both possibly with `{{variables}}` in them. */
export type Equation = { left: string; operator: string; right: string | null }

export type Condition =
  | { kind: 'equation'; equations: readonly Equation[]; all: boolean }
  /** Decided by the language model. */
  | { kind: 'prompt'; prompt: string }

export type Edge = { id: string; condition: Condition; to: string | null }

export type Instruction = { kind: 'static_text' | 'prompt'; text: string }

export type FlowNode = {
  id: string
  /** As the flow says it, also kinds nobody here knows. */
  type: string
  name: string
  instruction: Instruction | null
  /** In the order they are tried in, equations and prompts mixed as written. */
  edges: readonly Edge[]
  elseEdge: Edge | null
  alwaysEdge: Edge | null
  /** Left at once when what there is to say was said. */
  skipEdge: Edge | null
  /** When the model goes here from anywhere; null for a node with a place in the flow alone. */
  globalCondition: string | null
  /** Conditions under which a global node gives back to where the call was. */
  goBack: readonly Edge[]
  toolId: string | null
  /** What a `code` node runs; '' for others. */
  code: string
  /** Of a `code` node: variable to path in what it returns. */
  responseVariables: Readonly<Record<string, string>>
  waitsForResult: boolean
  speaksDuringExecution: boolean
  /** What `extract_dynamic_variables` is to find, by name. */
  variables: readonly string[]
}

export type FlowTool = {
  id: string
  name: string
  /** The path alone: whose gateway it is says whoever plays. */
  path: string
  /** The schema of each argument. */
  properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Variable to path in the answer. */
  responseVariables: Readonly<Record<string, string>>
  timeoutMs: number
}

/** A conversation flow as it is walked. */
export type Flow = {
  nodes: ReadonlyMap<string, FlowNode>
  startNodeId: string
  startSpeaker: 'agent' | 'user'
  globals: readonly FlowNode[]
  tools: ReadonlyMap<string, FlowTool>
  defaults: Readonly<Record<string, string>>
  /** The agent's; IANA. Null where the agent leaves it to the platform. */
  zone: string | null
  /** Silence until the agent asks whether somebody is there, how often, and until it ends the call; null as the platform has it. */
  reminderMs: number | null
  mostReminders: number | null
  endAfterSilenceMs: number | null
}
