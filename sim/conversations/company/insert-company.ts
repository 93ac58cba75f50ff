import type { Client } from 'pg'

import { type Company, fullName, type Week } from './company.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Writes a drawn company into the database a gateway has prepared, answered for by the workspace called "default".
 *
 * @throws what the database says, e.g. to a slug that is taken
 */
export async function insertCompany(client: Client, company: Company): Promise<void> {
  await client.query('begin')
  for (const [table, rows] of tablesOf(company)) await insertRows(client, table, rows)
  await insertLines(client, company)
  await client.query('commit')
}

/** One statement per table; columns are those of the rows, and the database reads their types from the table. */
async function insertRows(client: Client, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const names = columns.join(', ')
  await client.query(
    `insert into ${table} (${names}) select ${columns.map((column) => `r.${column}`).join(', ')}
     from jsonb_populate_recordset(null::${table}, $1) r`,
    [JSON.stringify(rows)],
  )
}

/** Its numbers and its agents, one per language. */
async function insertLines(client: Client, company: Company): Promise<void> {
  const { rows } = await client.query<{ id: string }>(`select id from workspaces where name = 'default'`)
  const common = { company_id: company.id, workspace_id: rows[0]?.id }
  const lines = [
    { branch_id: null, number: company.line },
    ...company.branches.map((one) => ({ branch_id: one.id, number: one.line })),
  ]
  const numbers = lines.filter(({ number }) => number !== null)
  await insertRows(
    client,
    'phone_numbers',
    numbers.map((line) => ({ id: crypto.randomUUID(), ...common, ...line, kind: 'line' })),
  )
  const agents = Object.entries(company.agents).map(([language, retell_agent_id]) => ({ language, retell_agent_id }))
  await insertRows(
    client,
    'agents',
    agents.map((agent) => ({ id: crypto.randomUUID(), ...common, ...agent })),
  )
}

function tablesOf(company: Company): readonly [string, readonly Row[]][] {
  const { id: company_id, branches, staff, services } = company
  return [
    [
      'companies',
      [
        {
          id: company_id,
          slug: company.slug,
          name: company.name,
          zone: company.zone,
          languages: ['de', 'en'],
          country: 'DE',
          currency: 'EUR',
          calendar: 'builtin',
          checks_confirmation: true,
          policies: {},
          active: true,
          facts_version: 1,
          created_at: 'now',
        },
      ],
    ],
    ['branches', branches.map((branch, position) => branchRow(company_id, branch, position))],
    [
      'branch_hours',
      branches.flatMap((branch) => weekRows({ company_id, branch_id: branch.id }, branch.hours, 'opens', 'closes')),
    ],
    ['closures', branches.flatMap((branch) => closureRows(company_id, branch))],
    ['staff', staff.map((member, position) => staffRow(company_id, member, position))],
    [
      'staff_hours',
      staff.flatMap((member) => weekRows({ company_id, staff_id: member.id }, member.hours, 'starts', 'ends')),
    ],
    ['categories', categoryRows(company)],
    ['services', services.map((service, position) => serviceRow(company_id, service, position))],
    [
      'service_staff',
      services.flatMap((service) =>
        service.staff.map((member) => ({ company_id, service_id: service.id, staff_id: member.id })),
      ),
    ],
    ['booking_rules', [rulesRow(company)]],
    ['customers', customerRows(company)],
    ['appointments', company.diary.map((entry) => appointmentRow(company, entry))],
    ['appointment_history', company.diary.map((entry) => historyRow(company_id, entry))],
    ['segments', company.diary.map((entry) => segmentRow(company, entry))],
  ]
}

function branchRow(company_id: string, branch: Company['branches'][number], position: number): Row {
  const { id, name, street, city, germanState: german_state, closedOnHolidays: closed_on_holidays } = branch
  return {
    id,
    company_id,
    name,
    street,
    postal_code: '',
    city,
    german_state,
    closed_on_holidays,
    position,
    active: true,
  }
}

function weekRows(owner: Row, week: Week, from: string, to: string): readonly Row[] {
  return week.flatMap((ranges, weekday) =>
    ranges.map((range) => ({ ...owner, weekday, [`${from}_minute`]: range.from, [`${to}_minute`]: range.to })),
  )
}

function closureRows(company_id: string, branch: Company['branches'][number]): readonly Row[] {
  return branch.closures.map((closure) => ({
    id: crypto.randomUUID(),
    company_id,
    branch_id: branch.id,
    first_date: closure.firstDate.toString(),
    last_date: closure.lastDate.toString(),
    reason: '',
  }))
}

/** Names are found by what the gateway computes itself; the stored codes are for look-ups it makes in the database. */
function nameColumns(person: { firstName: string; lastName: string }): Row {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    folded_name: fullName(person).toLowerCase(),
    first_name_cologne: '',
    last_name_cologne: '',
    last_name_soundex: '',
    last_name_metaphone: '',
  }
}

function staffRow(company_id: string, member: Company['staff'][number], position: number): Row {
  const { id, title, branch } = member
  return { id, company_id, branch_id: branch.id, title, ...nameColumns(member), position, active: true }
}

function categoryRows(company: Company): readonly Row[] {
  const shelves = new Set(company.services.map((service) => service.category))
  return [...shelves].map(({ id, name, nameEn: name_en }, position) => ({
    id,
    company_id: company.id,
    name,
    name_en,
    position,
  }))
}

function serviceRow(company_id: string, service: Company['services'][number], position: number): Row {
  return {
    id: service.id,
    company_id,
    category_id: service.category.id,
    name: service.name,
    name_en: service.nameEn,
    description: '',
    aliases: service.aliases,
    duration_minutes: service.minutes,
    buffer_before_minutes: 0,
    buffer_after_minutes: service.bufferMinutes,
    price_minor: service.priceMinor,
    is_default: false,
    position,
    active: true,
  }
}

function rulesRow({ id: company_id, rules }: Company): Row {
  return {
    id: crypto.randomUUID(),
    company_id,
    minimum_notice_minutes: rules.noticeMinutes,
    horizon_days: rules.horizonDays,
    slot_grid_minutes: rules.gridMinutes,
    max_open_appointments: rules.mostOpen,
    cancellation_notice_minutes: rules.cancellationNoticeMinutes,
    rescheduling_notice_minutes: rules.reschedulingNoticeMinutes,
    needs_approval: rules.needsApproval,
  }
}

function customerRows(company: Company): readonly Row[] {
  const people = new Set([...company.regulars, ...company.diary.map((entry) => entry.person)])
  return [...people].map((person) => ({
    id: person.id,
    company_id: company.id,
    phone: person.number,
    ...nameColumns(person),
    trusted_at: person.trusted ? 'now' : null,
    created_at: 'now',
  }))
}

function instantOf(company: Company, wall: Temporal.PlainDateTime): Temporal.Instant {
  return wall.toZonedDateTime(company.zone).toInstant()
}

function appointmentRow(company: Company, entry: Company['diary'][number]): Row {
  return {
    id: entry.id,
    company_id: company.id,
    branch_id: entry.staff.branch.id,
    customer_id: entry.person.id,
    service_id: entry.service.id,
    staff_id: entry.staff.id,
    attendee_name: entry.attendee,
    attendee_key: entry.attendee.toLowerCase(),
    starts_at: instantOf(company, entry.start).toString(),
    ends_at: instantOf(company, entry.end).toString(),
    zone: company.zone,
    wall_start: entry.start.toString(),
    state: 'confirmed',
    version: 1,
    code: entry.code,
    price_minor: entry.service.priceMinor,
    currency: 'EUR',
    source: 'console',
    confirmed_by: 'person',
    reference: entry.id,
    created_at: 'now',
  }
}

function historyRow(company_id: string, entry: Company['diary'][number]): Row {
  const { id: appointment_id } = entry
  return {
    id: crypto.randomUUID(),
    company_id,
    appointment_id,
    version: 1,
    to_state: 'confirmed',
    who: 'front desk',
    why: 'written into the diary',
    created_at: 'now',
  }
}

function segmentRow(company: Company, entry: Company['diary'][number]): Row {
  const until = entry.end.add({ minutes: entry.service.bufferMinutes })
  return {
    id: crypto.randomUUID(),
    company_id: company.id,
    resource_id: entry.staff.id,
    during: `[${instantOf(company, entry.start).toString()},${instantOf(company, until).toString()})`,
    active: true,
    appointment_id: entry.id,
  }
}
