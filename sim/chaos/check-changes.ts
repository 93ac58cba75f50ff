import type { Client } from 'pg'

import type { ChangeEntry } from './journal.ts'
import type { Rule, Violation } from './violation.ts'

type AppointmentRow = {
  id: string
  state: string
  /** DD.MM.YYYY HH:MM in the company's zone. */
  start: string
}

/** One change a caller made, as the history tells it. */
type ChangeRow = { appointmentId: string; callId: string; change: 'cancel' | 'move'; company: string }

/** Every delivery of one request to change an appointment. */
type Request = Pick<ChangeEntry, 'change' | 'appointmentId' | 'callId' | 'attendee' | 'wanted'> & {
  entries: readonly ChangeEntry[]
}

type Told = Extract<ChangeEntry, { kind: 'told' }>

/** Answers that say it is done, and those that leave it open. */
const DONE = new Set(['cancelled', 'already_cancelled', 'moved'])
const OPEN = new Set(['unconfirmed', 'error'])

/** What callers who changed their appointments were told against what is in the database. */
export async function checkChanges(
  client: Client,
  entries: readonly ChangeEntry[],
  zone: string,
): Promise<readonly Violation[]> {
  const { rows: appointments } = await client.query<AppointmentRow>(
    `select id, state, to_char(starts_at at time zone $1, 'DD.MM.YYYY HH24:MI') as start from appointments`,
    [zone],
  )
  const { rows: changes } = await client.query<ChangeRow>(
    `select h.appointment_id as "appointmentId", k.retell_call_id as "callId",
       case when h.to_state = 'cancelled' then 'cancel' else 'move' end as change, c.slug as company
     from appointment_history h join calls k on h.who = 'call ' || k.id join companies c on c.id = h.company_id
     where h.from_state is not null order by h.appointment_id, h.version`,
  )
  const requests = toRequests(entries)
  const called = new Set(entries.map((entry) => entry.company))
  const byAppointment = Map.groupBy(changes, (change) => change.appointmentId)
  return [
    ...requests.flatMap((request) => checkRequest(request, byAppointment.get(request.appointmentId) ?? [])),
    ...changes
      .filter((change) => called.has(change.company) && !requests.some((request) => isOf(request, change)))
      .map((change) => ({ rule: 'unasked' as const, detail: `${change.change} of ${change.appointmentId}` })),
    ...appointments.flatMap((row) => checkAppointment(row, requests, byAppointment.get(row.id) ?? [])),
  ]
}

function toRequests(entries: readonly ChangeEntry[]): readonly Request[] {
  const grouped = Map.groupBy(entries, (entry) => `${entry.callId} ${entry.change} ${entry.appointmentId}`)
  return [...grouped.values()].flatMap((of) => {
    const [first] = of
    return first === undefined ? [] : [{ ...first, entries: of }]
  })
}

function isOf(request: Request, change: ChangeRow): boolean {
  return (
    request.callId === change.callId &&
    request.appointmentId === change.appointmentId &&
    request.change === change.change
  )
}

function checkRequest(request: Request, changes: readonly ChangeRow[]): readonly Violation[] {
  const violations: Violation[] = []
  const note = (rule: Rule, detail: string) => {
    violations.push({ rule, detail: `${request.change} of ${request.appointmentId} (${request.attendee}): ${detail}` })
  }
  const made = changes.filter((change) => isOf(request, change)).length
  if (made > 1) note('more_than_one_effect', `done ${made} times`)
  const told = request.entries.filter((entry): entry is Told => entry.kind === 'told')
  const isAnswered = told.length === request.entries.filter((entry) => entry.kind === 'asked').length
  const isRefused = told.every(({ status, statusCode }) => statusCode < 500 && !DONE.has(status) && !OPEN.has(status))
  if (isAnswered && isRefused && made > 0) {
    note('refused_change', `told ${told.map((entry) => entry.status || String(entry.statusCode)).join(' ')}`)
  }
  const isDone = told.some(({ status }) => DONE.has(status))
  if (isDone && !changes.some(({ change }) => change === request.change)) note('change_missing', 'nobody ever did it')
  return violations
}

/** Cancelled stays cancelled; and it is where the last move took it. */
function checkAppointment(
  row: AppointmentRow,
  requests: readonly Request[],
  changes: readonly ChangeRow[],
): readonly Violation[] {
  const violations: Violation[] = []
  const ofThis = requests.filter((request) => request.appointmentId === row.id)
  const wasToldCancelled = ofThis.some(
    ({ change, entries }) =>
      change === 'cancel' && entries.some((entry) => entry.kind === 'told' && DONE.has(entry.status)),
  )
  if (wasToldCancelled && row.state !== 'cancelled') {
    violations.push({ rule: 'change_missing', detail: `${row.id} was told to be cancelled, is ${row.state}` })
  }
  const lastMove = changes.findLast(({ change }) => change === 'move')
  const by = lastMove && ofThis.find((request) => isOf(request, lastMove))
  const wanted = by?.wanted
  if (wanted !== undefined && wanted !== null && row.start !== `${wanted.date} ${wanted.time}`) {
    const detail = `${row.id} was last moved to ${wanted.date} ${wanted.time}, is ${row.start}`
    violations.push({ rule: 'booked_elsewhen', detail })
  }
  return violations
}
