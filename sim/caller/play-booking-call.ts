import { type CallOptions, type PhoneCall, startCall, type ToolAnswer } from './phone-call.ts'
import { announce, announceEnd } from './play/webhooks.ts'

export type PlayOptions = Omit<CallOptions, 'direction' | 'callId' | 'metadata' | 'now'> & {
  language: 'de' | 'en'
  /** What the caller wants done and when, in their words. */
  service: string
  wish: string
  /** First and last name of the caller. */
  name: string
}

/** Something that happened in the call, in order. */
export type PlayEvent =
  | { kind: 'said'; who: 'agent' | 'caller'; text: string }
  | { kind: 'tool'; tool: string; status: string; statusCode: number; milliseconds: number }
  | { kind: 'booked'; appointment: Readonly<Record<string, string>> }

export type PlayedCall = {
  callId: string
  booked: boolean
  /** Whether the appointment was then read out by `get_customer_appointments`. */
  readOut: boolean
  events: readonly PlayEvent[]
}

/** Nobody says yes to the same time more often. */
const MOST_ATTEMPTS = 4

const lines = {
  de: {
    hello: (service: string, wish: string) => `Guten Tag, ich hätte gerne einen Termin, ${wish}, für: ${service}.`,
    yes: 'Ja, genau, sehr gerne.',
    name: (name: string) => `Mein Name ist ${name}.`,
    take: (weekday: string, time: string) => `Dann nehme ich ${weekday} um ${time} Uhr.`,
    which: (weekday: string) => `Können Sie mir noch einmal sagen, wann ich am ${weekday} meinen Termin habe?`,
    bye: 'Vielen Dank, auf Wiederhören.',
    instead: (wish: string) => `Dann lieber ${wish}.`,
    otherWishes: ['in drei Tagen vormittags', 'in vier Tagen nachmittags', 'in einer Woche'],
  },
  en: {
    hello: (service: string, wish: string) => `Hello, I would like an appointment, ${wish}, for: ${service}.`,
    yes: 'Yes, please, that is perfect.',
    name: (name: string) => `My name is ${name}.`,
    take: (weekday: string, time: string) => `Then I will take the one at ${time} on ${weekday}.`,
    which: (weekday: string) => `Could you tell me again when my appointment on ${weekday} is?`,
    bye: 'Thank you, goodbye.',
    instead: (wish: string) => `Then rather ${wish}.`,
    otherWishes: ['in three days in the morning', 'in four days in the afternoon', 'in one week'],
  },
} as const

/** What is known to the agent of the time under discussion. */
type Proposal = { offerId: string; date: string; time: string; weekday: string }

/**
 * Plays one booking call over HTTP: greeting, the wish, an alternative when the wish is taken, the yes, the booking, and at
 * the end the caller asks for their appointment. The webhooks of its life are told around it. `onEvent` hears everything as it happens. Never throws for what the
 * gateway answers; does when it cannot be reached.
 */
export async function playBookingCall(
  options: PlayOptions,
  onEvent: (event: PlayEvent) => void = () => undefined,
): Promise<PlayedCall> {
  const events: PlayEvent[] = []
  const note = (event: PlayEvent) => {
    events.push(event)
    onEvent(event)
  }
  const call = startCall(options)
  const startedMs = Date.now()
  const ring = { ...options, callId: call.callId, now: () => Date.now(), startedMs }
  const stage = createStage(call, note)
  const words = lines[options.language]

  await announce(ring)
  await stage.useTool('initialize_call', {})
  stage.callerSays(words.hello(options.service, options.wish))
  const appointment = await bookSomeWish(stage, options)
  let readOut = false
  if (appointment !== undefined) {
    note({ kind: 'booked', appointment })
    stage.callerSays(words.which(appointment['weekday'] ?? ''))
    const wish = { name: options.name, date: appointment['date'] }
    const answer = await stage.useTool('get_customer_appointments', wish)
    readOut = listOf(answer, 'appointments').some((one) => one['appointment_id'] === appointment['appointment_id'])
  }
  stage.callerSays(words.bye)
  await announceEnd(ring, call, { endedBy: 'user_hangup', durationMs: spokenMs(call), isConnected: true })
  return { callId: stage.callId, booked: appointment !== undefined, readOut, events }
}

/** How long what was said takes to say. */
function spokenMs(call: PhoneCall): number {
  const ends = call.transcript().flatMap((entry) => ('words' in entry ? entry.words.map(({ end }) => end) : []))
  return Math.round(Math.max(0, ...ends) * MS_PER_SECOND)
}

const MS_PER_SECOND = 1_000

type Stage = {
  callId: string
  callerSays(text: string): void
  /** Calls a tool; the agent then says what it answered. */
  useTool(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>
}

function createStage(call: PhoneCall, note: (event: PlayEvent) => void): Stage {
  return {
    callId: call.callId,
    callerSays(text) {
      call.callerSays(text)
      note({ kind: 'said', who: 'caller', text })
    },
    async useTool(name, args) {
      const answer = await call.callTool(name, args)
      const { statusCode, milliseconds } = answer
      note({ kind: 'tool', tool: name, status: textOf(answer, 'status'), statusCode, milliseconds })
      const text = textOf(answer, 'say')
      if (text !== '') {
        call.agentSays(text)
        note({ kind: 'said', who: 'agent', text })
      }
      return answer
    },
  }
}

type Appointment = Readonly<Record<string, string>>

/** Tries the wish, then others: a time may be closed, taken, or be one the caller has an appointment at already. */
async function bookSomeWish(stage: Stage, options: PlayOptions): Promise<Appointment | undefined> {
  const words = lines[options.language]
  for (const wish of [options.wish, ...words.otherWishes]) {
    if (wish !== options.wish) stage.callerSays(words.instead(wish))
    const proposal = await findTime(stage, options, wish)
    if (proposal === 'refused') return undefined
    if (proposal === undefined) continue
    const booked = await bookTime(stage, options, proposal)
    if (booked === 'refused') return undefined
    if (booked !== undefined) return booked
  }
  return undefined
}

/** Asks for a time; says yes to it, or takes the first other one. */
async function findTime(stage: Stage, options: PlayOptions, wish: string): Promise<Proposal | 'refused' | undefined> {
  const words = lines[options.language]
  const answer = await stage.useTool('check_availability', { date: wish, service: options.service, name: options.name })
  if (answer.statusCode !== 200) return 'refused'
  if (textOf(answer, 'status') === 'available') {
    stage.callerSays(words.yes)
    return proposalOf(answer.reply ?? {})
  }
  return takeFirst(stage, options, answer)
}

function takeFirst(stage: Stage, options: PlayOptions, answer: ToolAnswer): Proposal | undefined {
  const [first] = listOf(answer, 'alternatives')
  if (first === undefined) return undefined
  const proposal = proposalOf(first)
  const { language } = options
  stage.callerSays(lines[language].take(proposal.weekday, spokenTime(language, proposal.time)))
  return proposal
}

/** Books what was agreed; answers what is asked in between. Undefined when this time cannot be had. */
async function bookTime(
  stage: Stage,
  options: PlayOptions,
  agreed: Proposal,
): Promise<Appointment | 'refused' | undefined> {
  const words = lines[options.language]
  let proposal = agreed
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const args = { offer_id: proposal.offerId, service: options.service, name: options.name, confirm: true }
    const answer = await stage.useTool('book_appointment', args)
    switch (textOf(answer, 'status')) {
      case 'booked':
        return textsOf(answer.reply ?? {})
      case 'needs_name':
        stage.callerSays(words.name(options.name))
        break
      case 'needs_confirmation':
      case 'not_offered':
        stage.callerSays(words.yes)
        break
      case 'taken':
      case 'policy': {
        const other = takeFirst(stage, options, answer)
        if (other === undefined) return undefined
        proposal = other
        break
      }
      case 'already_booked':
      case 'conflict':
        return undefined
      default:
        return 'refused'
    }
  }
  return undefined
}

function proposalOf(fields: Readonly<Record<string, unknown>>): Proposal {
  const texts = textsOf(fields)
  const [offerId = '', date = '', time = '', weekday = ''] = ['offer_id', 'date', 'time', 'weekday'].map(
    (field) => texts[field] ?? '',
  )
  return { offerId, date, time, weekday }
}

/** "13:30" as a caller says it: "13 Uhr 30" has its "Uhr" from the sentence, so "13" and "13:30" will do. */
function spokenTime(language: 'de' | 'en', time: string): string {
  const [hours = '', minutes = ''] = time.split(':')
  if (language === 'de') return minutes === '00' ? String(Number(hours)) : `${Number(hours)}:${minutes}`
  const hour = Number(hours)
  const part = hour < 12 ? 'a.m.' : 'p.m.'
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes === '00' ? '' : `:${minutes}`} ${part}`
}

function textOf(answer: ToolAnswer, field: string): string {
  const value = answer.reply?.[field]
  return typeof value === 'string' ? value : ''
}

function textsOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (typeof value === 'string' ? [[field, value]] : [])),
  )
}

function listOf(answer: ToolAnswer, field: string): readonly Readonly<Record<string, unknown>>[] {
  const value = answer.reply?.[field]
  return Array.isArray(value) ? value.filter((item): item is Record<string, unknown> => isObject(item)) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
