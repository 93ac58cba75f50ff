import { bracesIn } from '../flow/fill.ts'
import type { FlowTool } from '../flow/flow.ts'
import { type CallOptions, type PhoneCall, startCall } from '../phone-call.ts'
import type { Pace } from '../timing.ts'
import type { CallEvent, Defect } from './event.ts'

type ToolEvent = Extract<CallEvent, { kind: 'tool' }>

/** Where a call plays: its line, its clock, and a record of everything. */
export type Stage = {
  readonly call: PhoneCall
  readonly pace: Pace
  nowMs(): number
  pass(ms: number): void
  agentSays(text: string): void
  callerSays(line: { spoken: string; heard: string }, choices: number): void
  /** Speech and tool run side by side: the longer one counts. A tool nobody waits for takes no time. */
  callTool(
    tool: FlowTool,
    args: Readonly<Record<string, unknown>>,
    options: { meanwhile: string; waits: boolean },
  ): Promise<ToolEvent>
  note(event: CallEvent): void
  report(kind: Defect['kind'], detail: string): void
  reportUnruled(words: string): void
  events(): readonly CallEvent[]
  defects(): readonly Defect[]
  unruled(): readonly string[]
}

const MS_PER_SECOND = 1_000

/** `onEvent` hears everything as it happens. */
export function openStage(
  options: CallOptions,
  { pace, patience }: { pace: Pace; patience: number },
  onEvent: (event: CallEvent) => void,
): Stage {
  const call = startCall(options)
  const events: CallEvent[] = []
  const defects: Defect[] = []
  const unruled = new Set<string>()
  let nowMs = 0
  const pass = (ms: number) => {
    nowMs += ms
    call.waitsUntil(nowMs / MS_PER_SECOND)
  }
  const note = (event: CallEvent) => {
    events.push(event)
    onEvent(event)
  }
  const report = (kind: Defect['kind'], detail: string) => defects.push({ kind, detail })
  const speak = (text: string) => {
    call.agentSays(text)
    note({ kind: 'said', who: 'agent', text, heard: text, atMs: nowMs })
    for (const name of bracesIn(text)) report('braces_spoken', name)
  }
  return {
    call,
    pace,
    nowMs: () => nowMs,
    pass,
    note,
    report,
    reportUnruled: (words) => unruled.add(words),
    agentSays(text) {
      speak(text)
      pass(pace.agentSpeaks(text))
    },
    callerSays({ spoken, heard }, choices) {
      pass(pace.thinking(choices))
      call.callerSays(heard)
      note({ kind: 'said', who: 'caller', text: spoken, heard, atMs: nowMs })
      pass(pace.callerSpeaks(spoken))
    },
    async callTool(tool, args, { meanwhile, waits }) {
      const startMs = nowMs
      if (meanwhile !== '') speak(meanwhile)
      const event = { ...(await askTool(call, { ...tool, timeoutMs: tool.timeoutMs * patience }, args)), atMs: startMs }
      note(event)
      const speechMs = meanwhile === '' ? 0 : pace.agentSpeaks(meanwhile)
      pass(waits ? Math.max(event.tookMs, speechMs) : speechMs)
      return event
    },
    events: () => events,
    defects: () => defects,
    unruled: () => [...unruled],
  }
}

/** A tool that does not answer in time, or not at all, is an answer too: the agent goes on without. */
async function askTool(
  call: PhoneCall,
  tool: FlowTool,
  args: Readonly<Record<string, unknown>>,
): Promise<Omit<ToolEvent, 'atMs'>> {
  const startedMs = performance.now()
  try {
    const { path, timeoutMs } = tool
    const { statusCode, reply, milliseconds } = await call.callTool(tool.name, args, { path, timeoutMs })
    const status = typeof reply?.['status'] === 'string' ? reply['status'] : ''
    return { kind: 'tool', tool: tool.name, args, statusCode, status, reply: reply ?? {}, tookMs: milliseconds }
  } catch {
    const tookMs = performance.now() - startedMs
    return { kind: 'tool', tool: tool.name, args, statusCode: 0, status: '', reply: {}, tookMs }
  }
}
