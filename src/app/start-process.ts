import { expireHolds } from '../appointments/expire-holds.ts'
import { keepSettling, type KeepSettlingDeps } from '../appointments/keep-settling.ts'
import { compareCalendar, pollChanges, syncBookings, type SyncDeps } from '../appointments/sync-calendar.ts'
import { warmOpenings } from '../appointments/warm-openings.ts'
import { workDeliveries } from '../calcom-in/work-deliveries.ts'
import { heedChange } from '../calendars/calcom/heed-changes.ts'
import { calendarChanged } from '../calendars/calcom/openings-changes.ts'
import { escalateTasks } from '../calls/tasks/escalate-tasks.ts'
import { activeCompanies, allCompanies, companiesWithMessages, unsettledCompanies } from '../companies/routing.ts'
import type { JobSettings } from '../infra/jobs.ts'
import { systemRandom } from '../infra/random.ts'
import { keepSending } from '../messages/keep-sending.ts'
import { remindCustomers } from '../messages/remind.ts'
import { checkDeployed } from '../retell/flow/deploy/check-deployed.ts'
import { workspaceApi } from '../retell/flow/deploy/workspace-api.ts'
import { callJobs } from './call-jobs.ts'
import { createCompanyRounds } from './company-rounds.ts'
import { toConfig } from './config.ts'
import { type Context, createContext } from './context.ts'
import { seedDemoCompany } from './demo/seed.ts'
import { readEnv } from './env.ts'
import { ensureFirstWorkspace } from './first-workspace.ts'
import { compareCalendarsKind, pollCalendarsKind, warmCalendarsKind } from './job-kinds.ts'
import { deleteOldData } from './retention.ts'
import { type Role, type Running, run } from './run.ts'
import { gatherSecrets } from './secrets.ts'
import type { WorkerDeps } from './worker.ts'

/**
 * Environment to running process. A process that does everything (`all`) also brings a database that is not our own up
 * to date; where serving and working are split, `ringbook migrate up` comes first, once.
 *
 * @throws Error (EnvError for the environment) in one sentence that says what to do
 */
export async function startProcess(role: Role, env: Readonly<Record<string, string | undefined>>): Promise<Running> {
  const context = await openContext(env, { processName: `ringbook ${role}`, migrate: role === 'all' })
  try {
    if (role !== 'work') await prepareCompanies(context)
    const running = await run(context, role, workerDeps(context, role))
    context.log.info('started', { process: role, ...(running.url ? { url: running.url } : {}) })
    return running
  } catch (error) {
    await context.close()
    throw error
  }
}

/** The workspace of the environment's key and, where wanted and nobody else is there, the demo company. */
async function prepareCompanies(context: Context): Promise<void> {
  const workspaceId = await ensureFirstWorkspace(context.database.kysely, context, context.retellApiKey)
  if (!context.config.demo) return
  const companies = await activeCompanies(context.database.kysely)
  if (companies.length === 0) await seedDemoCompany({ ...context, workspaceId })
}

/** The context for an environment, for a command that neither serves nor works. Close it when done. */
export async function openContext(
  env: Readonly<Record<string, string | undefined>>,
  options: { processName: string; migrate: boolean },
): Promise<Context> {
  const values = readEnv(env)
  const config = toConfig(values)
  return await createContext(config, gatherSecrets(values, config, systemRandom), options)
}

/** What the jobs of this context work with. A process that only works has nobody to keep its connections free for. */
export function workerDeps(whole: Context, role: Role): WorkerDeps {
  const context = role === 'work' ? whole : { ...whole, database: whole.jobsDatabase }
  const companies = () => activeCompanies(context.database.kysely)
  return {
    expireHolds: () => expireHolds(context),
    escalateTasks: () => escalateTasks({ ...context, companies }),
    keepSettling: (run) => keepSettling({ ...context, ...settlingDeps(context) }, run),
    ...messageJobs(context),
    deleteOldData: async (signal) => {
      await deleteOldData({ ...context, companies: () => allCompanies(context.database.kysely) }, signal)
    },
    ...calendarJobs(context),
    ...callJobs(context),
    checkAgents: (signal) =>
      checkDeployed(
        { ...context, companies, apiOf: async (companyId) => (await workspaceApi(context, companyId))?.api },
        signal,
      ),
  }
}

function settlingDeps(context: Context): Pick<KeepSettlingDeps, 'patientCalendar' | 'unsettledCompanies'> {
  return {
    patientCalendar: (tx, { company, version }) => context.calendars.of(tx, { ...company, version }, 'job'),
    unsettledCompanies: () => unsettledCompanies(context.database.kysely),
  }
}

function messageJobs(context: Context): Pick<WorkerDeps, 'keepSending' | 'remindCustomers'> {
  const { kysely } = context.database
  return {
    keepSending: (run) =>
      keepSending({ ...context, companiesWithMessages: (now) => companiesWithMessages(kysely, now) }, run),
    async remindCustomers(signal) {
      for (const { id } of await activeCompanies(kysely)) {
        if (signal.aborted) return
        await remindCustomers(context, id).catch((error: unknown) => context.events.sendingFailed(id, error))
      }
    },
  }
}

/** A day's changes of a large company are some dozen pages, each a second. */
const POLL_DEADLINE_MS = 60_000
/** Twenty services, each as long as a calendar may take that is only slow. */
const WARMING_DEADLINE_MS = 60_000
/** Two years of bookings, and one request a second for those that were not listed. */
const COMPARISON_DEADLINE_MS = 600_000

type Told = [companyId: string, calendarReferences: readonly string[], signal: AbortSignal]

function calendarJobs(
  context: Context,
): Pick<WorkerDeps, 'workCalendarWebhooks' | 'pollCalendars' | 'compareCalendars' | 'warmCalendars'> {
  const { patientCalendar } = settlingDeps(context)
  const deps: SyncDeps = { ...context, patientCalendar, openingsChanged: (change) => heedChange(context, change) }
  const companies = () => activeCompanies(context.database.kysely)
  const rounds = (
    { name: job }: JobSettings,
    deadlineMs: number,
    look: (companyId: string, signal: AbortSignal) => Promise<unknown>,
  ) => createCompanyRounds({ ...context, companies }, { job, deadlineMs, look })
  return {
    workCalendarWebhooks: (companyId, signal) => {
      const working = {
        ...context,
        syncBookings: (...told: Told) => syncBookings(deps, ...told),
        calendarChanged: (changedId: string) => calendarChanged(context.cache, changedId),
      }
      return workDeliveries(working, companyId, signal)
    },
    pollCalendars: rounds(pollCalendarsKind, POLL_DEADLINE_MS, (...one) => pollChanges(deps, ...one)),
    compareCalendars: rounds(compareCalendarsKind, COMPARISON_DEADLINE_MS, async (companyId, signal) => {
      const { unread: count = 0 } = await compareCalendar(deps, companyId, signal)
      if (count > 0) context.events.alert('calendar_booking_unreadable', { companyId, count })
    }),
    warmCalendars: rounds(warmCalendarsKind, WARMING_DEADLINE_MS, (...one) => warmOpenings(deps, ...one)),
  }
}
