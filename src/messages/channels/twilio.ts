import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { MessageAccount } from '../accounts.ts'
import type { SendAnswer } from './answer.ts'
import { type Ask, type HttpAnswer, NotReachedError } from './http.ts'

/** Where Twilio's interface is unless an account says otherwise. */
export const TWILIO_URL = 'https://api.twilio.com'

/** Its codes that say something about the number, not about the moment: the same text would be turned down again. */
const UNSUBSCRIBED = 21610
/** It takes no more just now. */
const TOO_MANY = 429
const SERVER_FAULT = 500
const UNAUTHORIZED = 401
const FORBIDDEN = 403
/** Somebody has to mend the account; until then each text waits. */
const ACCOUNT_PAUSE_SECONDS = 300
/** More than ever went to one number since a text was tried. */
const LOOK_AT = 50

const created = z.looseObject({ sid: z.string().min(1) })
const fault = z.looseObject({ code: z.number() })
const listed = z.looseObject({
  messages: z.array(
    z.looseObject({ sid: z.string(), body: z.string().catch(''), date_created: z.string().catch('') }).catch({
      sid: '',
      body: '',
      date_created: '',
    }),
  ),
})

/** Hands a text over to Twilio: one POST, never repeated here. `statusUrl` is told what becomes of it. */
export async function sendByTwilio(
  ask: Ask,
  account: MessageAccount,
  text: { to: string; text: string; statusUrl: string | null },
): Promise<SendAnswer> {
  const form = new URLSearchParams({
    To: text.to,
    Body: text.text,
    [account.sender.startsWith('MG') ? 'MessagingServiceSid' : 'From']: account.sender,
    ...(text.statusUrl !== null && { StatusCallback: text.statusUrl }),
  })
  const headers = { ...authorization(account), 'content-type': 'application/x-www-form-urlencoded' }
  try {
    return readAnswer(await ask({ method: 'POST', url: messagesUrl(account), headers, body: form.toString() }))
  } catch (error) {
    if (error instanceof NotReachedError) return { kind: 'later', why: 'not_reached' }
    return { kind: 'unclear', why: 'no_answer' }
  }
}

function readAnswer({ statusCode, body, retryAfterSeconds }: HttpAnswer): SendAnswer {
  if (statusCode >= 200 && statusCode < 300) {
    const read = created.safeParse(body)
    return read.success ? { kind: 'sent', providerId: read.data.sid } : { kind: 'unclear', why: 'odd_answer' }
  }
  if (statusCode === TOO_MANY) {
    return {
      kind: 'later',
      why: 'too_many',
      ...(retryAfterSeconds !== null && { afterSeconds: retryAfterSeconds }),
    }
  }
  if (statusCode >= SERVER_FAULT) return { kind: 'unclear', why: `answered_${statusCode}` }
  const code = fault.safeParse(body).data?.code
  if (statusCode === UNAUTHORIZED || statusCode === FORBIDDEN) {
    return { kind: 'later', why: `account_${code ?? statusCode}`, afterSeconds: ACCOUNT_PAUSE_SECONDS }
  }
  if (code === UNSUBSCRIBED) return { kind: 'refused', why: 'opted_out' }
  return { kind: 'refused', why: `twilio_${code ?? statusCode}` }
}

/** What Twilio has of a text that may have reached it; `unknown` when it cannot be asked. */
export type FoundText = { kind: 'found'; providerId: string } | { kind: 'absent' } | { kind: 'unknown' }

/** Looks for a text of which only the hash is known among what went to a number since an instant. */
export async function findAtTwilio(
  ask: Ask,
  account: MessageAccount,
  sought: { to: string; textHash: Uint8Array; since: Temporal.Instant },
): Promise<FoundText> {
  const query = new URLSearchParams({ To: sought.to, PageSize: String(LOOK_AT) })
  try {
    const url = `${messagesUrl(account)}?${query.toString()}`
    const { statusCode, body } = await ask({ method: 'GET', url, headers: authorization(account) })
    if (statusCode !== 200) return { kind: 'unknown' }
    const read = listed.safeParse(body)
    if (!read.success) return { kind: 'unknown' }
    const found = read.data.messages.find(
      (one) => isSince(one.date_created, sought.since) && hashText(one.body).equals(sought.textHash),
    )
    return found === undefined ? { kind: 'absent' } : { kind: 'found', providerId: found.sid }
  } catch {
    return { kind: 'unknown' }
  }
}

/** What a text is known by afterwards. */
export function hashText(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Their clock is not ours, and ours may be wrong: the worse mistake is to overlook a text they have. */
const CLOCK_SLACK_SECONDS = 600
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A date as mails write it ("Mon, 03 Jun 2030 06:00:00 +0000"). One that cannot be read is taken for a new one: the worse mistake is a second text. */
function isSince(written: string, since: Temporal.Instant): boolean {
  const [, day = '', month = '', year = '', time = ''] =
    /(\d{1,2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2})/.exec(written) ?? []
  const monthNumber = MONTHS.findIndex((name) => name === month) + 1
  if (monthNumber === 0) return true
  const date = `${year}-${String(monthNumber).padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Temporal.Instant.from(`${date}T${time}Z`)
  return Temporal.Instant.compare(at, since.subtract({ seconds: CLOCK_SLACK_SECONDS })) >= 0
}

function messagesUrl({ baseUrl, account }: MessageAccount): string {
  return `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`
}

function authorization({ account, secret }: MessageAccount): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}` }
}
