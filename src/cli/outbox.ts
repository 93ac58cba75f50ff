import { parseArgs } from 'node:util'

import { openContext } from '../app/start-process.ts'
import { isSent, type OutboxEntry, readOutbox } from '../messages/outbox.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { findCompany } from './find-company.ts'
import { table } from './table.ts'

export const summary = 'Show what was to be told to whom, and what of it went out'
export const usage = `ringbook outbox --company SLUG [--unsent] [--limit 50] [--json]

  --company SLUG   Whose messages
  --unsent         Only what did not go out, with why
  --limit N        At most so many, the latest first
  --json           Answer as JSON`
export const examples: Command['examples'] = [
  ['ringbook outbox --company salon', 'The latest messages, sent and not sent'],
  ['ringbook outbox --company salon --unsent', 'What somebody has not been told'],
]

const MOST_LISTED = 10_000

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      company: { type: 'string' },
      unsent: { type: 'boolean', default: false },
      limit: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
    },
  })
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new UsageError(`--limit is a number from 1 to ${MOST_LISTED}, not "${values.limit}"`)
  }
  const context = await openContext(io.env, { processName: 'ringbook outbox', migrate: false })
  try {
    const companyId = await findCompany(context.database.kysely, values.company)
    const entries = await context.database.inCompany(companyId, (tx) =>
      readOutbox(tx, companyId, { unsent: values.unsent, limit }),
    )
    if (values.json) io.out(JSON.stringify(entries.map((entry) => ({ ...entry, sent: isSent(entry) }))))
    else for (const line of tell(entries)) io.out(line)
    return 0
  } finally {
    await context.close()
  }
}

function tell(entries: readonly OutboxEntry[]): string[] {
  if (entries.length === 0) return ['Nothing was to be told to anybody']
  const rows = entries.map((entry) => [
    entry.createdAt.toString({ smallestUnit: 'second' }),
    entry.channel,
    entry.kind,
    entry.recipient,
    isSent(entry) ? (entry.delivery ?? 'sent') : `NOT SENT: ${why(entry)}`,
  ])
  return table([['When', 'Way', 'What', 'To', 'State'], ...rows])
}

/** What stands there in words where we have some; a provider's code as it is. */
function why({ state, reason, delivery }: OutboxEntry): string {
  if (delivery === 'undelivered') return `not delivered (${reason})`
  const words = WORDS[reason] ?? reason
  return words === '' ? state : `${state}, ${words}`
}

const WORDS: Readonly<Record<string, string>> = {
  not_connected: 'there is no account to send it by: ringbook messages connect, or SMTP_URL for mails',
  no_public_url: 'RINGBOOK_PUBLIC_URL is not set',
  country: 'its country gets no texts',
  fixed_line: 'a fixed line',
  opted_out: 'this number wants no texts',
  number_cap: 'this number had its texts of the day',
  company_cap: 'the company had its texts of the day',
  day_cap: 'this number, or the company, had its texts of the day',
  booking_cap: 'this appointment had its text',
  surely_not_sent: 'about to be sent again',
  unclear: 'nobody knows whether it went out',
}
