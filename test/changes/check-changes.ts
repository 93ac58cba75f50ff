import type { CancelOutcome, MoveOutcome } from '../../src/appointments/change-outcomes.ts'
import { demand } from '../model/disagreement.ts'
import type { RealHouse } from '../model/real-house.ts'

/** What a delivery of a request to change an appointment was told. */
export type ToldChange = { readonly key: string; readonly appointmentId: string } & (
  | { readonly change: 'cancel'; readonly outcome: CancelOutcome }
  | { readonly change: 'move'; readonly outcome: MoveOutcome }
)

/** What must never be, each told by the rows that are it. */
const forbidden: readonly { what: string; text: string }[] = [
  {
    what: 'somebody is taken twice at a time',
    text: `select a.id from segments a join segments b
      on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during
      where a.company_id = $1 and a.active and b.active`,
  },
  {
    what: 'an appointment keeps another time than its own',
    text: `select a.id from appointments a where a.company_id = $1 and a.state = 'confirmed' and (
      select array_agg(row(s.resource_id, s.during)::text) from segments s where s.appointment_id = a.id and s.active
    ) is distinct from array[row(a.staff_id, tstzrange(a.starts_at, a.ends_at))::text]`,
  },
  {
    what: 'a cancelled appointment keeps time',
    text: `select a.id from appointments a join segments s on s.appointment_id = a.id and s.active
      where a.company_id = $1 and a.state = 'cancelled'`,
  },
  {
    what: 'an appointment that is being changed has let go of its time',
    text: `select a.id from appointments a where a.company_id = $1 and a.state in ('moving', 'cancelling') and not
      (select coalesce(range_agg(s.during), '{}') from segments s where s.appointment_id = a.id and s.active
        and s.resource_id = a.staff_id) @> tstzrange(a.starts_at, a.ends_at)`,
  },
  {
    what: 'an appointment that is moving does not keep the time it moves to',
    text: `select a.id from appointments a join pending_changes p on p.appointment_id = a.id and p.kind = 'move'
      where a.company_id = $1 and not
      (select coalesce(range_agg(s.during), '{}') from segments s where s.appointment_id = a.id and s.active
        and s.resource_id = p.staff_id) @> tstzrange(p.starts_at, p.ends_at)`,
  },
  {
    what: 'a change is under way of which the appointment knows nothing, or the other way round',
    text: `select a.id from appointments a full join pending_changes p on p.appointment_id = a.id
      where coalesce(a.company_id, p.company_id) = $1
        and (p.kind is null) <> (a.state is null or a.state not in ('moving', 'cancelling'))`,
  },
  {
    what: 'the history does not lead to what the appointment is',
    text: `select a.id from appointments a where a.company_id = $1 and (
      (select array_agg(h.version order by h.version) from appointment_history h where h.appointment_id = a.id)
        is distinct from array(select generate_series(1, a.version))
      or exists (select from appointment_history h left join appointment_history before
        on before.appointment_id = h.appointment_id and before.version = h.version - 1
        where h.appointment_id = a.id and h.from_state is distinct from before.to_state)
      or (select h.to_state from appointment_history h where h.appointment_id = a.id and h.version = a.version)
        is distinct from a.state)`,
  },
  {
    what: 'an end state was left',
    text: `select appointment_id from appointment_history where company_id = $1
      and from_state in ('cancelled', 'failed', 'rejected', 'completed', 'no_show')`,
  },
  {
    what: 'a live hold keeps no time',
    text: `select h.id from holds h where h.company_id = $1 and h.state = 'live'
      and not exists (select from segments s where s.hold_id = h.id and s.active)`,
  },
]

type Row = { id: string; state: string; starts_at: Temporal.Instant; moves: number; move_count: number }

/** Looks at a house after its appointments were changed: there is nothing that must never be. */
export async function checkRows(real: RealHouse): Promise<void> {
  for (const { what, text } of forbidden) {
    const { rows } = await real.owner.query<Record<string, unknown>>(text, [real.companyId])
    demand(rows.length === 0, what, rows)
  }
}

/** The same, and everybody was told the truth; `told` is all that was told of changes. */
export async function checkChanges(real: RealHouse, told: readonly ToldChange[]): Promise<void> {
  await checkRows(real)
  const { rows } = await real.owner.query<Row>(
    `select id, state, starts_at, move_count, (select count(*)::int from appointment_history h
       where h.appointment_id = a.id and (h.why like 'moved from%' and a.calendar_reference is null
         or h.why = 'the calendar moved it')) as moves
     from appointments a where company_id = $1`,
    [real.companyId],
  )
  for (const row of rows) {
    demand(row.moves === row.move_count, 'moves were not counted as they happened', row)
    checkAppointment(
      row,
      told.filter((one) => one.appointmentId === row.id),
    )
  }
}

/** Told to be cancelled exactly when it is, and moved as often as requests were told so. */
function checkAppointment(row: Row, told: readonly ToldChange[]): void {
  const cancelled = told.some(({ outcome }) => outcome.kind === 'cancelled' || outcome.kind === 'already_cancelled')
  if (cancelled) demand(row.state === 'cancelled', 'told to be cancelled, and it is not', row)
  const moved = new Set(told.filter(({ outcome }) => outcome.kind === 'moved').map(({ key }) => key))
  demand(moved.size === row.move_count, 'another number of moves was told than were made', { row, moved: [...moved] })
  const isUnsure = told.some(({ outcome }) => outcome.kind === 'unconfirmed')
  if (row.state === 'cancelled' && !isUnsure) demand(cancelled, 'cancelled, and nobody was told', row)
}
