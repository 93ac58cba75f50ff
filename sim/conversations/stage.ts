import type { Random } from '../chaos/random.ts'
import type { Language } from './company/company.ts'
import type { Ledger } from './ledger.ts'
import { fieldOf, listOf, type PhoneLine, type Reply } from './phone-line.ts'

/** One thing that happened, in order; for people to read. */
export type Moment =
  | { kind: 'agent' | 'caller'; text: string }
  /** What speech recognition made of the words before. */
  | { kind: 'heard'; text: string }
  | { kind: 'tool'; tool: string; args: Readonly<Record<string, unknown>>; deliveries: number; reply: Reply }
  | { kind: 'note'; text: string }

/** The line went dead; nobody hears or says anything any more. */
export class HungUp extends Error {}

/** Where a call plays: people speak, tools are called, everything is written down. */
export type Stage = {
  agentSays(text: string): void
  /** `heard` is what speech recognition makes of it. @throws HungUp */
  callerSays(text: string, heard?: string): void
  /** Calls a tool as often as the platform delivers it, and gives the answer that reaches the agent. @throws HungUp */
  use(tool: string, args: Readonly<Record<string, unknown>>): Promise<Reply>
  note(text: string): void
  moments(): readonly Moment[]
  /** Every reply, also those only a first delivery got. */
  replies(): readonly { tool: string; reply: Reply }[]
}

export type StageOptions = {
  line: PhoneLine
  ledger: Ledger
  language: Language
  random: Random
  /** Share of tool calls that are delivered more than once. */
  retries: number
  /** The caller's turn after which the line goes dead; null for never. */
  hangsUpAfter: number | null
  /** Changes what a reply says before anybody hears it: to see whether a false one is noticed. */
  tamper?: (tool: string, reply: Reply) => Reply
}

const MOST_REPEATS = 5

export function openStage(options: StageOptions): Stage {
  const { line, ledger, random } = options
  const moments: Moment[] = []
  const replies: { tool: string; reply: Reply }[] = []
  let turns = 0
  let isDead = false
  const beAlive = () => {
    if (isDead) throw new HungUp()
  }
  return {
    moments: () => moments,
    replies: () => replies,
    note: (text) => moments.push({ kind: 'note', text }),
    agentSays(text) {
      line.says('agent', text)
      moments.push({ kind: 'agent', text })
    },
    callerSays(text, heard = text) {
      beAlive()
      line.says('user', heard)
      moments.push({ kind: 'caller', text })
      if (heard !== text) moments.push({ kind: 'heard', text: heard })
      turns += 1
      if (options.hangsUpAfter === turns) isDead = true
      // Half of them go while nothing is under way, half while a tool runs.
      if (isDead && random.chance(0.5)) throw new HungUp()
    },
    async use(tool, args) {
      const delivery = line.call(tool, args)
      ledger.permit()
      const repeats = random.chance(options.retries) ? random.whole(1, MOST_REPEATS) : 0
      const answers = await deliverAll(() => delivery.send(), repeats, random)
      const tampered = answers.map((reply) => options.tamper?.(tool, reply) ?? reply)
      const reply = tampered.at(-1) as Reply
      for (const one of tampered) replies.push({ tool, reply: one })
      moments.push({ kind: 'tool', tool, args, deliveries: repeats + 1, reply })
      beAlive()
      delivery.settle(reply)
      noteTold(ledger, reply)
      return reply
    },
  }
}

/** One after the other, or all at once: the last answer is the one that reaches the agent. */
async function deliverAll(send: () => Promise<Reply>, repeats: number, random: Random): Promise<readonly Reply[]> {
  if (repeats > 0 && random.chance(0.5)) return await Promise.all(Array.from({ length: repeats + 1 }, send))
  const answers: Reply[] = []
  for (let delivery = 0; delivery <= repeats; delivery += 1) answers.push(await send())
  return answers
}

const TOLD: Readonly<Record<string, 'booked' | 'pending_approval' | 'cancelled' | 'moved'>> = {
  booked: 'booked',
  already_booked: 'booked',
  pending_approval: 'pending_approval',
  cancelled: 'cancelled',
  already_cancelled: 'cancelled',
  moved: 'moved',
}

function noteTold(ledger: Ledger, reply: Reply): void {
  const kind = TOLD[reply.status]
  if (kind === undefined) return
  const { data } = reply
  const appointmentId = fieldOf(data, 'appointment_id')
  ledger.tell({ kind, appointmentId, date: fieldOf(data, 'date'), time: fieldOf(data, 'time') })
}

/** The ids of all appointments a reply names. */
export function appointmentIdsIn({ data }: Reply): readonly string[] {
  const lists = Object.keys(data).flatMap((field) => listOf(data, field))
  return [data, ...lists].map((fields) => fieldOf(fields, 'appointment_id')).filter((id) => id !== '')
}
