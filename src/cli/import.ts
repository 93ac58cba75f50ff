import { parseArgs } from 'node:util'

import { importCalcom, type ImportRequest, type ImportResult, type OnStep } from '../app/import-calcom/import-calcom.ts'
import { openContext } from '../app/start-process.ts'
import type { ImportPlan, NotByVoice } from '../calendars/calcom/plan-import.ts'
import { type Command, type Io, UsageError } from './command.ts'

export const summary = 'Bring a calendar account in: staff, services, bookings'
export const usage = `ringbook import calcom --company SLUG --mailbox ADDRESS [options]

  --company SLUG       The company; made when there is none of this name
  --mailbox ADDRESS    A mailbox of yours: callers without an address are entered as mailbox+mark@domain
  --url URL            Where the interface is, with its /v2. Default: https://api.cal.com/v2
  --public-url URL     Where Cal.com reaches this Ringbook, to set up webhooks. Without it changes are polled
  --no-waiting         While the calendar is away, book nothing that would wait for it
  --dry-run            Only tell what would be done
  --json               Answer as JSON

The key comes from CALCOM_API_KEY. Doing it again brings the company up to date; what was set here stays.`
export const examples: Command['examples'] = [
  [
    'CALCOM_API_KEY=cal_live_… ringbook import calcom --company salon --mailbox termine@salon.de --dry-run',
    'What it would do',
  ],
  [
    'ringbook import calcom --company salon --mailbox termine@salon.de --public-url https://ringbook.salon.de',
    'And do it',
  ],
]

const HOSTED = 'https://api.cal.com/v2'
/** Accounts with years of bookings take minutes. */
const DEADLINE_MS = 30 * 60_000

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      company: { type: 'string' },
      mailbox: { type: 'string' },
      url: { type: 'string', default: HOSTED },
      'public-url': { type: 'string' },
      'no-waiting': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'calcom') throw new UsageError('What can be imported is "calcom"')
  const request: ImportRequest = {
    slug: slugOf(values.company),
    baseUrl: urlOf('--url', values.url),
    dialect: new URL(values.url).hostname.endsWith('cal.com') ? 'hosted' : 'self_hosted',
    apiKey: keyOf(io),
    attendeeMailbox: mailboxOf(values.mailbox),
    mayWait: !values['no-waiting'],
    publicUrl: values['public-url'] === undefined ? null : urlOf('--public-url', values['public-url']),
    isDryRun: values['dry-run'],
  }
  const context = await openContext(io.env, { processName: 'ringbook import', migrate: false })
  try {
    const result = await importCalcom(context, request, tellSteps(values.json, io), AbortSignal.timeout(DEADLINE_MS))
    if (values.json) io.out(JSON.stringify(result))
    else for (const line of tell(result)) io.out(line)
    return 0
  } finally {
    await context.close()
  }
}

/** A line for each step, and of a long one for each tenth of it. */
function tellSteps(asJson: boolean, io: Io): OnStep {
  if (asJson) return () => undefined
  return (step, part) => {
    if (part === undefined) return io.err(`… ${step}`)
    const tenth = (done: number) => Math.floor((done * 10) / part.of)
    if (part.of >= LONG && tenth(part.done) > tenth(part.done - 1)) io.err(`… ${step}: ${part.done} of ${part.of}`)
  }
}

/** What is fewer is done at once: a key may ask fifty times in a row. */
const LONG = 50

function slugOf(slug: string | undefined): string {
  if (slug === undefined || !/^[a-z0-9][a-z0-9-]{1,39}$/.test(slug)) {
    throw new UsageError('--company must be a short name of small letters, digits and dashes')
  }
  return slug
}

function urlOf(option: string, text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`${option} must be an address like ${HOSTED}`)
  return text
}

function keyOf(io: Io): string {
  const key = io.env['CALCOM_API_KEY']?.trim()
  if (key === undefined || key === '') throw new UsageError('CALCOM_API_KEY must hold a key of the account')
  return key
}

function mailboxOf(mailbox: string | undefined): string {
  if (mailbox === undefined || !/^[^@\s]*@[^@\s]+\.[^@\s]+$/.test(mailbox)) {
    throw new UsageError('--mailbox must be an e-mail address of the company')
  }
  return mailbox
}

function tell({ plan, done }: ImportResult): string[] {
  const lines = [...tellPlan(plan)]
  if (done === undefined) return [...lines, '', 'Nothing was changed (--dry-run).']
  const { imported, webhooks, bookings } = done
  const taken = Object.entries(bookings).map(([outcome, count]) => `${count} ${outcome}`)
  return [
    ...lines,
    '',
    `Staff: ${imported.staffAdded} new of ${plan.staff.length}. Services: ${imported.servicesAdded} new of ${plan.services.length}, ${imported.servicesEnded} ended.`,
    `Bookings: ${taken.length === 0 ? 'none' : taken.join(', ')}. Webhooks: ${webhooks}.`,
  ]
}

function tellPlan(plan: ImportPlan): string[] {
  const names = new Map(plan.staff.map(({ hostId, name }) => [hostId, name]))
  const services = plan.services.map((service) => [
    service.name,
    `${service.durationMinutes} min`,
    service.bookings
      .map(({ kind, hostIds }) => {
        const who = hostIds.map((id) => names.get(id) ?? String(id)).join(', ')
        return kind === 'pool' ? `any of ${who}` : who
      })
      .join('; '),
  ])
  const nothing = services.length === 0 ? [NOTHING] : []
  return [...nothing, ...table([['Service', 'Length', 'With'], ...services, ...othersOf(plan)])]
}

const NOTHING =
  'Nothing in this account can be booked by phone. The key has to be of a user who has event types, or who administers teams that have.'

/** One line for those of one name and one reason: every branch has its own. */
function othersOf({ notByVoice }: ImportPlan): string[][] {
  const alike = Map.groupBy(notByVoice, ({ title, why }) => `${title}\n${why}`)
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const times = group.length > 1 ? ` (${group.length} of them)` : ''
    return [[first.title, '-', `${REASONS[first.why]}${times}`]]
  })
}

const REASONS: Record<NotByVoice, string> = {
  paid: 'not by phone: it has to be paid before',
  email_verification: 'not by phone: the address has to be verified',
  managed_parent: 'not by phone: a template, its children are',
  recurring: 'not by phone: it is a series',
  seats: 'not by phone: several people share a time',
  collective: 'not by phone: it takes all hosts at once',
  no_host: 'not by phone: nobody does it',
  hidden: 'not by phone: it is hidden',
  not_ours: 'not by phone: it belongs to somebody else',
  required_field: 'not by phone: its form insists on more than a name and a number',
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
