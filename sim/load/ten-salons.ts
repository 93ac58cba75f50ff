import { createHash } from 'node:crypto'

import type { Client } from 'pg'

/** Who answers when one of the salons is called. */
export type Salon = { agentId: string; number: string }

/** What the demo's salon consists of, in an order in which every row finds those it refers to. */
const TABLES = [
  'companies',
  'branches',
  'branch_hours',
  'phone_numbers',
  'agents',
  'staff',
  'staff_hours',
  'time_off',
  'categories',
  'services',
  'service_staff',
  'booking_rules',
  'customers',
  'appointments',
  'appointment_history',
  'segments',
] as const

const DEMO: Salon = { agentId: 'agent_demo_de', number: '+493023125001' }
/** Ten companies share the load: nobody's front desk is called two hundred times a second. */
const COPIES = 9

/**
 * Copies the demo company with its diary until there are ten, each with ids, numbers and agents of its own.
 *
 * @throws what the database says, e.g. to a copy that is there already
 */
export async function openTenSalons(client: Client): Promise<readonly Salon[]> {
  const salons = [DEMO]
  for (let copy = 1; copy <= COPIES; copy++) salons.push(await copyDemo(client, copy))
  // Plans are made by what is in the tables, which has just grown tenfold.
  await client.query('analyze')
  return salons
}

async function copyDemo(client: Client, copy: number): Promise<Salon> {
  const { rows: shared } = await client.query<{ id: string }>('select id from workspaces')
  const kept = new Set(shared.map(({ id }) => id))
  const ofCopy = (text: string) =>
    text
      .replaceAll(UUID, (id) => (kept.has(id) ? id : copiedId(id, copy)))
      .replaceAll('agent_demo_', `agent_demo${copy}_`)
      .replaceAll('+4930231250', `+493023${String(126 + copy)}0`)
      .replaceAll('"slug":"demo"', `"slug":"demo${copy}"`)
  await client.query('begin')
  for (const table of TABLES) {
    const column = table === 'companies' ? 'id' : 'company_id'
    const { rows } = await client.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where ${column} = (select id from companies where slug = 'demo')`,
    )
    const copies = rows.map(({ row }) => ofCopy(row.replaceAll('": ', '":')))
    const columns = await writableColumns(client, table)
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [`[${copies.join(',')}]`],
    )
  }
  // Nobody of this diary waits for a message.
  await client.query('delete from message_occasions')
  await client.query('commit')
  return { agentId: ofCopy(DEMO.agentId), number: ofCopy(DEMO.number) }
}

/** Without those the database computes. */
async function writableColumns(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g

/** The same id for the same row in every table that names it; with the marks of a random one (RFC 9562 § 5.4). */
function copiedId(id: string, copy: number): string {
  const digits = createHash('sha256').update(`${id} ${copy}`).digest('hex')
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(12, 15)}`, `8${digits.slice(15, 18)}`]
  return [...parts, digits.slice(18, 30)].join('-')
}
