import type { Accounts } from '../accounts.ts'
import type { Letter } from '../letters/letter.ts'
import type { SendAnswer } from './answer.ts'
import { openHttp } from './http.ts'
import { createMailer, type SmtpAccess } from './mailer.ts'
import { pageByPagerDuty } from './pagerduty.ts'
import { postToSlack } from './slack.ts'
import { findAtTwilio, type FoundText, sendByTwilio } from './twilio.ts'

/** Every way a message can go. */
export type Senders = {
  /** Whether there is a server for mails. */
  readonly hasMail: boolean
  /** Hands a letter over; `later` where there is no account for it. */
  send(letter: Letter, by: { accounts: Accounts; messageId: string; statusUrl: string | null }): Promise<SendAnswer>
  /** Looks for a text that may have gone out. */
  findText(
    accounts: Accounts,
    sought: { to: string; textHash: Uint8Array; since: Temporal.Instant },
  ): Promise<FoundText>
  close(): Promise<void>
}

const NO_ACCOUNT: SendAnswer = { kind: 'later', why: 'not_connected' }

/** The ways of an installation: mails by its one server, the rest by the accounts of companies. Nothing is opened before it is used. */
export function createSenders(options: { smtp: SmtpAccess | null }): Senders {
  const http = openHttp()
  const mailer = options.smtp === null ? null : createMailer(options.smtp)
  return {
    hasMail: mailer !== null,
    async send(letter, { accounts, messageId, statusUrl }) {
      switch (letter.channel) {
        case 'email':
          return mailer === null ? NO_ACCOUNT : await mailer.send(letter, messageId)
        case 'sms':
          return accounts.twilio === undefined
            ? NO_ACCOUNT
            : await sendByTwilio(http.ask, accounts.twilio, { ...letter, statusUrl })
        case 'slack':
          return accounts.slack === undefined ? NO_ACCOUNT : await postToSlack(http.ask, accounts.slack, letter.text)
        case 'pagerduty':
          return accounts.pagerduty === undefined
            ? NO_ACCOUNT
            : await pageByPagerDuty(http.ask, accounts.pagerduty, letter)
      }
    },
    findText: async (accounts, sought) =>
      accounts.twilio === undefined ? { kind: 'unknown' } : await findAtTwilio(http.ask, accounts.twilio, sought),
    async close() {
      mailer?.close()
      await http.close()
    },
  }
}
