import { Client } from 'pg'

/** Asks as the owner of the database, whom row-level security does not bind. For a program that runs without vitest. */
export async function queryAsOwner<Row>(ownerUrl: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Row[]
  } finally {
    await client.end()
  }
}
