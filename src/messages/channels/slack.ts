import type { MessageAccount } from '../accounts.ts'
import type { SendAnswer } from './answer.ts'
import { type Ask, NotReachedError } from './http.ts'

/** Posts a line to a Slack channel by its incoming webhook. Two of the same do no harm: what is unclear is sent again. */
export async function postToSlack(ask: Ask, account: MessageAccount, text: string): Promise<SendAnswer> {
  try {
    const body = JSON.stringify({ text: escapeForSlack(text) })
    const headers = { 'content-type': 'application/json' }
    const { statusCode, retryAfterSeconds } = await ask({ method: 'POST', url: account.secret, headers, body })
    if (statusCode === 200) return { kind: 'sent', providerId: null }
    if (statusCode === 429 || statusCode >= 500) {
      return {
        kind: 'later',
        why: `answered_${statusCode}`,
        ...(retryAfterSeconds !== null && { afterSeconds: retryAfterSeconds }),
      }
    }
    return { kind: 'refused', why: `slack_${statusCode}` }
  } catch (error) {
    return { kind: 'later', why: error instanceof NotReachedError ? 'not_reached' : 'no_answer' }
  }
}

/** The three characters that mean something there. */
function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
