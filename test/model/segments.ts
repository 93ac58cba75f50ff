import { demand } from './disagreement.ts'
import type { RealHouse } from './real-house.ts'
import type { Reference } from './reference.ts'

type Row = { owner: string; resource_id: string; start_ms: string; end_ms: string }

/** Everything that is active in the house is what the reference says, to the millisecond, and nothing overlaps. */
export async function compareSegments(reference: Reference, real: RealHouse): Promise<void> {
  const { rows } = await real.owner.query<Row>(
    `select coalesce(s.appointment_id::text, 'call ' || h.call_id) as owner, s.resource_id,
       (extract(epoch from lower(s.during)) * 1000)::int8::text as start_ms,
       (extract(epoch from upper(s.during)) * 1000)::int8::text as end_ms
     from segments s left join holds h on h.id = s.hold_id where s.company_id = $1 and s.active`,
    [real.companyId],
  )
  const found = rows.map((row) => [row.owner, row.resource_id, row.start_ms, row.end_ms].join(' ')).toSorted()
  const expected = expectedSegments(reference, real).toSorted()
  demand(found.join('\n') === expected.join('\n'), 'what is active differs', { found, expected })
  const twice = await real.owner.query(
    `select 1 from segments a join segments b on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
     where a.company_id = $1 and a.active and b.active limit 1`,
    [real.companyId],
  )
  demand(twice.rows.length === 0, 'somebody is taken twice at a time')
}

function expectedSegments(reference: Reference, real: RealHouse): readonly string[] {
  const held = reference.holds.flatMap(({ call, staff, kept }) =>
    kept.map((piece) => ({ owner: `call ${real.calls[call]?.id ?? ''}`, staff, kept: piece })),
  )
  const booked = reference.appointments
    .filter((appointment) => appointment.isOpen)
    .flatMap((appointment) => appointment.segments.map((segment) => ({ owner: appointment.id, ...segment })))
  return [...held, ...booked].map(({ owner, staff, kept }) =>
    [owner, real.staffIds[staff] ?? '', kept.startMs, kept.endMs].join(' '),
  )
}
