import type { Random } from '../../sim/chaos/random.ts'
import { sayDateTime } from '../../src/speech/say-when.ts'
import type { RetellLine } from '../harness/retell-line.ts'

/** One event of a call as it is sent, in the place it has in the call's life. */
export type LifeEvent = { name: string; body: Record<string, unknown>; call: Record<string, unknown> }

export type DrawnCall = {
  callId: string
  line: RetellLine
  /** In the order they happen. */
  events: readonly LifeEvent[]
  /** The wall time the caller agreed to before the line broke; null in most calls. */
  agreed: { at: Temporal.PlainDateTime; name: string } | null
}

const START_MS = Date.parse('2030-06-03T07:00:00Z')
const REASONS = ['user_hangup', 'agent_hangup', 'inactivity', 'call_transfer', 'error_unknown'] as const
const SENTIMENTS = ['Positive', 'Neutral', 'Negative', 'Unknown'] as const

type Turn = { role: 'agent' | 'user'; content: string }

/** Everything the voice platform tells of one call from its ringing to its analysis, drawn by chance. */
export function drawCall(
  random: Random,
  index: number,
  line: RetellLine,
  agreedAt: Temporal.PlainDateTime | null,
): DrawnCall {
  const callId = `call_life_${index}`
  const from = random.chance(0.1) ? 'anonymous' : `+4915${String(100_000_000 + index)}`
  const agreed = agreedAt === null ? null : { at: agreedAt, name: `Eva Lang${letters(index)}` }
  const agentId = random.chance(0.3) ? line.agents.en : line.agents.de
  // Calls may be handed to another agent on the way: it is the same call.
  const lastAgentId = agreed === null && random.chance(0.05) ? line.agents.en : agentId
  const startMs = START_MS + random.whole(0, 3_600_000)
  const base = {
    call_id: callId,
    call_type: 'phone_call',
    agent_id: agreed === null ? agentId : line.agents.de,
    from_number: from,
    to_number: line.number,
    direction: 'inbound',
  }
  const events: LifeEvent[] = []
  const tell = (name: string, fields: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const call = { ...base, ...fields }
    events.push({ name, call, body: { event: name, call, ...more } })
  }
  if (random.chance(0.8)) {
    events.push({
      name: 'call_inbound',
      call: base,
      body: { event: 'call_inbound', event_timestamp: startMs, call_inbound: base },
    })
  }
  tell('call_started', { call_status: 'ongoing', start_timestamp: startMs })
  const turns = talk(random, agreed)
  for (let told = 1; told < turns.length; told += 2) {
    if (random.chance(0.4))
      tell('transcript_updated', { start_timestamp: startMs, transcript_object: turns.slice(0, told) })
  }
  if (agreed === null && random.chance(0.1)) {
    const transfer_destination = { number: '+493099999999' }
    tell('transfer_started', { start_timestamp: startMs }, { transfer_destination })
    tell(random.chance(0.5) ? 'transfer_bridged' : 'transfer_cancelled', {}, { transfer_destination })
  }
  const durationMs = random.whole(1_000, 300_000)
  const end = {
    agent_id: agreed === null ? lastAgentId : line.agents.de,
    call_status: 'ended',
    start_timestamp: startMs,
    end_timestamp: startMs + durationMs,
    duration_ms: durationMs,
    disconnection_reason: agreed === null ? random.pick(REASONS) : 'user_hangup',
    transcript_object: turns,
  }
  tell('call_ended', {
    ...end,
    ...(random.chance(0.7) && { call_cost: { combined_cost: random.whole(1, 9_999) / 100 } }),
  })
  tell('call_analyzed', {
    ...end,
    // Legs of a transfer are priced later.
    call_cost: { combined_cost: random.whole(1, 9_999) / 100 },
    call_analysis: {
      call_summary: `Zusammenfassung ${index}`,
      user_sentiment: random.pick(SENTIMENTS),
      call_successful: random.chance(0.5),
      in_voicemail: false,
      custom_analysis_data: { number: index },
    },
  })
  return { callId, line, events, agreed }
}

function talk(random: Random, agreed: DrawnCall['agreed']): readonly Turn[] {
  const hello: Turn[] = [
    { role: 'agent', content: 'Guten Tag! Hier ist der KI-Assistent von Praxis Beispiel. Was kann ich für Sie tun?' },
  ]
  if (agreed === null) {
    const asked = Array.from({ length: random.whole(1, 4) }, (_, index): Turn[] => [
      { role: 'user', content: `Was kostet die Behandlung Nummer ${index + 1}?` },
      { role: 'agent', content: 'Das erfahren Sie in der Praxis.' },
    ])
    return [...hello, ...asked.flat()]
  }
  const when = sayDateTime(agreed.at, 'de')
  return [
    ...hello,
    { role: 'user', content: `Mein Name ist ${agreed.name}, ich hätte gern einen Haarschnitt, am ${when}.` },
    { role: 'agent', content: `Ja, da ist frei: ${when}, Haarschnitt. Soll ich diesen Termin für Sie buchen?` },
    { role: 'user', content: 'Ja, bitte.' },
  ]
}

/** A name of its own for everybody: letters, as digits are no part of a name. */
function letters(index: number): string {
  return String(index).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
}
