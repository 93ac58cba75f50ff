import { type Kysely, sql } from 'kysely'

/** For what is owed to a company's customers although it is served no longer: that their data is deleted in time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function all_companies() returns table (id uuid)
    language sql stable security definer set search_path = pg_catalog, public as $$
      select c.id from companies c order by c.slug
    $$`.execute(db)
  await sql`grant create on schema public to ringbook_routing`.execute(db)
  await sql`alter function all_companies() owner to ringbook_routing`.execute(db)
  await sql`revoke all on function all_companies() from public`.execute(db)
  await sql`grant execute on function all_companies() to ringbook_app`.execute(db)
  await sql`revoke create on schema public from ringbook_routing`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function all_companies`.execute(db)
}
