import { type PhoneCall, type ToolAnswer } from '../caller/phone-call.ts'
import { callHouse, type Exchange, offersIn, textOf, type WishedTime } from './callers.ts'
import type { House } from './house.ts'
import type { Changer, Journal } from './journal.ts'

/** What somebody has booked, and how they can show that it is theirs. */
export type Booked = WishedTime & {
  house: House
  /** The number they call from, as `callHouse` counts them. */
  index: number
  withheld: boolean
  attendee: string
  appointmentId: string
  code: string
}

/** What they want of it now. */
export type WishedChange = { change: 'cancel' } | { change: 'move'; to: WishedTime }

/** One request to change an appointment, agreed to by the caller. Deliveries of it carry the same body. */
export type ChangeRequest = {
  /** Sends it; undefined when no answer came. */
  deliver(): Promise<ToolAnswer | undefined>
}

/** What was booked, from the answer that said so. */
export function bookedBy(
  answer: ToolAnswer | undefined,
  of: { house: House; index: number; withheld: boolean; attendee: string },
): Booked | undefined {
  const reply = answer?.reply
  if (textOf(reply, 'status') !== 'booked') return undefined
  const [date, time] = [textOf(reply, 'date'), textOf(reply, 'time')]
  return { ...of, date, time, appointmentId: textOf(reply, 'appointment_id'), code: textOf(reply, 'code') }
}

/**
 * Calls again, shows whose appointment it is, hears what is proposed and agrees to it; gives the request that follows.
 * Undefined when nothing was proposed: it is gone already, no time is free, or no answer came.
 */
export async function agreeToChange(
  exchange: Exchange,
  booked: Booked,
  wish: WishedChange,
): Promise<ChangeRequest | undefined> {
  const { call } = callHouse(exchange, booked.house, booked.index, { withheld: booked.withheld })
  const proof = { appointment_id: booked.appointmentId, name: booked.attendee, code: booked.code }
  return wish.change === 'cancel'
    ? await agreeToCancel(exchange, call, booked, { ...proof, date: booked.date })
    : await agreeToMove(exchange, call, booked, { ...proof, old_date: booked.date }, wish.to)
}

type Proof = Readonly<Record<string, string>>

async function agreeToCancel(
  exchange: Exchange,
  call: PhoneCall,
  booked: Booked,
  proof: Proof,
): Promise<ChangeRequest | undefined> {
  const asked = await heard(call.callTool('cancel_appointment', proof))
  if (textOf(asked?.reply, 'appointment_id') !== booked.appointmentId) return undefined
  if (textOf(asked?.reply, 'status') !== 'which') return undefined
  call.callerSays('Ja, bitte absagen.')
  const args = { appointment_id: booked.appointmentId, confirm: true }
  return createRequest(exchange.journal, call, changerOf(booked, call, 'cancel', null), args)
}

async function agreeToMove(
  exchange: Exchange,
  call: PhoneCall,
  booked: Booked,
  proof: Proof,
  to: WishedTime,
): Promise<ChangeRequest | undefined> {
  const args = { ...proof, new_date: to.date, new_time: to.time }
  const asked = await heard(call.callTool('reschedule_appointment', args))
  // Whoever hears that another appointment of theirs would be moved, as this one is gone, does not agree.
  if (textOf(asked?.reply, 'appointment_id') !== booked.appointmentId) return undefined
  const [offer] = offersIn(asked)
  if (offer === undefined) return undefined
  const wanted = { date: textOf(offer, 'date'), time: textOf(offer, 'time') }
  call.callerSays(`Dann nehme ich den am ${wanted.date} um ${wanted.time} Uhr.`)
  const chosen = { appointment_id: booked.appointmentId, offer_id: textOf(offer, 'offer_id'), confirm: true }
  return createRequest(exchange.journal, call, changerOf(booked, call, 'move', wanted), chosen)
}

function changerOf(booked: Booked, call: PhoneCall, change: Changer['change'], wanted: WishedTime | null): Changer {
  const { house, attendee, appointmentId } = booked
  return { change, company: house.slug, callId: call.callId, caller: null, attendee, appointmentId, wanted }
}

function createRequest(
  journal: Journal,
  call: PhoneCall,
  changer: Changer,
  args: Readonly<Record<string, unknown>>,
): ChangeRequest {
  const tool = changer.change === 'cancel' ? 'cancel_appointment' : 'reschedule_appointment'
  let deliveries = 0
  return {
    deliver: async () => {
      deliveries += 1
      const isFirst = deliveries === 1
      return await journaled(journal, changer, deliveries, () =>
        isFirst ? call.callTool(tool, args) : call.repeatTool(),
      )
    },
  }
}

async function journaled(
  journal: Journal,
  changer: Changer,
  delivery: number,
  send: () => Promise<ToolAnswer>,
): Promise<ToolAnswer | undefined> {
  const startedMs = performance.now()
  journal.recordChange({ kind: 'asked', ...changer, delivery, atMs: Date.now() })
  try {
    const answer = await send()
    const { statusCode, milliseconds } = answer
    const [status, date, time] = ['status', 'date', 'time'].map((field) => textOf(answer.reply, field))
    const told = { status: status ?? '', date: date ?? '', time: time ?? '', statusCode, milliseconds }
    journal.recordChange({ kind: 'told', ...changer, delivery, atMs: Date.now(), ...told })
    return answer
  } catch (error) {
    const milliseconds = performance.now() - startedMs
    const reason = error instanceof Error ? error.name : 'unknown'
    journal.recordChange({ kind: 'silence', ...changer, delivery, atMs: Date.now(), reason, milliseconds })
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
