import { type Kysely, sql } from 'kysely'

/** Services in which whoever does them is free for a while, and appointments of several services. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Minutes from the start in which the staff member is free. A service begins and ends with the customer.
  await sql`
    alter table services
      add column gaps int4multirange not null default '{}',
      add check (gaps <@ int4multirange(int4range(1, greatest(duration_minutes - 1, 1))))`.execute(db)

  // What follows the first service of a visit, in order, and who does it.
  for (const table of ['offers', 'appointments']) {
    await sql`
      alter table ${sql.table(table)}
        add column further_service_ids uuid[] not null default '{}',
        add column further_staff_ids uuid[] not null default '{}',
        add check (cardinality(further_service_ids) = cardinality(further_staff_ids) and cardinality(further_service_ids) <= 3)`.execute(
      db,
    )
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['appointments', 'offers']) {
    await sql`alter table ${sql.table(table)} drop column further_staff_ids, drop column further_service_ids`.execute(
      db,
    )
  }
  await sql`alter table services drop column gaps`.execute(db)
}
