import { type PhoneCall, startCall, type ToolAnswer } from '../caller/phone-call.ts'
import type { House } from './house.ts'
import type { Asker, Journal } from './journal.ts'

/** Where callers call, and who writes down what they are told. */
export type Exchange = {
  /** Of the gateway, e.g. `http://127.0.0.1:3000`. */
  url: string
  /** The key that signs. */
  key: string
  journal: Journal
  /** A name nobody had before in this exchange. */
  newAttendee(): string
}

/** A time somebody wants: DD.MM.YYYY and HH:MM, in the company's zone. */
export type WishedTime = { date: string; time: string }

/** Somebody on the line. Every booking request goes into the journal under a name of its own. */
export type Caller = {
  readonly call: PhoneCall
  readonly house: House
  /** Asks whether a time is free; undefined when no answer came. */
  check(wish: WishedTime): Promise<ToolAnswer | undefined>
  /** Asks for the times of a part of the day. */
  checkWindow(date: string, words: string): Promise<ToolAnswer | undefined>
  says(text: string): void
  /** A booking request, to be delivered as often as wished. */
  request(args: BookingWish): BookingRequest
}

/** A time; by its offer, where it was offered. */
export type BookingWish = WishedTime & { offerId?: string }

/** One booking request. Deliveries of it carry the same body and are signed anew. */
export type BookingRequest = {
  readonly attendee: string
  /** Sends it; undefined when no answer came. */
  deliver(): Promise<ToolAnswer | undefined>
}

/** A caller of a house. `index` chooses the number: the same index is the same person. */
export function callHouse(
  exchange: Exchange,
  house: House,
  index: number,
  options: { withheld?: boolean } = {},
): Caller {
  const number = options.withheld ? null : callerNumber(index)
  const call = startCall({
    baseUrl: exchange.url,
    key: exchange.key,
    agentId: house.agentId,
    fromNumber: number ?? 'anonymous',
    toNumber: house.number,
  })
  call.callerSays('Guten Tag, ich hätte gerne einen Termin.')
  return {
    call,
    house,
    check: (wish) => heard(call.callTool('check_availability', { ...wish, service: house.service })),
    checkWindow: (date, words) =>
      heard(call.callTool('check_availability', { date, time: words, service: house.service })),
    says: (text) => call.callerSays(text),
    request: (wish) => createRequest(exchange, call, { house, number, wish }),
  }
}

function createRequest(
  exchange: Exchange,
  call: PhoneCall,
  { house, number, wish }: { house: House; number: string | null; wish: BookingWish },
): BookingRequest {
  const attendee = exchange.newAttendee()
  const asker = {
    company: house.slug,
    callId: call.callId,
    caller: number,
    attendee,
    wanted: { date: wish.date, time: wish.time },
  }
  const args = { ...toArguments(wish), service: house.service, name: attendee, confirm: true }
  let deliveries = 0
  return {
    attendee,
    deliver: async () => {
      deliveries += 1
      const isFirst = deliveries === 1
      return await journaled(exchange.journal, asker, deliveries, () =>
        isFirst ? call.callTool('book_appointment', args) : call.repeatTool(),
      )
    },
  }
}

function toArguments(wish: BookingWish): Readonly<Record<string, string>> {
  return wish.offerId !== undefined ? { offer_id: wish.offerId } : { date: wish.date, time: wish.time }
}

async function journaled(
  journal: Journal,
  asker: Asker,
  delivery: number,
  send: () => Promise<ToolAnswer>,
): Promise<ToolAnswer | undefined> {
  const startedMs = performance.now()
  journal.record({ kind: 'asked', ...asker, delivery, atMs: Date.now() })
  try {
    const answer = await send()
    journal.record({
      kind: 'told',
      ...asker,
      delivery,
      atMs: Date.now(),
      statusCode: answer.statusCode,
      status: textOf(answer.reply, 'status'),
      appointmentId: textOf(answer.reply, 'appointment_id'),
      date: textOf(answer.reply, 'date'),
      time: textOf(answer.reply, 'time'),
      milliseconds: answer.milliseconds,
    })
    return answer
  } catch (error) {
    const milliseconds = performance.now() - startedMs
    journal.record({ kind: 'silence', ...asker, delivery, atMs: Date.now(), reason: reasonOf(error), milliseconds })
    return undefined
  }
}

/** An answer, or undefined when the line was dead. */
async function heard(answer: Promise<ToolAnswer>): Promise<ToolAnswer | undefined> {
  try {
    return await answer
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}

/** A field of a reply or of an offer in it; '' when it has none. */
export function textOf(fields: Readonly<Record<string, unknown>> | null | undefined, field: string): string {
  const value = fields?.[field]
  return typeof value === 'string' ? value : ''
}

/** The offers a reply names: the very time asked for, then the others. */
export function offersIn(answer: ToolAnswer | undefined): readonly Readonly<Record<string, unknown>>[] {
  const reply = answer?.reply ?? {}
  const alternatives = reply['alternatives']
  const others = Array.isArray(alternatives) ? alternatives.filter(isFields) : []
  return textOf(reply, 'offer_id') === '' ? others : [reply, ...others]
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Series of a thousand numbers each that no subscriber in Germany has. */
const NUMBER_SERIES = ['+494066969', '+492214710', '+498999998', '+496990009'] as const
const NUMBERS_PER_SERIES = 1_000

function callerNumber(index: number): string {
  const series = NUMBER_SERIES[Math.floor(index / NUMBERS_PER_SERIES) % NUMBER_SERIES.length] ?? NUMBER_SERIES[0]
  return `${series}${String(index % NUMBERS_PER_SERIES).padStart(3, '0')}`
}

const SYLLABLES = [
  'ba',
  'de',
  'fi',
  'go',
  'ku',
  'la',
  'me',
  'ni',
  'po',
  'ru',
  'sa',
  'te',
  'vi',
  'wo',
  'zu',
  'ha',
] as const
const SHORTEST_NAME = 6

/** Opens an exchange. Attendees get names of letters alone, so that no reading of names changes them. */
export function openExchange(options: Omit<Exchange, 'newAttendee'>): Exchange {
  let attendees = 0
  const newAttendee = () => {
    let rest = (attendees += 1)
    let name = ''
    while (rest > 0 || name.length < SHORTEST_NAME) {
      name += SYLLABLES[rest % SYLLABLES.length] ?? ''
      rest = Math.floor(rest / SYLLABLES.length)
    }
    return `Erika ${name.charAt(0).toUpperCase()}${name.slice(1)}`
  }
  return { ...options, newAttendee }
}
