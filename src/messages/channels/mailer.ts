import { createTransport } from 'nodemailer'

import { writeInvitation } from '../letters/invitation.ts'
import type { Letter } from '../letters/letter.ts'
import type { SendAnswer } from './answer.ts'

/** Where mails go out, for a whole installation. The address may hold a password: not to be logged. */
export type SmtpAccess = {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string
  /** The sender's address, of every company's mails. */
  readonly from: string
}

export type Mail = Extract<Letter, { channel: 'email' }>

export type Mailer = {
  /** Hands a mail over. Under the same id it is the same mail, however often it is sent. */
  send(mail: Mail, messageId: string): Promise<SendAnswer>
  close(): void
}

const CONNECTIONS = 4
const CONNECT_TIMEOUT_MS = 10_000
/** A server may look a sender up before it answers. */
const ANSWER_TIMEOUT_MS = 30_000

/** Opens no connection before the first mail. */
export function createMailer({ url, from }: SmtpAccess): Mailer {
  const transport = createTransport({
    ...connectionOf(url),
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    // What a mail says is data: it names no file and no address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    async send(mail, messageId) {
      const { invitation } = mail
      try {
        await transport.sendMail({
          from: { name: mail.fromName, address: from },
          to: { name: '', address: mail.to },
          ...(mail.replyTo !== null && { replyTo: mail.replyTo }),
          subject: mail.subject,
          text: mail.text,
          messageId: `<${messageId}@${domain}>`,
          // Nobody's out-of-office note shall answer it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(invitation && {
            icalEvent: {
              method: invitation.method,
              filename: 'termin.ics',
              content: writeInvitation({ ...invitation, organizer: { name: mail.fromName, email: from } }),
            },
          }),
        })
        return { kind: 'sent', providerId: null }
      } catch (error) {
        return judge(error)
      }
    },
    close: () => transport.close(),
  }
}

function connectionOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  }
}

/** Answers that are about this mail or its address, and will be the same tomorrow. */
const LASTING: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE'])

/** A mail may come twice under its one id, so that what is unclear is sent again. */
function judge(error: unknown): SendAnswer {
  if (!(error instanceof Error)) return { kind: 'later', why: 'fault' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const response = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  if (response >= 500 && LASTING.has(code)) return { kind: 'refused', why: `smtp_${response}` }
  return { kind: 'later', why: response > 0 ? `smtp_${response}` : 'not_reached' }
}
