import type { migrateUp } from '../../src/infra/db/migrate.ts'
import type { PlantedBug } from './bug.ts'
import { importWithBug } from './plant.ts'
import type { openStage, playSeed } from './play-seed.ts'
import type { Theatre } from './theatre.ts'

/** How a hunt ended: the seed that caught it and what it met, or how many seeds saw nothing. */
export type Hunt =
  | { readonly seed: number; readonly played: number; readonly what: string }
  | { readonly played: number; readonly seed: null }

type Loaded = { openStage: typeof openStage; playSeed: typeof playSeed }

/** Plays seeds on code with a bug until one catches it. `bug` with no edits is the code as it is. */
export async function hunt(theatre: Theatre, bug: PlantedBug, seeds: Iterable<number>): Promise<Hunt> {
  const { openStage, playSeed } = await importWithBug<Loaded>('test/planted/play-seed.ts', bug)
  const migrate = bug.changesSchema === true ? await migrateWith(bug) : undefined
  const database = await theatre.makeDatabase(migrate)
  const stage = await openStage(database)
  let played = 0
  try {
    for (const seed of seeds) {
      played += 1
      try {
        await playSeed(stage, seed)
      } catch (error) {
        return { seed, played, what: error instanceof Error ? error.message : String(error) }
      }
    }
    return { seed: null, played }
  } finally {
    await stage.close()
    await database.drop()
  }
}

async function migrateWith(bug: PlantedBug): Promise<(ownerUrl: string) => Promise<unknown>> {
  const migrations = await importWithBug<{ migrateUp: typeof migrateUp }>('src/infra/db/migrate.ts', bug)
  return (ownerUrl) => migrations.migrateUp(ownerUrl)
}
