import { parseArgs } from 'node:util'

import { dropAccount, keepAccount, type MessageAccount, type Service } from '../messages/accounts.ts'
import { PAGERDUTY_URL } from '../messages/channels/pagerduty.ts'
import { TWILIO_URL } from '../messages/channels/twilio.ts'
import { type Io, UsageError } from './command.ts'
import { forCompany } from './messages-company.ts'

/** Keeps an account messages go out by; its secret comes from the environment, and is sealed. */
export async function connect(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      company: { type: 'string' },
      account: { type: 'string', default: '' },
      from: { type: 'string', default: '' },
      'api-url': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const account = accountOf(io, serviceOf(positionals), {
    account: values.account,
    sender: values.from,
    apiUrl: values['api-url'],
  })
  const hears = await forCompany(io, values.company, async (tx, { sealing, publicUrl }, companyId) => {
    await keepAccount(tx, { sealing }, companyId, account)
    if (account.service !== 'twilio') return null
    return publicUrl && `${publicUrl}/api/webhooks/twilio/${companyId}/inbound`
  })
  if (values.json) io.out(JSON.stringify({ connected: account.service, inbound: hears }))
  else {
    io.out(`Messages go out by ${account.service} from now on`)
    if (account.service === 'twilio') io.out(tellInbound(hears))
  }
  return 0
}

function tellInbound(hears: string | null): string {
  if (hears === null) return 'Answers are not heard: set RINGBOOK_PUBLIC_URL, and do this again to see where they go'
  return `For answers to be heard, have the number call ${hears} (POST) when a message comes in`
}

/** Forgets an account. */
export async function disconnect(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { company: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const service = serviceOf(positionals)
  const was = await forCompany(io, values.company, (tx, _context, companyId) => dropAccount(tx, companyId, service))
  if (values.json) io.out(JSON.stringify({ disconnected: was }))
  else io.out(was ? `Nothing goes out by ${service} any more` : `There was no account of ${service}`)
  return 0
}

function serviceOf([service = '', ...rest]: readonly string[]): Service {
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
  if (service !== 'twilio' && service !== 'slack' && service !== 'pagerduty') {
    throw new UsageError(`What can be connected is twilio, slack and pagerduty, not "${service}"`)
  }
  return service
}

type Given = { account: string; sender: string; apiUrl: string | undefined }

function accountOf(io: Io, service: Service, { account, sender, apiUrl }: Given): MessageAccount {
  switch (service) {
    case 'twilio': {
      if (!/^AC[0-9a-f]{32}$/i.test(account)) throw new UsageError('--account is the account’s id: AC and 32 digits')
      if (!/^(\+[1-9]\d{4,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$/i.test(sender)) {
        throw new UsageError('--from is a number like +4915735980000, a name of up to 11 letters, or a service (MG…)')
      }
      const secret = secretOf(io, 'TWILIO_AUTH_TOKEN')
      return { service, baseUrl: checkUrl(apiUrl ?? TWILIO_URL), account, sender, secret }
    }
    case 'slack': {
      const secret = checkUrl(secretOf(io, 'SLACK_WEBHOOK_URL'))
      return { service, baseUrl: new URL(secret).origin, account: '', sender: '', secret }
    }
    case 'pagerduty': {
      const secret = secretOf(io, 'PAGERDUTY_ROUTING_KEY')
      return { service, baseUrl: checkUrl(apiUrl ?? PAGERDUTY_URL), account: '', sender: '', secret }
    }
  }
}

function secretOf(io: Io, name: string): string {
  const secret = io.env[name]?.trim()
  if (secret === undefined || secret === '') throw new UsageError(`${name} must be set: it is not taken as an argument`)
  return secret
}

/** Secrets go over encrypted connections, or to this machine itself. The address stays out of the message: it may be the secret. */
function checkUrl(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const isHere = address?.hostname === '127.0.0.1' || address?.hostname === 'localhost'
  if (address === undefined || !(address.protocol === 'https:' || (address.protocol === 'http:' && isHere))) {
    throw new UsageError('The address must begin with https://')
  }
  return url.replace(/\/+$/, '')
}
