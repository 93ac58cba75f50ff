import { type Command, type Io, UsageError } from './command.ts'
import { connect, disconnect } from './messages-connect.ts'
import { preview } from './messages-preview.ts'
import { settings } from './messages-settings.ts'
import { template } from './messages-template.ts'

export const summary = 'Set up what customers and the front desk are told, and by which way'
export const usage = `ringbook messages ACTION --company SLUG [options] [--json]

  preview     --template KIND [--lang de]           Show a message as a customer would get it
  connect     twilio --account AC… --from +49…      Send texts by a Twilio account; its token comes from TWILIO_AUTH_TOKEN
  connect     slack                                 Tell the front desk in Slack; the webhook comes from SLACK_WEBHOOK_URL
  connect     pagerduty                             Page somebody when a task is overdue; the key comes from PAGERDUTY_ROUTING_KEY
  disconnect  twilio|slack|pagerduty                Forget an account
  settings    [--texts-per-day 200] [--countries +49,+43,+41] [--quiet 21:00-08:00] [--reminder-hours 24|off]
              [--desk-email ADDRESS|off] [--no-texts KIND,…]     Show the settings, changed as said
  template    --template KIND --lang de --channel sms|email (--text "…" [--subject "…"] | --default)
                                                    Words of this company's own; --default goes back to ours

  --api-url URL    Where the provider's interface is, for its other regions
  --json           Answer as JSON

Kinds: confirmation, booked_after_call, moved, cancelled, reminder, booking_link, pending_approval, declined, settled,
not_settled, unchanged, callback_promised, reply_refused. Mails go by SMTP_URL and MAIL_FROM, for all companies.`
export const examples: Command['examples'] = [
  ['ringbook messages preview --company salon --template confirmation --lang de', 'What a customer gets after booking'],
  [
    'TWILIO_AUTH_TOKEN=… ringbook messages connect twilio --company salon --account AC… --from +4915735980000',
    'Send texts from this number',
  ],
  ['ringbook messages settings --company salon --quiet 20:00-09:00 --desk-email empfang@salon.de', 'Later mornings'],
]

const ACTIONS = { preview, connect, disconnect, settings, template } as const

export async function run(args: string[], io: Io): Promise<number> {
  const [action = '', ...rest] = args
  if (!isAction(action)) throw new UsageError(`Say ${Object.keys(ACTIONS).join(', ')}, not "${action}"`)
  return await ACTIONS[action](rest, io)
}

function isAction(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action)
}
