import { setTimeout as wait } from 'node:timers/promises'

import type { Client } from 'pg'

import type { PhoneCall } from '../caller/phone-call.ts'
import { signatureHeader } from '../caller/sign.ts'
import { openLoop } from './open-loop.ts'
import type { Target } from './tool-requests.ts'

const PER_SECOND = 100
/** Ten times what it may take. */
const PATIENCE_MS = 60_000

/** Ends calls as the platform tells it, so that nothing is kept for them any longer. */
export async function hangUp({ url, key }: Target, calls: readonly PhoneCall[]): Promise<void> {
  await openLoop({ perSecond: PER_SECOND, seconds: calls.length / PER_SECOND }, async (index) => {
    const body = JSON.stringify({
      event: 'call_ended',
      call: { ...calls[index]?.describe(), call_status: 'ended', disconnection_reason: 'user_hangup' },
    })
    const response = await fetch(`${url}/api/webhooks/retell`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-retell-signature': signatureHeader(body, key, Date.now()) },
      body,
    })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`The end of a call was answered ${response.status}`)
    return { status: String(response.status), ok: true }
  })
}

/** Until every time is free again that a call was offered that has ended, and all that follows from its end is done. */
export async function untilNothingIsHeld(client: Client): Promise<void> {
  const startedMs = performance.now()
  for (;;) {
    const { rows } = await client.query<{ what: string; count: number }>(
      `select 'holds' as what, count(*)::int as count from holds where state = 'live' having count(*) > 0
      union all select name, count(*)::int from pgboss.job
        where state in ('created', 'retry', 'active') and name in ('work-call', 'wrap-up-call')
          and start_after <= now() group by name`,
    )
    if (rows.length === 0) return
    if (performance.now() - startedMs > PATIENCE_MS) throw new Error(`There are left: ${JSON.stringify(rows)}`)
    await wait(100)
  }
}
