import { Client } from 'pg'

import { SOCKET_PORT } from './postgres-files.ts'

/** The address of a database behind a socket. */
export function socketUrl(directory: string, user: string, database: string): string {
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(directory)}&port=${SOCKET_PORT}`
}

/** Makes the database and the app's login once. The login inherits nothing: it must become ringbook_app to do anything. */
export async function prepareDatabase(socket: string): Promise<void> {
  await askOwner(socket, 'postgres', async (client) => {
    const { rows } = await client.query<{ ready: boolean }>(
      "select exists (select from pg_database where datname = 'ringbook') and exists (select from pg_roles where rolname = 'ringbook_login') as ready",
    )
    if (rows[0]?.ready) return
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'ringbook_app') then create role ringbook_app nologin; end if;
        if not exists (select from pg_roles where rolname = 'ringbook_login') then create role ringbook_login login noinherit; end if;
        grant ringbook_app to ringbook_login;
      end $$`)
    const found = await client.query("select from pg_database where datname = 'ringbook'")
    if (found.rowCount === 0) await client.query('create database ringbook')
  })
}

/** One short conversation with the server as its owner. @throws what connecting or `ask` throws */
export async function askOwner<T>(socket: string, database: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: socketUrl(socket, 'ringbook_owner', database),
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
    application_name: 'ringbook supervisor',
  })
  // A server that goes away between two answers is reported by the query that meets it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await ask(client)
  } finally {
    await client.end()
  }
}
