import type { Client } from 'pg'

import type { Rule, Violation } from './violation.ts'

/** States in which an appointment takes up time. */
export const OPEN_STATES = `('booking', 'confirmed', 'unknown', 'pending_approval', 'moving', 'cancelling')`

/** Each gives one row per violation, told in its one column. */
const queries: readonly { rule: Rule; text: string }[] = [
  {
    rule: 'overlap',
    text: `select format('segments %s and %s of resource %s', a.id, b.id, a.resource_id) as detail
      from segments a join segments b on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
      where a.active and b.active`,
  },
  {
    rule: 'overlap',
    text: `select format('appointments %s and %s of %s', a.id, b.id, a.staff_id) as detail
      from appointments a join appointments b on a.staff_id = b.staff_id and a.id < b.id
        and a.starts_at < b.ends_at and b.starts_at < a.ends_at
      where a.state in ${OPEN_STATES} and b.state in ${OPEN_STATES}`,
  },
  {
    rule: 'kept_time',
    text: `select format('appointment %s (%s) keeps no time of %s', a.id, a.state, a.staff_id) as detail
      from appointments a
      where a.state in ${OPEN_STATES} and not exists (select from segments s
        where s.appointment_id = a.id and s.active and s.resource_id = a.staff_id
          and s.during @> tstzrange(a.starts_at, a.ends_at))`,
  },
  {
    rule: 'kept_time',
    text: `select format('segment %s is kept for nothing', s.id) as detail
      from segments s left join appointments a on a.id = s.appointment_id left join holds h on h.id = s.hold_id
      where s.active and not coalesce(a.state in ${OPEN_STATES}, h.state = 'live', false)`,
  },
  {
    rule: 'kept_time',
    text: `select format('appointment %s keeps %s, which is not its time', a.id, s.during) as detail
      from appointments a join segments s on s.appointment_id = a.id and s.active
      where a.state = 'confirmed' and not s.during && tstzrange(a.starts_at, a.ends_at)`,
  },
  {
    rule: 'crossed_company',
    text: `select format('segment %s of %s is on a resource of %s', s.id, s.company_id, r.company_id) as detail
      from segments s left join staff r on r.id = s.resource_id where r.company_id is distinct from s.company_id`,
  },
  {
    rule: 'crossed_company',
    text: `select format('appointment %s of %s has parts of another company', a.id, a.company_id) as detail
      from appointments a left join staff s on s.id = a.staff_id left join customers c on c.id = a.customer_id
        left join services v on v.id = a.service_id left join branches b on b.id = a.branch_id
        left join calls k on k.id = a.call_id
      where s.company_id is distinct from a.company_id or c.company_id is distinct from a.company_id
        or v.company_id is distinct from a.company_id or b.company_id is distinct from a.company_id
        or k.company_id <> a.company_id`,
  },
  {
    rule: 'history',
    text: `select format('appointment %s is %s at version %s, its history says %s', a.id, a.state, a.version,
        coalesce(h.told, 'nothing')) as detail
      from appointments a left join lateral (
        select string_agg(format('%s:%s', version, to_state), ' ' order by version) as told, count(*) as rows,
          max(version) as last, (array_agg(to_state order by version desc))[1] as state
        from appointment_history where appointment_id = a.id) h on true
      where a.source = 'phone' and (h.rows is distinct from a.version or h.last is distinct from a.version
        or h.state is distinct from a.state)`,
  },
  {
    rule: 'hold_outlived',
    // Retired every minute; a second minute for a job that failed once.
    text: `select format('hold %s ran out at %s', id, expires_at) as detail
      from holds where state = 'live' and expires_at < now() - interval '2 minutes'`,
  },
  {
    rule: 'queue',
    // A job of a process that was killed is taken up again after its own time and the queue's next look, each a minute.
    text: `select format('job %s of %s is %s since %s', id, name, state, start_after) as detail
      from pgboss.job where state in ('created', 'retry', 'active') and name not like '%-dead'
        and name not like '\\_\\_pgboss%'
        and greatest(start_after, started_on) + expire_seconds * interval '1 second' < now() - interval '2 minutes'`,
  },
  {
    rule: 'queue',
    text: `select format('job %s ended in %s', id, name) as detail from pgboss.job where name like '%-dead'`,
  },
]

/** What is wrong with the database, whatever anybody was told. */
export async function checkRecords(client: Client): Promise<readonly Violation[]> {
  const violations: Violation[] = []
  for (const { rule, text } of queries) {
    const { rows } = await client.query<{ detail: string }>(text)
    violations.push(...rows.map(({ detail }) => ({ rule, detail })))
  }
  return violations
}
