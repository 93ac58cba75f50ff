import { compareCalendar, type SyncCounts, type SyncDeps } from '../../appointments/sync-calendar.ts'
import { type ImportPlan, planImport } from '../../calendars/calcom/plan-import.ts'
import { readAccount } from '../../calendars/calcom/read-account.ts'
import { registerWebhooks } from '../../calendars/calcom/register-webhooks.ts'
import { activeCompanies } from '../../companies/routing.ts'
import { createCompany } from '../../companies/set-up.ts'
import type { Context } from '../context.ts'
import { applyImport, type Imported } from './apply-import.ts'

export type ImportRequest = {
  /** The company's slug; made when there is none of it. */
  slug: string
  baseUrl: string
  dialect: 'hosted' | 'self_hosted'
  apiKey: string
  /** Where attendees without an address get theirs. */
  attendeeMailbox: string
  mayWait: boolean
  /** Where this Ringbook can be reached from there; null leaves webhooks to the polls. */
  publicUrl: string | null
  /** Only tells what it would do. */
  isDryRun: boolean
}

export type ImportResult = {
  readonly plan: ImportPlan
  /** Missing after a dry run. */
  readonly done?: {
    readonly companyId: string
    readonly imported: Imported
    readonly webhooks: number
    readonly bookings: SyncCounts
  }
}

/** What is being done, for somebody who watches. */
export type ImportStep = 'reading the account' | 'writing the company' | 'setting up webhooks' | 'reading bookings'

/** Hears what is being done, and of what takes long how much of it is. */
export type OnStep = (step: ImportStep, part?: { readonly done: number; readonly of: number }) => void

const SECRET_BYTES = 32

/**
 * Makes a company of a Cal.com account, or brings it up to date: staff, services, how they are booked, and what is booked already.
 *
 * @throws Error before anything is written when nothing can be booked: a company must not lose all its services to a key of the
 * wrong user; CalendarUnavailableError when the server does not answer, or not to this key
 */
export async function importCalcom(
  context: Context,
  request: ImportRequest,
  onStep: OnStep,
  signal: AbortSignal,
): Promise<ImportResult> {
  const companies = await activeCompanies(context.database.kysely)
  const known = companies.find(({ slug }) => slug === request.slug)?.id
  const companyId = known ?? context.ids.uuid()
  const http = context.calcomAccounts.http({ companyId, ...request }, 'job')
  onStep('reading the account')
  const account = await readAccount(http, signal)
  const plan = planImport(account)
  if (request.isDryRun) return { plan }
  if (plan.services.length === 0) {
    throw new Error('Nothing in this account can be booked by phone, so nothing was changed: --dry-run tells why')
  }

  onStep('writing the company')
  const [team] = account.teams
  const name = team?.name || account.me.name || request.slug
  const secret = request.publicUrl === null ? undefined : context.random.bytes(SECRET_BYTES).toHex()
  const imported = await context.database.inCompany(companyId, async (tx) => {
    if (known === undefined) {
      const zone = account.me.timeZone || 'Europe/Berlin'
      await createCompany(tx, { id: companyId, slug: request.slug, name, zone, languages: ['de', 'en'] })
    }
    return await applyImport(tx, context, plan, {
      companyId,
      ...request,
      ...(secret !== undefined && { webhookSecret: secret }),
      accountId: account.me.id,
      teamIds: account.teams.map(({ id }) => id),
    })
  })
  const webhooks = await setUpWebhooks(context, companyId, request, plan, secret, onStep, signal)
  onStep('reading bookings')
  const bookings = await compareCalendar(syncDeps(context), companyId, signal)
  return { plan, done: { companyId, imported, webhooks, bookings } }
}

async function setUpWebhooks(
  context: Context,
  companyId: string,
  request: ImportRequest,
  plan: ImportPlan,
  secret: string | undefined,
  onStep: OnStep,
  signal: AbortSignal,
): Promise<number> {
  if (request.publicUrl === null || secret === undefined) return 0
  onStep('setting up webhooks')
  const http = context.calcomAccounts.http({ companyId, ...request }, 'job')
  const subscriberUrl = `${request.publicUrl.replace(/\/+$/, '')}/api/webhooks/calcom/${companyId}`
  const onDone = (done: number, of: number) => onStep('setting up webhooks', { done, of })
  return await registerWebhooks(http, plan, { subscriberUrl, secret }, signal, onDone)
}

function syncDeps(context: Context): SyncDeps {
  return {
    ...context,
    patientCalendar: (tx, { company, version }) => context.calendars.of(tx, { ...company, version }, 'job'),
    openingsChanged: async () => undefined,
  }
}
