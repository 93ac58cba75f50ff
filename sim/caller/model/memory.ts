import type { Told } from '../people/line.ts'

type Fields = Readonly<Record<string, unknown>>

/** What the stand-in for the language model has of the call: what was told, what tools answered, who said what last. */
export type Memory = {
  /** Everything told so far, the later word over the earlier. */
  told: Readonly<Record<string, string>>
  /** What the caller told in their last turn alone. */
  justTold: Told
  /** The caller's last words, as heard; '' before they spoke, and when they were silent. */
  lastWords: string
  /** What the agent had said before that. */
  lastAsked: string
  /** All they said. */
  allWords: readonly string[]
  wasSilent: boolean
  /** The time they took of those read out last. */
  taken: Fields | null
  /** The last answer that held times, appointments, or anything. */
  lastReply: Fields
  lastTool: string
  /** The last answer with an offer, with alternatives or with appointments in it. */
  offer: Fields | null
  alternatives: readonly Fields[]
  appointments: readonly Fields[]
  /** What was turned down: ids of offers. */
  refused: readonly string[]
}

export const nothingYet: Memory = {
  told: {},
  justTold: {},
  lastWords: '',
  lastAsked: '',
  allWords: [],
  wasSilent: false,
  taken: null,
  lastReply: {},
  lastTool: '',
  offer: null,
  alternatives: [],
  appointments: [],
  refused: [],
}

/** After a turn of the caller's. `takes` is which of the times read out they chose. */
export function afterTurn(memory: Memory, turn: { heard: string; told: Told; takes: number | null }): Memory {
  const { heard, told, takes } = turn
  const taken = takes === null ? null : (memory.alternatives[takes] ?? null)
  const offered = textIn(memory.offer, 'offer_id')
  const isNewTime =
    taken === null && (told['date'] ?? told['time'] ?? told['new_date'] ?? told['new_time']) !== undefined
  return {
    ...memory,
    told: { ...memory.told, ...told },
    justTold: told,
    lastWords: heard,
    allWords: [...memory.allWords, heard],
    wasSilent: false,
    // A time of their own takes the place of one they chose before.
    taken: taken ?? (isNewTime ? null : memory.taken),
    refused: offered !== '' && isNewTime ? [...memory.refused, offered] : memory.refused,
  }
}

export function afterSilence(memory: Memory): Memory {
  return { ...memory, wasSilent: true, lastWords: '', justTold: {} }
}

/** After a tool has answered. */
export function afterReply(memory: Memory, tool: string, reply: Fields): Memory {
  const alternatives = listIn(reply, 'alternatives')
  const appointments = listIn(reply, 'appointments')
  const hasOffer = textIn(reply, 'offer_id') !== ''
  const saysTimes = hasOffer || alternatives.length > 0
  return {
    ...memory,
    lastReply: reply,
    lastTool: tool,
    offer: saysTimes ? (hasOffer ? reply : null) : memory.offer,
    alternatives: saysTimes ? alternatives : memory.alternatives,
    taken: saysTimes ? null : memory.taken,
    appointments: appointments.length > 0 ? appointments : memory.appointments,
  }
}

export function textIn(fields: Fields | null, name: string): string {
  const value = fields?.[name]
  return typeof value === 'string' ? value : ''
}

function listIn(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name]
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Fields => typeof one === 'object' && one !== null)
}
