import type { Client } from 'pg'

import type { CivilDay } from './civil-day.ts'

/** A day on which the gateway and Postgres do not agree. */
export type Difference = {
  readonly zone: string
  readonly date: string
  readonly found: string
  readonly expected: string
}

/**
 * What Postgres finds: every minute of the day as an instant, asked for its wall time with "at time zone". A start is on
 * the grid, is the first of its wall time, and its last minute is still before the hours end; of hours that begin or end
 * within a doubled hour the first time counts, of those within the missing hour the moment of the leap.
 */
const startsByPostgres = `
  with asked as (
    select * from jsonb_to_recordset($1::jsonb) as day(
      id int, zone text, date date, from_minute int, to_minute int, grid_minutes int, duration_minutes int)
  ), minutes as (
    select asked.*, instant, instant at time zone zone as wall
    from asked, generate_series(
      (date::timestamp - interval '3 hours') at time zone zone,
      (date::timestamp + interval '27 hours') at time zone zone, interval '1 minute') as instant
  ), firsts as (
    select id, wall, min(instant) as instant from minutes group by id, wall
  ), edges as (
    select asked.id,
      min(instant) filter (where wall >= date::timestamp + make_interval(mins => from_minute)) as opens,
      min(instant) filter (where wall >= date::timestamp + make_interval(mins => to_minute)) as closes
    from asked join firsts on firsts.id = asked.id group by asked.id
  )
  select id, coalesce(string_agg((extract(epoch from instant) * 1000)::int8::text, ' ' order by instant), '') as starts
  from asked join edges using (id) left join firsts using (id)
  where wall::date = date and instant >= opens and instant + make_interval(mins => duration_minutes) <= closes
    and (extract(hour from wall) * 60 + extract(minute from wall))::int % grid_minutes = 0
  group by id order by id`

/** Compares many days at once: one question to the database for all of them. */
export async function compareOpenings(client: Client, days: readonly CivilDay[]): Promise<readonly Difference[]> {
  const asked = days.map((day, id) => ({
    id,
    zone: day.zone,
    date: day.date.toString(),
    from_minute: day.fromMinute,
    to_minute: day.toMinute,
    grid_minutes: day.gridMinutes,
    duration_minutes: day.durationMinutes,
  }))
  const { rows } = await client.query<{ id: number; starts: string }>(startsByPostgres, [JSON.stringify(asked)])
  const expected = new Map(rows.map((row) => [row.id, row.starts]))
  return days.flatMap((day, id) => {
    const found = day.startsMs.join(' ')
    // A day without any start has no row.
    const wanted = expected.get(id) ?? ''
    return found === wanted ? [] : [{ zone: day.zone, date: day.date.toString(), found, expected: wanted }]
  })
}
