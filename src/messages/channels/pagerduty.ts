import { z } from 'zod'

import type { MessageAccount } from '../accounts.ts'
import type { SendAnswer } from './answer.ts'
import { type Ask, NotReachedError } from './http.ts'

/** Where PagerDuty takes events unless an account says otherwise; accounts of its European region have their own. */
export const PAGERDUTY_URL = 'https://events.pagerduty.com'

const taken = z.looseObject({ dedup_key: z.string().nullish() })

/** Triggers or resolves an incident (Events API v2). Told twice it is one incident: what is unclear is sent again. */
export async function pageByPagerDuty(
  ask: Ask,
  account: MessageAccount,
  event: { action: 'trigger' | 'resolve'; dedupKey: string; summary: string; source: string },
): Promise<SendAnswer> {
  const { action, dedupKey, summary, source } = event
  const body = {
    routing_key: account.secret,
    event_action: action,
    dedup_key: dedupKey,
    ...(action === 'trigger' && { payload: { summary, source, severity: 'warning' } }),
  }
  try {
    const url = `${account.baseUrl}/v2/enqueue`
    const headers = { 'content-type': 'application/json' }
    const answer = await ask({ method: 'POST', url, headers, body: JSON.stringify(body) })
    const { statusCode, retryAfterSeconds } = answer
    if (statusCode >= 200 && statusCode < 300) {
      return { kind: 'sent', providerId: taken.safeParse(answer.body).data?.dedup_key ?? null }
    }
    if (statusCode === 429 || statusCode >= 500) {
      return {
        kind: 'later',
        why: `answered_${statusCode}`,
        ...(retryAfterSeconds !== null && { afterSeconds: retryAfterSeconds }),
      }
    }
    return { kind: 'refused', why: `pagerduty_${statusCode}` }
  } catch (error) {
    return { kind: 'later', why: error instanceof NotReachedError ? 'not_reached' : 'no_answer' }
  }
}
