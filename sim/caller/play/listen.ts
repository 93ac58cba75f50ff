import type { FlowNode } from '../flow/flow.ts'
import { afterSilence, afterTurn, textIn } from '../model/memory.ts'
import type { HeardTime } from '../people/caller.ts'
import { chooseEdge, givesBack } from './choose-edge.ts'
import type { Play, Step } from './play.ts'

/** As often the agent asks into silence, and as long it then waits, where the agent's settings say nothing. */
const USUAL_REMINDERS = 1
const USUAL_END_AFTER_SILENCE_MS = 600_000

const STILL_THERE = { de: 'Hallo, sind Sie noch da?', en: 'Hello, are you still there?' } as const

/** Waits for the caller at a node that has said what it had to, and finds out where that leads. */
export async function listen(play: Play, node: FlowNode, home: FlowNode | undefined): Promise<Step> {
  const skip = node.skipEdge?.to
  if (skip !== undefined && skip !== null) return { to: skip }
  const turn = await doTheirPart(play)
  if (turn === 'hangs_up') return { end: 'user_hangup' }
  const way = wayOut(play, node, home)
  if (way !== null) return way
  if (turn === 'silent') return await remind(play, node, home)
  // Nothing of the flow fits: the agent speaks again where it is.
  play.stage.pass(play.stage.pace.turn())
  return { to: node.id }
}

function wayOut(play: Play, node: FlowNode, home: FlowNode | undefined): Step | null {
  const always = node.alwaysEdge?.to
  if (always !== undefined && always !== null) return pace(play, { to: always })
  const way = chooseEdge(node, play, true)
  if (way !== null) return pace(play, way)
  return home !== undefined && givesBack(node, play) ? pace(play, { to: home.id }) : null
}

function pace(play: Play, step: Step): Step {
  play.stage.pass(play.stage.pace.turn())
  return step
}

/** The caller's turn: what they say goes into the transcript and into the model's memory. */
export async function doTheirPart(play: Play): Promise<'says' | 'silent' | 'hangs_up'> {
  const { stage } = play
  const memory = { ...play.memory, lastAsked: play.unheard }
  const turn = play.caller.turn(play.unheard.trim(), timesOf(memory))
  play.unheard = ''
  if (turn.kind === 'hangs_up') return 'hangs_up'
  if (turn.kind === 'silent') {
    const tookMs = play.flow.reminderMs ?? stage.pace.reminderMs
    stage.note({ kind: 'silence', atMs: stage.nowMs(), tookMs })
    stage.pass(tookMs)
    play.memory = afterSilence(memory)
    return 'silent'
  }
  stage.callerSays(turn, turn.cue === 'service' ? choicesOf(play) : 0)
  play.memory = afterTurn(memory, turn)
  return turn.isCutOff ? 'hangs_up' : 'says'
}

/** Asks into the silence as often as the agent's settings say, and gives up after that. */
async function remind(play: Play, node: FlowNode, home: FlowNode | undefined): Promise<Step> {
  const { stage, flow } = play
  const most = flow.mostReminders ?? USUAL_REMINDERS
  for (let count = 0; count < most; count += 1) {
    stage.agentSays(STILL_THERE[play.language])
    play.unheard = STILL_THERE[play.language]
    const turn = await doTheirPart(play)
    if (turn === 'hangs_up') return { end: 'user_hangup' }
    const way = wayOut(play, node, home)
    if (way !== null) return way
    if (turn === 'says') return { to: node.id }
  }
  stage.pass(flow.endAfterSilenceMs ?? USUAL_END_AFTER_SILENCE_MS)
  return { end: 'inactivity' }
}

/** What the caller was read, where the answer behind it names times. */
function timesOf({ alternatives }: Play['memory']): readonly HeardTime[] {
  return alternatives.map((one) => ({
    weekday: textIn(one, 'weekday'),
    date: textIn(one, 'date'),
    time: textIn(one, 'time'),
  }))
}

function choicesOf({ memory }: Play): number {
  const lists = ['services', 'categories'].map((field) => memory.lastReply[field])
  return Math.max(0, ...lists.map((list) => (Array.isArray(list) ? list.length : 0)))
}
