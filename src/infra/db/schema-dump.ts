import { Client } from 'pg'

/** What a part of the dump holds: a heading and a query giving one text column `line`, in a stable order. */
type Part = { heading: string; query: string }

/** Objects an extension brought are that extension's; the queue's schema is its package's; kysely's tables are its own. */
const OURS = (catalog: string, alias: string, namespace: string) => `
  ${namespace} = 'public'::regnamespace
  and not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${alias}.oid and d.deptype = 'e')`
const OUR_TABLES = `${OURS('pg_class', 'c', 'c.relnamespace')} and c.relname not like 'kysely\\_%'`

/** Who may do what, as one line per grantee. */
const GRANTS = (acl: string) => `
  (select string_agg(format('%s to %s', privileges, grantee), '; ' order by grantee)
   from (select case when a.grantee = 0 then 'public' else a.grantee::regrole::text end as grantee,
                string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges
         from aclexplode(${acl}) a
         where a.grantee <> a.grantor group by 1) as by_grantee)`

const PARTS: Part[] = [
  {
    heading: 'extensions',
    query: `select extname as line from pg_extension where extname <> 'plpgsql' order by 1`,
  },
  {
    heading: 'types',
    query: `
      select format('%s: enum (%s)', t.typname, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as line
      from pg_type t join pg_enum e on e.enumtypid = t.oid
      where ${OURS('pg_type', 't', 't.typnamespace')} group by t.typname order by t.typname`,
  },
  {
    heading: 'tables',
    query: `
      select format('%s%s%s%s', c.relname,
        case when c.relkind = 'v' then ' (view)' when c.relkind = 'm' then ' (materialized view)' when c.relkind = 'S' then ' (sequence)' else '' end,
        case when c.relforcerowsecurity and c.relrowsecurity then ', row-level security forced'
             when c.relrowsecurity then ', row-level security' else '' end,
        ', granted: ' || ${GRANTS('c.relacl')}) as line
      from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${OUR_TABLES} order by c.relname`,
  },
  {
    heading: 'columns',
    query: `
      select format('%s.%s %s%s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then ' not null' else '' end,
        case when a.attidentity <> '' then ' identity' else '' end,
        case when a.attgenerated <> '' then ' generated ' when d.adbin is not null then ' default ' else '' end
          || coalesce(pg_get_expr(d.adbin, d.adrelid), ''),
        ', granted: ' || ${GRANTS('a.attacl')}) as line
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relkind in ('r', 'p', 'v', 'm') and ${OUR_TABLES} order by c.relname, a.attnum`,
  },
  {
    // Newer servers list "not null" among the constraints as well; the columns say it already.
    heading: 'constraints',
    query: `
      select format('%s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype <> 'n' and ${OUR_TABLES} order by c.relname, k.conname`,
  },
  {
    heading: 'indexes',
    query: `
      select pg_get_indexdef(i.indexrelid) as line
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      where ${OUR_TABLES} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype <> 'f')
      order by c.relname, x.relname`,
  },
  {
    heading: 'policies',
    query: `
      select format('%s.%s %s for %s to %s using %s%s', tablename, policyname, lower(permissive), lower(cmd),
        array_to_string(roles, ', '), coalesce(qual, '-'), ' with check ' || with_check) as line
      from pg_policies where schemaname = 'public' order by tablename, policyname`,
  },
  {
    heading: 'triggers',
    query: `
      select format('%s [%s]', pg_get_triggerdef(t.oid), t.tgenabled) as line
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and ${OUR_TABLES} order by c.relname, t.tgname`,
  },
  {
    heading: 'functions',
    query: `
      select format(E'%s\\n-- owned by %s%s', rtrim(pg_get_functiondef(p.oid)),
        case when p.proowner = (select datdba from pg_database where datname = current_database()) then 'the owner'
             else p.proowner::regrole::text end,
        ', granted: ' || ${GRANTS('p.proacl')}) as line
      from pg_proc p where p.prokind in ('f', 'p') and ${OURS('pg_proc', 'p', 'p.pronamespace')}
      order by p.proname, pg_get_function_identity_arguments(p.oid)`,
  },
]

/**
 * The schema behind `url` as text: the same for the same schema, whoever owns it and whatever made it. For reading in
 * review and for comparing; not to be run.
 */
export async function schemaDump(url: string): Promise<string> {
  const client = new Client({
    connectionString: url,
    statement_timeout: 30_000,
    application_name: 'ringbook schema dump',
  })
  await client.connect()
  try {
    // Names are then written as the migrations write them, without the schema's.
    await client.query('set search_path = public, pg_catalog')
    const sections: string[] = []
    for (const { heading, query } of PARTS) {
      const { rows } = await client.query<{ line: string }>(query)
      sections.push([`-- ${heading}`, ...rows.map((row) => row.line)].join('\n'))
    }
    return `-- Written by script/schema-dump from the migrations. Read it in review; never edit it.\n\n${sections.join('\n\n')}\n`
  } finally {
    await client.end()
  }
}
