import { Client } from 'pg'

import { inLanes } from '../chaos/lanes.ts'
import { FAMILY_SIZE, type FamilyOptions, playFamily } from './family.ts'

export type ManyOptions = Omit<FamilyOptions, 'client' | 'from' | 'to'> & {
  /** The owner of the database, whom row-level security does not bind. */
  ownerUrl: string
  seed: number
  count: number
  /** Companies that are called at the same time. */
  lanes: number
}

/** Plays `count` conversations from a seed on; those of one company one after the other, companies side by side. */
export async function playMany(options: ManyOptions): Promise<void> {
  const { seed, count, ownerUrl, lanes } = options
  const last = seed + count - 1
  const firstFamily = Math.floor(seed / FAMILY_SIZE)
  const families = Math.floor(last / FAMILY_SIZE) - firstFamily + 1
  const free: Client[] = []
  const all: Client[] = []
  try {
    await inLanes(families, lanes, async (index) => {
      const client = free.pop() ?? (await connect(ownerUrl))
      if (!all.includes(client)) all.push(client)
      const first = (firstFamily + index) * FAMILY_SIZE
      const from = Math.max(seed, first)
      await playFamily({ ...options, client, from, to: Math.min(last, first + FAMILY_SIZE - 1) })
      free.push(client)
    })
  } finally {
    await Promise.all(all.map((client) => client.end()))
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString })
  // A connection that ends fails the next query; it shall not end the run by itself.
  client.on('error', () => undefined)
  await client.connect()
  return client
}
