import { signatureHeader } from '../../sim/caller/sign.ts'
import type { RetellLine } from './retell-line.ts'
import type { TestServer } from './server.ts'

/** How an event was answered. */
export type Delivered = { statusCode: number; body: unknown }

/** Delivers an event of the voice platform, signed at the server's time. */
export async function deliverEvent(
  server: Pick<TestServer, 'url' | 'context'>,
  key: string,
  event: object | string,
): Promise<Delivered> {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const nowMs = server.context.clock.now().epochMilliseconds
  const response = await fetch(`${server.url}/api/webhooks/retell`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-retell-signature': signatureHeader(body, key, nowMs) },
    body,
  })
  const text = await response.text()
  return { statusCode: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

/** A call as events of its life tell it: from a number to a line, some minutes long. */
export function callOf(line: RetellLine, callId: string, fields: object = {}): object {
  return {
    call_type: 'phone_call',
    call_id: callId,
    agent_id: line.agents.de,
    call_status: 'ongoing',
    from_number: '+4917604069055',
    to_number: line.number,
    direction: 'inbound',
    start_timestamp: Date.parse('2030-06-03T07:00:00Z'),
    ...fields,
  }
}
