import { type AnyJob, defineJob, type JobRun } from '../infra/jobs.ts'
import {
  escalateTasksKind,
  expireHoldsKind,
  settleUnknownKind,
  calendarWebhookKind,
  checkAgentsKind,
  closeCallsKind,
  deleteOldDataKind,
  remindCustomersKind,
  sendMessagesKind,
  compareCalendarsKind,
  pollCalendarsKind,
  warmCalendarsKind,
  workCallKind,
  wrapUpCallKind,
} from './job-kinds.ts'

/** What the jobs do their work with. */
export type WorkerDeps = {
  expireHolds(): Promise<{ expired: number }>
  escalateTasks(): Promise<{ escalated: number }>
  keepSettling(run: JobRun): Promise<void>
  workCalendarWebhooks(companyId: string, signal: AbortSignal): Promise<void>
  pollCalendars(signal: AbortSignal): Promise<void>
  compareCalendars(signal: AbortSignal): Promise<void>
  warmCalendars(signal: AbortSignal): Promise<void>
  keepSending(run: JobRun): Promise<void>
  remindCustomers(signal: AbortSignal): Promise<void>
  deleteOldData(signal: AbortSignal): Promise<void>
  workCall(call: { companyId: string; callId: string }): Promise<void>
  wrapUpCall(call: { companyId: string; callId: string }, signal: AbortSignal): Promise<void>
  closeCalls(): Promise<void>
  checkAgents(signal: AbortSignal): Promise<void>
}

/** Every job with what does it, and the timetable. */
export function listJobs(deps: WorkerDeps): AnyJob[] {
  return [
    defineJob({
      ...expireHoldsKind,
      schedule: { cron: '* * * * *', zone: 'UTC' },
      run: async () => {
        await deps.expireHolds()
      },
    }),
    defineJob({
      ...escalateTasksKind,
      schedule: { cron: '* * * * *', zone: 'UTC' },
      run: async () => {
        await deps.escalateTasks()
      },
    }),
    defineJob({
      ...settleUnknownKind,
      schedule: { cron: '* * * * *', zone: 'UTC', atStart: true },
      run: async (_data, run) => deps.keepSettling(run),
    }),
    defineJob({
      ...calendarWebhookKind,
      run: async ({ companyId }, { signal }) => deps.workCalendarWebhooks(companyId, signal),
    }),
    defineJob({
      ...pollCalendarsKind,
      schedule: { cron: '*/5 * * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.pollCalendars(signal),
    }),
    defineJob({
      ...warmCalendarsKind,
      // A minute after the polls, so that both do not ask at once.
      schedule: { cron: '1-59/5 * * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.warmCalendars(signal),
    }),
    defineJob({
      ...compareCalendarsKind,
      // When hardly anybody calls: three in the morning in the middle of Europe.
      schedule: { cron: '10 2 * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.compareCalendars(signal),
    }),
    defineJob({
      ...sendMessagesKind,
      schedule: { cron: '* * * * *', zone: 'UTC', atStart: true },
      run: async (_data, run) => deps.keepSending(run),
    }),
    defineJob({
      ...remindCustomersKind,
      schedule: { cron: '* * * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.remindCustomers(signal),
    }),
    defineJob({
      ...deleteOldDataKind,
      // Off the full hour, when everything else begins.
      schedule: { cron: '23 * * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.deleteOldData(signal),
    }),
    defineJob({ ...workCallKind, run: async (call) => deps.workCall(call) }),
    defineJob({ ...wrapUpCallKind, run: async (call, { signal }) => deps.wrapUpCall(call, signal) }),
    defineJob({
      ...closeCallsKind,
      schedule: { cron: '* * * * *', zone: 'UTC' },
      run: async () => deps.closeCalls(),
    }),
    defineJob({
      ...checkAgentsKind,
      // Before anybody opens, so that whoever comes in finds it said.
      schedule: { cron: '40 4 * * *', zone: 'UTC' },
      run: async (_data, { signal }) => deps.checkAgents(signal),
    }),
  ]
}
