import type { Clock } from '../../src/infra/clock.ts'
import type { Db } from '../../src/infra/db/database.ts'
import type { Sealer } from '../../src/infra/sealing.ts'
import { keepAccount } from '../../src/messages/accounts.ts'
import { createSenders } from '../../src/messages/channels/senders.ts'
import { type KeepSendingDeps, tellAll } from '../../src/messages/keep-sending.ts'
import { createHouses } from '../../src/openings/load-house.ts'
import { testSealing } from './calcom.ts'
import { whenFileIsDone } from './clean-up.ts'
import { testIds } from './company.ts'
import type { MailServer } from './mail-server.ts'
import type { TwilioStandIn } from './twilio.ts'

/** Where the tests' Ringbook is said to be reached. */
export const PUBLIC_URL = 'https://ringbook.test'
const MAIL_FROM = 'termine@ringbook.test'

/** What happened while messages were sent. */
export type Seen = { alerts: { alert: string; messageId?: string }[]; tried: { channel: string; outcome: string }[] }

export type MessageDepsOptions = {
  db: Db
  clock: Clock
  mail?: MailServer | undefined
  publicUrl?: string | null
  sealing?: Sealer
}

/** What messages are composed and sent with in a test, and what was seen. */
export function createMessageDeps({
  db,
  clock,
  mail,
  publicUrl = PUBLIC_URL,
  sealing = testSealing,
}: MessageDepsOptions) {
  const senders = createSenders({ smtp: mail === undefined ? null : { url: mail.url, from: MAIL_FROM } })
  whenFileIsDone(() => senders.close())
  const seen: Seen = { alerts: [], tried: [] }
  const events: KeepSendingDeps['events'] = {
    alert: (alert, { messageId }) => void seen.alerts.push({ alert, ...(messageId !== undefined && { messageId }) }),
    messageTried: ({ channel, outcome }) => void seen.tried.push({ channel, outcome }),
    sendingFailed: (_companyId, error) => {
      throw error
    },
  }
  const houses = createHouses({ clock })
  const deps = { clock, ids: testIds, database: db, houses, senders, sealing, publicUrl, events }
  const tell = async (companyId: string) => await tellAll(deps, companyId, new AbortController().signal)
  return { deps, seen, tell }
}

/** Gives a company an account at a stand-in. */
export async function connectTwilio(
  db: Db,
  companyId: string,
  twilio: Pick<TwilioStandIn, 'url' | 'accountSid' | 'token'>,
  { sender = '+4915735980000', sealing = testSealing }: { sender?: string; sealing?: Sealer } = {},
): Promise<void> {
  const { url: baseUrl, accountSid: account, token: secret } = twilio
  const deps = { sealing }
  const twilioAccount = { service: 'twilio', baseUrl, account, sender, secret } as const
  await db.inCompany(companyId, (tx) => keepAccount(tx, deps, companyId, twilioAccount))
}
