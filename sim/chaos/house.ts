import { Client } from 'pg'

/** A company made for a run, with everything a caller must know of it. */
export type House = {
  slug: string
  /** E.164; what callers dial. */
  number: string
  agentId: string
  service: string
  /** One of the company's, for wishes by name. */
  staffNames: readonly string[]
}

export type HouseOptions = {
  slug: string
  number: string
  staffCount: number
  /** Minutes. */
  duration: number
  /** Minutes between two starts. */
  grid?: number
  /** Minutes of the day the doors open and close, every day of the week. */
  opens?: number
  closes?: number
}

const FIRST_NAMES = ['Anna', 'Bert', 'Clara', 'David', 'Elif', 'Frank', 'Greta', 'Hakan', 'Ines', 'Jonas'] as const
const LAST_NAMES = ['Abel', 'Busch', 'Conrad', 'Demir', 'Ernst', 'Falk', 'Gruber', 'Haas', 'Imhof', 'Jung'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
/** Most of two years: a run may use a day per round. */
const HORIZON_DAYS = 700
/** Nobody shall be refused for what the run itself piles up. */
const MOST_OPEN_APPOINTMENTS = 1_000

/**
 * Makes a company in the database a gateway has already prepared, answered for by the workspace called "default". One
 * service that everybody does, the same hours every day, no holidays.
 *
 * @throws what the database says, e.g. to a slug or a number that is taken
 */
export async function buildHouse(ownerUrl: string, options: HouseOptions): Promise<House> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    const house = await insertHouse(client, options)
    await client.query('commit')
    return house
  } finally {
    await client.end()
  }
}

async function insertHouse(client: Client, options: HouseOptions): Promise<House> {
  const { slug, number } = options
  const [companyId, branchId] = [crypto.randomUUID(), crypto.randomUUID()]
  const agentId = `agent_${slug}`
  await client.query(
    `insert into companies (id, slug, name, zone, languages) values ($1, $2, $3, 'Europe/Berlin', '{de,en}')`,
    [companyId, slug, `Praxis ${slug}`],
  )
  await client.query(
    `insert into branches (id, company_id, name, closed_on_holidays) values ($1, $2, 'Hauptstraße', false)`,
    [branchId, companyId],
  )
  await client.query(
    `insert into branch_hours (company_id, branch_id, weekday, opens_minute, closes_minute)
     select $1, $2, weekday, $4, $5 from unnest($3::int[]) as weekday`,
    [companyId, branchId, WEEKDAYS, options.opens ?? 8 * 60, options.closes ?? 20 * 60],
  )
  await client.query(
    `insert into booking_rules (id, company_id, minimum_notice_minutes, horizon_days, slot_grid_minutes, max_open_appointments)
     values ($1, $2, 0, $3, $4, $5)`,
    [crypto.randomUUID(), companyId, HORIZON_DAYS, options.grid ?? options.duration, MOST_OPEN_APPOINTMENTS],
  )
  await insertLine(client, companyId, { number, agentId })
  const staffNames = await insertStaff(client, companyId, branchId, options)
  return { slug, number, agentId, service: 'Beratung', staffNames }
}

async function insertLine(client: Client, companyId: string, line: { number: string; agentId: string }): Promise<void> {
  const workspace = `(select id from workspaces where name = 'default')`
  await client.query(
    `insert into phone_numbers (id, company_id, workspace_id, number) values ($1, $2, ${workspace}, $3)`,
    [crypto.randomUUID(), companyId, line.number],
  )
  await client.query(
    `insert into agents (id, company_id, workspace_id, retell_agent_id, language) values ($1, $2, ${workspace}, $3, 'de')`,
    [crypto.randomUUID(), companyId, line.agentId],
  )
}

async function insertStaff(
  client: Client,
  companyId: string,
  branchId: string,
  options: HouseOptions,
): Promise<readonly string[]> {
  const serviceId = crypto.randomUUID()
  await client.query(
    `insert into services (id, company_id, name, duration_minutes, is_default) values ($1, $2, 'Beratung', $3, true)`,
    [serviceId, companyId, options.duration],
  )
  const names: string[] = []
  for (let position = 0; position < options.staffCount; position++) {
    const first = FIRST_NAMES[position % FIRST_NAMES.length] ?? 'Anna'
    const last = LAST_NAMES[(position + Math.floor(position / FIRST_NAMES.length)) % LAST_NAMES.length] ?? 'Abel'
    const staffId = crypto.randomUUID()
    await client.query(
      `insert into staff (id, company_id, branch_id, first_name, last_name, folded_name, first_name_cologne,
         last_name_cologne, last_name_soundex, last_name_metaphone, position)
       values ($1, $2, $3, $4, $5, lower($4 || ' ' || $5), '', '', '', '', $6)`,
      [staffId, companyId, branchId, first, last, position],
    )
    await client.query(
      `insert into staff_hours (company_id, staff_id, weekday, starts_minute, ends_minute)
       select $1, $2, weekday, $4, $5 from unnest($3::int[]) as weekday`,
      [companyId, staffId, WEEKDAYS, options.opens ?? 8 * 60, options.closes ?? 20 * 60],
    )
    await client.query(`insert into service_staff (company_id, service_id, staff_id) values ($1, $2, $3)`, [
      companyId,
      serviceId,
      staffId,
    ])
    names.push(`${first} ${last}`)
  }
  return names
}
