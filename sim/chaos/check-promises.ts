import type { Client } from 'pg'

import { OPEN_STATES } from './check-records.ts'
import type { JournalEntry, ToldEntry } from './journal.ts'
import type { Rule, Violation } from './violation.ts'

type AppointmentRow = {
  id: string
  company: string
  attendee: string
  phone: string | null
  /** DD.MM.YYYY HH:MM in the company's zone. */
  start: string
  isOpen: boolean
  /** Whether somebody ended it on purpose. */
  wasEnded: boolean
}

/** Every delivery of one booking request. */
type Request = { attendee: string; company: string; caller: string | null; entries: readonly JournalEntry[] }

/** Answers that say the appointment is there. */
const KEPT = new Set(['booked', 'already_booked', 'pending_approval', 'unconfirmed'])

/** What was told to callers against what is in the database. Where `moved` appointments are by now is not told here. */
export async function checkPromises(
  client: Client,
  entries: readonly JournalEntry[],
  { zone, moved }: { zone: string; moved: ReadonlySet<string> },
): Promise<readonly Violation[]> {
  const rows = await readAppointments(client, zone)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byAttendee = Map.groupBy(rows, (row) => row.attendee)
  const requests = toRequests(entries)
  const asked = new Set(requests.map((request) => request.attendee))
  const called = new Set(requests.map((request) => request.company))
  return [
    ...requests.flatMap((request) => checkRequest(request, { byId, moved }, byAttendee.get(request.attendee) ?? [])),
    ...rows
      .filter((row) => called.has(row.company) && !asked.has(row.attendee))
      .map((row) => ({ rule: 'unasked' as const, detail: `appointment ${row.id} for ${row.attendee}` })),
  ]
}

async function readAppointments(client: Client, zone: string): Promise<readonly AppointmentRow[]> {
  const { rows } = await client.query<AppointmentRow>(
    `select a.id, c.slug as company, a.attendee_name as attendee, p.phone,
       to_char(a.starts_at at time zone $1, 'DD.MM.YYYY HH24:MI') as start, a.state in ${OPEN_STATES} as "isOpen",
       a.state in ('cancelled', 'completed', 'no_show', 'rejected') as "wasEnded"
     from appointments a join companies c on c.id = a.company_id join customers p on p.id = a.customer_id
     where a.source = 'phone'`,
    [zone],
  )
  return rows
}

function toRequests(entries: readonly JournalEntry[]): readonly Request[] {
  const grouped = Map.groupBy(entries, (entry) => entry.attendee)
  return [...grouped].map(([attendee, of]) => ({
    attendee,
    company: of[0]?.company ?? '',
    caller: of[0]?.caller ?? null,
    entries: of,
  }))
}

type Known = { byId: ReadonlyMap<string, AppointmentRow>; moved: ReadonlySet<string> }

function checkRequest(request: Request, known: Known, made: readonly AppointmentRow[]): readonly Violation[] {
  const told = request.entries.filter((entry): entry is ToldEntry => entry.kind === 'told')
  const kept = told.filter((entry) => KEPT.has(entry.status))
  const violations: Violation[] = []
  const note = (rule: Rule, detail: string) => violations.push({ rule, detail: `${request.attendee}: ${detail}` })

  const named = new Set(kept.map((entry) => entry.appointmentId))
  if (made.length > 1 || named.size > 1) {
    note('more_than_one_effect', `made ${made.map((row) => row.id).join(' ')}, told ${[...named].join(' ')}`)
  }
  for (const row of made) {
    if (row.company !== request.company) note('crossed_company', `${row.id} is with ${row.company}`)
  }
  for (const entry of kept) violations.push(...checkKept(request, entry, known))
  if (kept.length === 0 && isRefused(request, told) && made.length > 0) {
    const statuses = told.map((entry) => entry.status || String(entry.statusCode)).join(' ')
    note('refused_exists', `told ${statuses}, and ${made.map((row) => row.id).join(' ')} is there`)
  }
  return violations
}

function checkKept(request: Request, entry: ToldEntry, { byId, moved }: Known): readonly Violation[] {
  const row = byId.get(entry.appointmentId)
  const detail = `${request.attendee}: told ${entry.status} ${entry.appointmentId} for ${entry.date} ${entry.time}`
  if (row === undefined || !(row.isOpen || row.wasEnded)) return [{ rule: 'booked_missing', detail }]
  const violations: Violation[] = []
  const note = (rule: Rule, is: string) => violations.push({ rule, detail: `${detail}, is ${is}` })
  const wasMoved = moved.has(row.id)
  if (!wasMoved && row.start !== `${entry.date} ${entry.time}`) note('booked_elsewhen', row.start)
  const { date, time } = entry.wanted
  // A repeat after a move tells where it is by now.
  if (!wasMoved && (date !== entry.date || time !== entry.time))
    note('booked_elsewhen', `not the ${date} ${time} that was agreed to`)
  const isSamePerson = row.attendee === entry.attendee && (entry.caller === null || row.phone === entry.caller)
  if (!isSamePerson) note('booked_other_person', `${row.attendee} ${row.phone}`)
  if (row.company !== request.company) note('crossed_company', row.company)
  return violations
}

/** Every delivery was answered, and none of the answers leaves open what happened. */
function isRefused(request: Request, told: readonly ToldEntry[]): boolean {
  const asked = request.entries.filter((entry) => entry.kind === 'asked').length
  return told.length === asked && told.every((entry) => entry.statusCode < 500 && entry.status !== 'error')
}
