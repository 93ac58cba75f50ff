import { z } from 'zod'

import type { JobKind, JobSettings } from '../infra/jobs.ts'

/** Retires holds that ran out. Tidying: a hold that ran out keeps nobody out, whether or not this has run. */
export const expireHoldsKind: JobKind<object> = {
  name: 'expire-holds',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
}

/** Escalates tasks of the front desk that are overdue. */
export const escalateTasksKind: JobKind<object> = {
  name: 'escalate-tasks',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
}

/** Finds out what became of bookings and changes a calendar elsewhere has not answered for. */
export const settleUnknownKind: JobKind<object> = {
  name: 'settle-unknown',
  schema: z.object({}),
  // It looks again and again for most of a minute, and the next minute's run goes on.
  retry: { times: 0, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 90,
}

/** Looks at the bookings that webhooks of a company's calendar elsewhere told of. */
export const calendarWebhookKind: JobKind<{ companyId: string }> = {
  name: 'calendar-webhook',
  schema: z.object({ companyId: z.uuid() }),
  // While the calendar is away it cannot be looked at; the poll finds what is given up here.
  retry: { times: 6, firstDelaySeconds: 5, longestDelaySeconds: 300 },
  expireSeconds: 60,
}

/** Looks for changes in calendars elsewhere that no webhook told of. */
export const pollCalendarsKind: JobKind<object> = {
  name: 'poll-calendars',
  schema: z.object({}),
  // Five minutes later it is looked again.
  retry: { times: 0, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 280,
}

/** Compares everything that is to come with calendars elsewhere, once a night. */
export const compareCalendarsKind: JobKind<object> = {
  name: 'compare-calendars',
  schema: z.object({}),
  retry: { times: 2, firstDelaySeconds: 600, longestDelaySeconds: 1_800 },
  expireSeconds: 1_800,
}

/** Fetches what callers of calendars elsewhere are likely to ask for next. */
export const warmCalendarsKind: JobKind<object> = {
  name: 'warm-calendars',
  schema: z.object({}),
  // The next run warms what a failed one left cold.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 240,
}

/** Every kind of job there is: each gets its queue at start. */
export const JOB_KINDS: readonly JobSettings[] = [
  expireHoldsKind,
  escalateTasksKind,
  settleUnknownKind,
  calendarWebhookKind,
  pollCalendarsKind,
  compareCalendarsKind,
  warmCalendarsKind,
]
