import { sql } from 'kysely'

import { loadCatalog } from '../catalog/store.ts'
import { loadCompany } from '../companies/store.ts'
import type { Clock } from '../infra/clock.ts'
import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { deepFreeze } from '../infra/deep-freeze.ts'
import { loadStaff } from '../staff/store.ts'
import type { House } from './house.ts'

/** The houses of an installation, as far as they were asked for lately. */
export type Houses = {
  /**
   * The house of a company as `tx` sees it; undefined when there is no such company. One small read when it has not changed.
   */
  get(tx: Executor, companyId: string): Promise<House | undefined>
}

/** A large house is about a megabyte; five hundred large ones still fit a small machine. */
const HOUSES_KEPT = 500
/** Somebody who writes all the time must not keep a caller waiting: after this the house is used as it was read. */
const MOST_LOADS = 3

type Stamp = { readonly version: number; readonly key: string }

/** What was read, and whether nothing had changed when the reading was done. */
type Loaded = { house: House | undefined; after: Stamp | undefined; isCurrent: boolean }

// The version alone is not enough: one that was counted up and rolled back is counted up again for another change. The
// transaction that wrote the row tells the two apart.
const readStamp = hotRead('facts version', (db, company: { id: string }) =>
  db
    .selectFrom('companies')
    .select(['facts_version', sql<string>`xmin::text`.as('written_by')])
    .where('id', '=', company.id),
)

/** Keeps what was read of each company until its facts change; the least lately asked for goes when there are too many. */
export function createHouses(deps: { clock: Clock; capacity?: number }): Houses {
  const capacity = deps.capacity ?? HOUSES_KEPT
  const kept = new Map<string, { key: string; house: House }>()
  const flights = new Map<string, Promise<Loaded>>()

  async function load(tx: Executor, companyId: string, stamp: Stamp): Promise<Loaded> {
    const flightKey = `${companyId} ${stamp.key}`
    const flight = flights.get(flightKey)
    // A flight fails with the transaction it runs in: whoever only came along tries in their own.
    if (flight !== undefined) return await flight.catch(() => loadAndKeep(tx, companyId, stamp))
    const started = loadAndKeep(tx, companyId, stamp)
    flights.set(flightKey, started)
    try {
      return await started
    } finally {
      flights.delete(flightKey)
    }
  }

  /** Each read sees the database as of its own moment: a change between them would leave a house half old. */
  async function loadAndKeep(tx: Executor, companyId: string, stamp: Stamp): Promise<Loaded> {
    const house = await loadHouse(tx, companyId, stamp, deps.clock)
    const after = await stampOf(tx, companyId)
    const isCurrent = house !== undefined && after?.key === stamp.key
    // Kept before the flight is over: who asks in between must find one or the other.
    if (isCurrent) keep(companyId, stamp.key, house)
    return { house, after, isCurrent }
  }

  function keep(companyId: string, key: string, house: House): void {
    kept.delete(companyId)
    kept.set(companyId, { key, house })
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break
      kept.delete(oldest)
    }
  }

  return {
    async get(tx, companyId) {
      let stamp = await stampOf(tx, companyId)
      for (let loads = 1; stamp !== undefined; loads += 1) {
        const known = kept.get(companyId)
        if (known?.key === stamp.key) {
          keep(companyId, known.key, known.house)
          return known.house
        }
        const loaded = await load(tx, companyId, stamp)
        if (loaded.isCurrent || loads >= MOST_LOADS) return loaded.house
        stamp = loaded.after
      }
      return undefined
    },
  }
}

async function stampOf(tx: Executor, companyId: string): Promise<Stamp | undefined> {
  const [row] = await readStamp(tx, { id: companyId })
  return row && { version: row.facts_version, key: `${row.facts_version} ${row.written_by}` }
}

async function loadHouse(tx: Executor, companyId: string, stamp: Stamp, clock: Clock): Promise<House | undefined> {
  const company = await loadCompany(tx, companyId)
  if (company === undefined) return undefined
  const staff = await loadStaff(tx, companyId, clock.now())
  const { services, categories } = await loadCatalog(tx, companyId)
  return deepFreeze({ version: stamp.version, company, staff, services, categories })
}
