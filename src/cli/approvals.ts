import { parseArgs } from 'node:util'

import type { Context } from '../app/context.ts'
import { openContext } from '../app/start-process.ts'
import { type AwaitedApproval, listApprovals } from '../appointments/approvals.ts'
import { type DecisionOutcome, decideAppointment } from '../appointments/approve.ts'
import { activeCompanies } from '../companies/routing.ts'
import { isUuid } from '../infra/ids.ts'
import type { House } from '../openings/house.ts'
import { type Command, type Io, UsageError } from './command.ts'

export const summary = 'Agree to appointments that wait for it, or refuse them'
export const usage = `ringbook approvals --company SLUG [list | approve ID | reject ID]

  --company SLUG   The company
  --json           Answer as JSON

Without more it lists what waits, soonest first. What was agreed to is written into the company's calendar, where that is elsewhere,
by the settling job.`
export const examples: Command['examples'] = [
  ['ringbook approvals --company salon', 'What waits'],
  ['ringbook approvals --company salon approve 0198c0de-…', 'Agree to one'],
]

const VERDICTS = ['approve', 'reject'] as const
/** Longer than a calendar elsewhere takes to answer twice. */
const DEADLINE_MS = 60_000
const EXIT_NOT_DONE = 1

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { company: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (values.company === undefined) throw new UsageError('--company must name the company')
  const wish = readWish(positionals)
  const context = await openContext(io.env, { processName: 'ringbook approvals', migrate: false })
  try {
    const companyId = await companyOf(context, values.company)
    if (wish === 'list') return await list(context, companyId, values.json, io)
    return await decide(context, { companyId, ...wish }, values.json, io)
  } finally {
    await context.close()
  }
}

type Wish = 'list' | { verdict: (typeof VERDICTS)[number]; appointmentId: string }

function readWish([action = 'list', appointmentId = '', ...more]: readonly string[]): Wish {
  const verdict = VERDICTS.find((one) => one === action)
  if ((verdict === undefined && action !== 'list') || more.length > 0) {
    throw new UsageError('What can be done is "list", "approve ID" and "reject ID"')
  }
  if (verdict === undefined) return 'list'
  if (!isUuid(appointmentId)) throw new UsageError(`"${verdict}" takes the ID that "list" shows`)
  return { verdict, appointmentId }
}

async function companyOf({ database }: Context, slug: string): Promise<string> {
  const company = (await activeCompanies(database.kysely)).find((one) => one.slug === slug)
  if (company === undefined) throw new Error(`There is no company "${slug}"`)
  return company.id
}

async function list(context: Context, companyId: string, asJson: boolean, io: Io): Promise<number> {
  const { house, waiting } = await context.database.inCompany(companyId, async (tx) => ({
    house: await context.houses.get(tx, companyId),
    waiting: await listApprovals(tx, companyId),
  }))
  if (house === undefined) throw new Error('The company is gone')
  if (asJson) io.out(JSON.stringify(waiting.map((one) => toJson(house, one))))
  else if (waiting.length === 0) io.out('Nothing waits.')
  else for (const one of waiting) io.out(tell(house, one))
  return 0
}

const WAITS_FOR: Readonly<Record<AwaitedApproval['waitsFor'], string>> = {
  approval: '',
  approval_there: '  (waits in the calendar too)',
  calendar: '  (agreed to; waits for the calendar)',
}

function tell(house: House, awaited: AwaitedApproval): string {
  const { appointment, waitsFor } = awaited
  const { start, service, staff } = toJson(house, awaited)
  return `${appointment.id}  ${start.replace('T', ' ')}  ${appointment.attendeeName}  ${service} with ${staff}${WAITS_FOR[waitsFor]}`
}

function toJson({ company, services, staff }: House, { appointment, phone, waitsFor }: AwaitedApproval) {
  const member = staff.find(({ id }) => id === appointment.staffId)
  const start = appointment.startsAt.toZonedDateTimeISO(company.zone).toPlainDateTime()
  return {
    id: appointment.id,
    start: start.toString({ smallestUnit: 'minute' }),
    service: services.find(({ id }) => id === appointment.serviceId)?.name ?? '?',
    staff: member === undefined ? '?' : `${member.firstName} ${member.lastName}`.trim(),
    attendee: appointment.attendeeName,
    phone,
    waitsFor,
  }
}

async function decide(
  context: Context,
  wanted: Exclude<Wish, 'list'> & { companyId: string },
  asJson: boolean,
  io: Io,
): Promise<number> {
  const deps: Parameters<typeof decideAppointment>[0] = {
    ...context,
    patientCalendar: (tx, { company, version }) => context.calendars.of(tx, { ...company, version }, 'job'),
  }
  const outcome = await decideAppointment(deps, { ...wanted, who: 'operator' }, AbortSignal.timeout(DEADLINE_MS))
  if (asJson) io.out(JSON.stringify({ id: wanted.appointmentId, outcome: outcome.kind }))
  else io.out(OUTCOMES[outcome.kind])
  return DONE.has(outcome.kind) ? 0 : EXIT_NOT_DONE
}

const DONE: ReadonlySet<DecisionOutcome['kind']> = new Set(['confirmed', 'waits_for_calendar', 'rejected'])

const OUTCOMES: Readonly<Record<DecisionOutcome['kind'], string>> = {
  confirmed: 'It stands.',
  waits_for_calendar: 'Agreed to. It stands as soon as the calendar has written it down.',
  rejected: 'Refused. Its time is free again.',
  unconfirmed: 'The calendar did not answer. What came of it is seen when it is looked at next; "list" tells.',
  not_waiting: 'It waits for nobody.',
  too_late: 'Its time has come: it can only be rejected.',
  none: 'There is no such appointment.',
}
