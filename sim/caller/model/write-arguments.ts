import { bracesIn, fill, type Variables } from '../flow/fill.ts'
import type { FlowTool } from '../flow/flow.ts'
import { meaningsOf } from './meanings.ts'
import { type Memory, textIn } from './memory.ts'

/** Which tool changes an appointment that stands: there a date alone is that appointment's. */
const CHANGES_STANDING = new Set(['cancel_appointment', 'get_customer_appointments'])

/** Where an argument comes from: the first of these that was told. German names of arguments are the English ones' aliases. */
const TOLD_AS: Readonly<Record<string, readonly string[]>> = {
  date: ['date', 'new_date'],
  time: ['time', 'new_time'],
  new_date: ['new_date', 'date'],
  new_time: ['new_time', 'time'],
  service: ['service', 'query'],
  query: ['query', 'service'],
  staff_name: ['staff'],
  from: ['from', 'date'],
  daypart: ['daypart', 'time'],
  when: ['when'],
}

const GERMAN: Readonly<Record<string, string>> = {
  datum: 'date',
  uhrzeit: 'time',
  dienstleistung: 'service',
  mitarbeiter: 'staff',
  bestaetigung: 'confirm',
  filiale: 'branch',
  telefonnummer: 'phone',
  altes_datum: 'old_date',
  neues_datum: 'new_date',
  neue_uhrzeit: 'new_time',
  grund: 'reason',
}

/**
 * The arguments of a tool call as a language model would write them, from what was said and answered. A schema's `const` is
 * filled by the platform; what nobody told is left out.
 */
export function writeArguments(
  tool: FlowTool,
  memory: Memory,
  variables: Variables,
): { args: Readonly<Record<string, unknown>>; unfilled: readonly string[] } {
  const written = Object.entries(tool.properties).map(([name, schema]) => {
    const fixed = schema['const']
    const value = typeof fixed === 'string' ? fill(fixed, variables) : (fixed ?? argumentOf(tool.name, name, memory))
    return [name, value] as const
  })
  const unfilled = written.flatMap(([, value]) => (typeof value === 'string' ? bracesIn(value) : []))
  return { args: Object.fromEntries(written.filter(([, value]) => value !== undefined)), unfilled }
}

function argumentOf(tool: string, given: string, memory: Memory): unknown {
  const name = GERMAN[given] ?? given
  const { told } = memory
  // When to be called back is no day of an appointment: only what was said of it just now counts.
  if (tool === 'request_callback' && (name === 'date' || name === 'time')) return memory.justTold[name]
  switch (name) {
    case 'confirm':
      return isAgreed(memory)
    case 'query':
      // Whoever does not know what they want says so in their own words.
      return firstTold(memory, 'query') ?? (meaningsOf(memory).has('unsure') ? memory.lastWords : undefined)
    case 'offer_id':
      return emptyAsUndefined(textIn(memory.taken ?? memory.offer ?? onlyOne(memory.alternatives), 'offer_id'))
    case 'appointment_id':
      return emptyAsUndefined(textIn(appointmentMeant(memory), 'appointment_id'))
    case 'slots':
      return slotsOf(memory)
    case 'not':
      return memory.refused.length > 0 ? memory.refused : undefined
    case 'notes':
    case 'reason':
      return told['reason'] ?? memory.allWords[0]
    case 'intent':
      return [...meaningsOf({ ...memory, lastWords: memory.allWords[0] ?? '' })].find((one) => one !== 'answers')
    case 'outcome':
      return emptyAsUndefined(textIn(memory.lastReply, 'status'))
    case 'date':
      if (CHANGES_STANDING.has(tool)) return told['old_date'] ?? told['date']
      return textIn(memory.taken, 'date') || firstTold(memory, 'date')
    case 'time':
      return textIn(memory.taken, 'time') || firstTold(memory, 'time')
    case 'new_date':
    case 'new_time':
      return textIn(memory.taken, name === 'new_date' ? 'date' : 'time') || firstTold(memory, name)
    default:
      return firstTold(memory, name)
  }
}

function firstTold({ told }: Memory, name: string): string | undefined {
  return (TOLD_AS[name] ?? [name]).map((key) => told[key]).find((value) => value !== undefined)
}

function isAgreed(memory: Memory): boolean {
  const meanings = meaningsOf(memory)
  return meanings.has('agrees') || meanings.has('takes_alternative')
}

/** The one that stands on the day they named, or the only one. */
function appointmentMeant({ appointments, lastReply }: Memory): Readonly<Record<string, unknown>> | null {
  return onlyOne(appointments) ?? (textIn(lastReply, 'appointment_id') === '' ? null : lastReply)
}

function onlyOne<T>(list: readonly T[]): T | null {
  return list.length === 1 ? (list[0] ?? null) : null
}

/** Several times named in one breath: "[slots:Dienstag um zehn; Mittwoch um elf]". */
function slotsOf({ told }: Memory): readonly { date: string }[] | undefined {
  return told['slots']?.split(';').map((date) => ({ date: date.trim() }))
}

function emptyAsUndefined(text: string): string | undefined {
  return text === '' ? undefined : text
}
