import { type Selectable, type Transaction, sql } from 'kysely'

import { agreedEffectKey } from '../appointments/book-agreed.ts'
import { hotRead } from '../infra/db/hot-read.ts'
import type { AppointmentState, Database } from '../infra/db/tables.ts'
import type { Language } from '../speech/language.ts'
import type { AppointmentChange } from './what-follows.ts'

/** A change that may be worth a message, noted by the database in the transaction that made it. */
export type Occasion =
  | ({
      readonly what: 'appointment'
      readonly position: number
      readonly appointmentId: string
      readonly version: number
    } & AppointmentChange)
  | {
      readonly what: 'task'
      readonly position: number
      readonly taskId: string
      readonly fromState: string | null
      readonly toState: string
    }

/** At once: a transaction that holds a hundred rows is over before anybody waits for it. */
const MOST_AT_ONCE = 100

// the oldest of a company (message_occasions_company); an array, as a subquery may be asked again for each row it is joined to
const takeOldest = hotRead('take occasions', (db, of: { companyId: string }) => ({
  compile: () =>
    sql<Selectable<Database['message_occasions']>>`
      delete from message_occasions where company_id = ${of.companyId} and position = any(array(
        select position from message_occasions where company_id = ${of.companyId}
        order by position limit ${sql.lit(MOST_AT_ONCE)} for update skip locked))
      returning *`.compile(db),
}))

/**
 * Takes the oldest occasions of a company, which are gone with the transaction that tells of them. Two workers share them out.
 */
export async function takeOccasions(
  tx: Transaction<Database>,
  companyId: string,
): Promise<{ occasions: readonly Occasion[]; mayBeMore: boolean }> {
  const rows = await takeOldest(tx, { companyId })
  const occasions = rows
    .toSorted((one, other) => one.position - other.position)
    .flatMap((row): Occasion[] => {
      const { position, appointment_id: appointmentId, task_id: taskId } = row
      if (taskId !== null) {
        return [{ what: 'task', position, taskId, fromState: row.from_state, toState: row.to_state }]
      }
      if (appointmentId === null) return []
      return [
        {
          what: 'appointment',
          position,
          appointmentId,
          version: row.version ?? 0,
          // Ours, written by a trigger out of the column itself.
          fromState: row.from_state as AppointmentState | null,
          toState: row.to_state as AppointmentState,
          isMoved: row.is_moved,
          wasUnknown: row.was_unknown,
        },
      ]
    })
  return { occasions, mayBeMore: rows.length >= MOST_AT_ONCE }
}

/** Whom an appointment concerns, and who changed it. */
export type Addressee = {
  readonly appointmentId: string
  readonly customerId: string
  readonly branchId: string
  readonly callId: string | null
  readonly startsAt: Temporal.Instant
  readonly phone: string | null
  readonly email: string | null
  readonly language: Language | null
  /** It was agreed to in a call that broke off, and booked when that was over. */
  readonly isBookedAfterCall: boolean
  /** By version: who made the change that led to it. */
  readonly changedBy: ReadonlyMap<number, string>
}

type Some = { companyId: string; ids: readonly string[] }

// appointments with their customers and calls (primary keys)
const readConcerned = hotRead('whom appointments concern', (db, of: Some) =>
  db
    .selectFrom('appointments as a')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.company_id', '=', 'a.company_id').onRef('c.id', '=', 'a.customer_id'),
    )
    .leftJoin('calls', (join) =>
      join.onRef('calls.company_id', '=', 'a.company_id').onRef('calls.id', '=', 'a.call_id'),
    )
    .select(['a.id', 'a.customer_id', 'a.branch_id', 'a.call_id', 'a.starts_at', 'c.phone', 'c.email'])
    .select(sql<Language | null>`coalesce(c.language, calls.language)`.as('language'))
    // the effect of its call (primary key)
    .select(
      sql<boolean>`exists (select from effects e where e.company_id = a.company_id
        and e.key = ${agreedEffectKey('')}::text || a.call_id and e.appointment_id = a.id)`.as('is_booked_after_call'),
    )
    .where('a.company_id', '=', of.companyId)
    .where(sql<boolean>`a.id = any((select ${of.ids}::uuid[])::uuid[])`),
)

// the history of appointments (by version)
const readWho = hotRead('who changed appointments', (db, of: Some) =>
  db
    .selectFrom('appointment_history')
    .select(['appointment_id', 'version', 'who'])
    .where('company_id', '=', of.companyId)
    .where(sql<boolean>`appointment_id = any((select ${of.ids}::uuid[])::uuid[])`),
)

/** The customers of these appointments, by appointment. */
export async function readAddressees(
  tx: Transaction<Database>,
  companyId: string,
  appointmentIds: readonly string[],
): Promise<ReadonlyMap<string, Addressee>> {
  if (appointmentIds.length === 0) return new Map()
  const ids = [...new Set(appointmentIds)]
  const [rows, history] = await Promise.all([readConcerned(tx, { companyId, ids }), readWho(tx, { companyId, ids })])
  return new Map(
    rows.map((row) => [
      row.id,
      {
        appointmentId: row.id,
        customerId: row.customer_id,
        branchId: row.branch_id,
        callId: row.call_id,
        startsAt: row.starts_at,
        phone: row.phone,
        email: row.email,
        language: row.language,
        isBookedAfterCall: row.is_booked_after_call,
        changedBy: new Map(
          history.filter((one) => one.appointment_id === row.id).map(({ version, who }) => [version, who]),
        ),
      },
    ]),
  )
}

/** A task as its notices need it. */
export type NoticedTask = {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly phone: string | null
  readonly email: string | null
  readonly language: Language | null
  readonly callId: string | null
  readonly customerId: string | null
  readonly dueAt: Temporal.Instant
}

/** These tasks with whom they concern (primary keys), by id. */
export async function readNoticedTasks(
  tx: Transaction<Database>,
  companyId: string,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, NoticedTask>> {
  if (taskIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('tasks as t')
    .leftJoin('customers as c', (join) =>
      join.onRef('c.company_id', '=', 't.company_id').onRef('c.id', '=', 't.customer_id'),
    )
    .leftJoin('calls', (join) =>
      join.onRef('calls.company_id', '=', 't.company_id').onRef('calls.id', '=', 't.call_id'),
    )
    .select(['t.id', 't.kind', 't.state', 't.phone', 't.call_id', 't.customer_id', 't.due_at', 'c.email'])
    .select(sql<Language | null>`coalesce(c.language, calls.language)`.as('language'))
    .where('t.company_id', '=', companyId)
    .where('t.id', 'in', [...new Set(taskIds)])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        kind: row.kind,
        state: row.state,
        phone: row.phone,
        email: row.email,
        language: row.language,
        callId: row.call_id,
        customerId: row.customer_id,
        dueAt: row.due_at,
      },
    ]),
  )
}
