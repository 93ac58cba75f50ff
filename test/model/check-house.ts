import type { BookOutcome } from '../../src/appointments/outcomes.ts'
import { demand } from './disagreement.ts'
import type { RealHouse } from './real-house.ts'
import { MOST_HOLDS } from './reference.ts'

/** What a delivery of a booking request was told. */
export type Told = { readonly key: string; readonly outcome: BookOutcome }

/** What must never be, each told by the rows that are it. */
const forbidden: readonly { what: string; text: string }[] = [
  {
    what: 'somebody is taken twice at a time',
    text: `select a.id from segments a join segments b on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
      where a.company_id = $1 and a.active and b.active`,
  },
  {
    what: 'an appointment keeps no time',
    text: `select a.id from appointments a where a.company_id = $1 and a.state = 'confirmed' and not exists
      (select from segments s where s.appointment_id = a.id and s.active and s.resource_id = a.staff_id)`,
  },
  {
    what: 'a number has two customers',
    text: `select phone from customers where company_id = $1 and phone is not null group by phone having count(*) > 1`,
  },
  {
    what: 'a caller holds too much',
    text: `select caller from holds where company_id = $1 and state = 'live' and caller is not null
      group by caller having count(*) > ${MOST_HOLDS}`,
  },
  {
    what: 'a hold keeps time after it was used',
    text: `select h.id from holds h join segments s on s.hold_id = h.id and s.active
      where h.company_id = $1 and h.state <> 'live' and h.offer_id <> 'desk'`,
  },
  {
    what: 'a live hold keeps no time',
    text: `select h.id from holds h where h.company_id = $1 and h.state = 'live'
      and not exists (select from segments s where s.hold_id = h.id and s.active)`,
  },
  {
    what: 'an appointment has no effect, or more than one',
    text: `select a.id from appointments a left join effects e on e.appointment_id = a.id
      where a.company_id = $1 group by a.id having count(e.key) <> 1`,
  },
]

/** Looks at a house after a race: nothing that must never be, and everybody was told the truth. */
export async function checkHouse(
  real: RealHouse,
  { limit, told }: { limit: number; told: readonly Told[] },
): Promise<void> {
  for (const { what, text } of forbidden) {
    const { rows } = await real.owner.query<Record<string, unknown>>(text, [real.companyId])
    demand(rows.length === 0, what, rows)
  }
  const tooMany = await real.owner.query(
    `select customer_id from appointments where company_id = $1 and state = 'confirmed'
     group by customer_id having count(*) > $2`,
    [real.companyId, limit],
  )
  demand(tooMany.rows.length === 0, 'a customer has more appointments than allowed')
  const { rows } = await real.owner.query<{ id: string }>('select id from appointments where company_id = $1', [
    real.companyId,
  ])
  const made = new Set(rows.map((row) => row.id))
  for (const [key, outcomes] of Map.groupBy(told, (one) => one.key)) checkRequest(key, outcomes, made)
  const booked = new Set(told.flatMap(({ outcome }) => (outcome.kind === 'booked' ? [outcome.appointment.id] : [])))
  demand(booked.size === made.size, 'an appointment was made that nobody was told of', [...made])
}

/** Deliveries of one request that were told of an appointment were told of one and the same, and it is there. */
function checkRequest(key: string, told: readonly Told[], made: ReadonlySet<string>): void {
  const ids = new Set(told.flatMap(({ outcome }) => (outcome.kind === 'booked' ? [outcome.appointment.id] : [])))
  demand(ids.size <= 1, `deliveries of ${key} were told of different appointments`, [...ids])
  demand(ids.isSubsetOf(made), 'told of an appointment that is not there', key)
  const last = told.at(-1)?.outcome.kind
  const kinds = told.map(({ outcome }) => outcome.kind)
  demand(ids.size === 0 || last === 'booked', `a repeat of ${key} was refused what it has`, kinds)
}
