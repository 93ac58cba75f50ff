import type { Client } from 'pg'

/** An appointment as it stands in the database. `start` is wall time of the company. */
export type Standing = {
  id: string
  number: string | null
  attendee: string
  service: string
  serviceEn: string
  title: string
  firstName: string
  lastName: string
  branchId: string
  start: Temporal.PlainDateTime
  state: string
  code: string
  /** Whose word it was made on: the transcript's or the agent's. */
  confirmedBy: string
}

export type Standings = ReadonlyMap<string, Standing>

type Row = Omit<Standing, 'start'> & { start: string }

/** Every appointment of a company, by id. The client must be one row-level security does not bind. */
export async function readStandings(client: Client, companyId: string): Promise<Standings> {
  const { rows } = await client.query<Row>({
    name: 'standings',
    text: `select a.id, c.phone as number, a.attendee_name as attendee, v.name as service, v.name_en as "serviceEn",
        s.title, s.first_name as "firstName", s.last_name as "lastName", a.branch_id as "branchId",
        to_char(a.starts_at at time zone k.zone, 'YYYY-MM-DD"T"HH24:MI:SS') as start, a.state, a.code,
        a.confirmed_by as "confirmedBy"
      from appointments a join companies k on k.id = a.company_id join customers c on c.id = a.customer_id
        join services v on v.id = a.service_id join staff s on s.id = a.staff_id
      where a.company_id = $1`,
    values: [companyId],
  })
  return new Map(rows.map((row) => [row.id, { ...row, start: Temporal.PlainDateTime.from(row.start) }]))
}

const OPEN = new Set(['booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling'])

/** Whether it takes up time. */
export function isOpen(standing: Standing): boolean {
  return OPEN.has(standing.state)
}
