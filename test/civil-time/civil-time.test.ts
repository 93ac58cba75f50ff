import { Client } from 'pg'
import { expect, test } from 'vitest'

import { createTestDatabase } from '../harness/database.ts'
import { compareMany } from './compare-many.ts'

test('openings and sentences are at the wall times Postgres shows, on all days the clocks change and many others', async () => {
  const { ownerUrl } = await createTestDatabase({ empty: true })
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const compared = await compareMany(client, 20_000, 20_260_329)
    expect(compared.differences.slice(0, 3)).toEqual([])
    expect(compared.starts + compared.sentences).toBeGreaterThanOrEqual(20_000)
  } finally {
    await client.end()
  }
})
