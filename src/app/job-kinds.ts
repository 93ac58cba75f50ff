import { z } from 'zod'

import type { JobKind, JobSettings } from '../infra/jobs.ts'

/** Retires holds that ran out. Tidying: a hold that ran out keeps nobody out, whether or not this has run. */
export const expireHoldsKind: JobKind<object> = {
  name: 'expire-holds',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
  isTakenOver: true,
}

/** Escalates tasks of the front desk that are overdue. */
export const escalateTasksKind: JobKind<object> = {
  name: 'escalate-tasks',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
  isTakenOver: true,
}

/** Finds out what became of bookings and changes a calendar elsewhere has not answered for. */
export const settleUnknownKind: JobKind<object> = {
  name: 'settle-unknown',
  schema: z.object({}),
  // It looks again and again until the next minute's run goes on.
  retry: { times: 0, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 90,
  isTakenOver: true,
}

/** Looks at the bookings that webhooks of a company's calendar elsewhere told of. */
export const calendarWebhookKind: JobKind<{ companyId: string }> = {
  name: 'calendar-webhook',
  schema: z.object({ companyId: z.uuid() }),
  // While the calendar is away it cannot be looked at; the poll finds what is given up here.
  retry: { times: 6, firstDelaySeconds: 5, longestDelaySeconds: 300 },
  // Five bookings in a row that hang, and it is left alone.
  expireSeconds: 120,
}

/** Looks for changes in calendars elsewhere that no webhook told of. */
export const pollCalendarsKind: JobKind<object> = {
  name: 'poll-calendars',
  schema: z.object({}),
  // Five minutes later it is looked again.
  retry: { times: 0, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 280,
  isTakenOver: true,
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
  isTakenOver: true,
}

/** Tells customers and the front desk what has happened. */
export const sendMessagesKind: JobKind<object> = {
  name: 'send-messages',
  schema: z.object({}),
  // It looks again and again until the next minute's run goes on; each message has a plan of its own.
  retry: { times: 0, firstDelaySeconds: 1, longestDelaySeconds: 1 },
  expireSeconds: 90,
  isTakenOver: true,
}

/** Writes the reminders that are due. */
export const remindCustomersKind: JobKind<object> = {
  name: 'remind-customers',
  schema: z.object({}),
  // The next run writes what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 120,
  isTakenOver: true,
}

/** Deletes what has been kept long enough. */
export const deleteOldDataKind: JobKind<object> = {
  name: 'delete-old-data',
  schema: z.object({}),
  retry: { times: 2, firstDelaySeconds: 60, longestDelaySeconds: 300 },
  expireSeconds: 1_200,
}

const aCall = z.object({ companyId: z.uuid(), callId: z.uuid() })

/** Makes of a call what follows from all that webhooks have told of it. */
export const workCallKind: JobKind<z.infer<typeof aCall>> = {
  name: 'work-call',
  schema: aCall,
  // Costs nothing to try, and the business looks at it: tried for half an hour.
  retry: { times: 8, firstDelaySeconds: 1, longestDelaySeconds: 600 },
  expireSeconds: 60,
  isQuick: true,
}

/** Looks through a call that is over: what was agreed and not booked is booked, or becomes a task. */
export const wrapUpCallKind: JobKind<z.infer<typeof aCall>> = {
  name: 'wrap-up-call',
  schema: aCall,
  // Within the time a caller who was cut off still waits to hear.
  retry: { times: 5, firstDelaySeconds: 2, longestDelaySeconds: 120 },
  expireSeconds: 60,
}

/** Ends calls nobody told the end of, and has those looked through whose analysis does not come. */
export const closeCallsKind: JobKind<object> = {
  name: 'close-calls',
  schema: z.object({}),
  // The next minute's run does what a failed one left.
  retry: { times: 1, firstDelaySeconds: 5, longestDelaySeconds: 5 },
  expireSeconds: 60,
  isTakenOver: true,
}

/** Looks whether the voice platform still has the agents as they were deployed. */
export const checkAgentsKind: JobKind<object> = {
  name: 'check-agents',
  schema: z.object({}),
  retry: { times: 2, firstDelaySeconds: 600, longestDelaySeconds: 1_800 },
  expireSeconds: 1_200,
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
  sendMessagesKind,
  remindCustomersKind,
  deleteOldDataKind,
  workCallKind,
  wrapUpCallKind,
  closeCallsKind,
  checkAgentsKind,
]
