import * as fc from 'fast-check'

import { signatureHeader } from '../../sim/caller/sign.ts'
import { demand } from '../model/disagreement.ts'
import type { Stage } from '../model/story.ts'
import { type EdgeHouse, openEdge, type Edge } from './edge-house.ts'

const anySigning = fc.constantFrom(
  'genuine',
  'genuine',
  'four minutes old',
  'four minutes ahead',
  'six minutes old',
  'six minutes ahead',
  'forged',
  'of the other house',
  'of other bytes',
  'missing',
)
type Signing = typeof anySigning extends fc.Arbitrary<infer Kind> ? Kind : never

const anyEdgePlay = fc.record({
  signings: fc.array(anySigning, { minLength: 4, maxLength: 8 }),
  minutes: fc.array(fc.constantFrom(0, 0, 30, 60), { minLength: 2, maxLength: 4 }),
})

/**
 * The way in: what is not signed by the key of the house that was called is not heard, and requests of two calls are
 * two requests, though everything in them is the same.
 */
export async function playEdge(stage: Stage, seed: number): Promise<void> {
  for (const { signings, minutes } of fc.sample(anyEdgePlay, { seed, numRuns: 1 })) {
    const edge = await openEdge(stage, seed)
    for (const signing of signings) await knock(edge, signing)
    await bookAlike(edge, minutes)
  }
}

async function knock(edge: Edge, signing: Signing): Promise<void> {
  const [house, other] = edge.houses
  const body = bodyOf(house, { callId: edge.newCallId(), name: 'initialize_call', args: {}, toolCallId: 'tool_call_1' })
  const response = await edge.handle(body, signatureFor(edge, { house, other, signing, body }))
  const isWelcome = signing === 'genuine' || signing.startsWith('four')
  demand((response.statusCode === 200) === isWelcome, `a signature that is ${signing}`, response)
}

function signatureFor(
  edge: Edge,
  { house, other, signing, body }: { house: EdgeHouse; other: EdgeHouse; signing: Signing; body: string },
): string | undefined {
  const minute = 60_000
  switch (signing) {
    case 'genuine':
      return signatureHeader(body, house.key, edge.nowMs)
    case 'four minutes old':
      return signatureHeader(body, house.key, edge.nowMs - 4 * minute)
    case 'four minutes ahead':
      return signatureHeader(body, house.key, edge.nowMs + 4 * minute)
    case 'six minutes old':
      return signatureHeader(body, house.key, edge.nowMs - 6 * minute)
    case 'six minutes ahead':
      return signatureHeader(body, house.key, edge.nowMs + 6 * minute)
    case 'forged':
      return signatureHeader(body, 'key_of_nobody', edge.nowMs)
    case 'of the other house':
      return signatureHeader(body, other.key, edge.nowMs)
    case 'of other bytes':
      return signatureHeader(`${body} `, house.key, edge.nowMs)
    case 'missing':
      return undefined
  }
}

/** Callers who want the same in the same words, each in a call of their own; every request arrives twice. */
async function bookAlike(edge: Edge, minutes: readonly number[]): Promise<void> {
  const [house] = edge.houses
  const made: string[] = []
  for (const [index, minute] of minutes.entries()) {
    const callId = edge.newCallId()
    const wish = { date: '04.06.2030', time: `${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}` }
    const caller = `+49406696902${index}`
    const ask = { callId, caller, name: 'check_availability', args: wish, toolCallId: 'tool_call_1' }
    if ((await edge.say(house, bodyOf(house, ask)))['status'] !== 'available') continue
    const args = { ...wish, name: 'Erika Beispiel', confirm: true }
    const booking = bodyOf(house, { callId, caller, name: 'book_appointment', args, toolCallId: 'tool_call_2' })
    const first = await edge.say(house, booking)
    demand(first['status'] === 'booked', 'a caller could not book what was held for them', first)
    const again = await edge.say(house, booking)
    demand(again['appointment_id'] === first['appointment_id'], 'a repeat was told of another appointment', again)
    made.push(String(first['appointment_id']))
  }
  demand(new Set(made).size === made.length, 'two callers were told of one appointment', made)
}

type Body = { callId: string; name: string; args: object; toolCallId: string; caller?: string }

function bodyOf(house: EdgeHouse, { callId, name, args, toolCallId, caller }: Body): string {
  const invocation = { role: 'tool_call_invocation', tool_call_id: toolCallId, name, arguments: JSON.stringify(args) }
  const call = {
    call_id: callId,
    call_type: 'phone_call',
    agent_id: house.agentId,
    direction: 'inbound',
    from_number: caller ?? '+494066969010',
    to_number: house.number,
    transcript_with_tool_calls: [{ role: 'user', content: 'Ich hätte gerne einen Termin.' }, invocation],
  }
  return JSON.stringify({ name, args, call })
}
