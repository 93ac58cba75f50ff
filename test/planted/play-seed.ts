import { Client } from 'pg'

import { openDatabase } from '../../src/infra/db/database.ts'
import type { Stage } from '../model/story.ts'
import { playEdge } from './play-edge.ts'
import { playOpenings } from './play-openings.ts'
import { playRace } from './play-race.ts'
import { playStory } from './play-story.ts'

/** One way to put the code under pressure; throws when something is not as it should be. */
type Play = (stage: Stage, seed: number) => Promise<void>

/** Which play a seed is, in turn: cheap ones and those that meet most oftener. */
const plays: readonly Play[] = [
  playStory,
  playOpenings,
  playRace,
  playStory,
  playEdge,
  playStory,
  playOpenings,
  playRace,
]

/** Where plays take place. Opened once for many seeds: every play builds houses of its own. */
export type OpenStage = Stage & { close(): Promise<void> }

export async function openStage(urls: { appUrl: string; ownerUrl: string }): Promise<OpenStage> {
  const db = openDatabase({ url: urls.appUrl, applicationName: 'ringbook planted', size: { min: 0, max: 16 } })
  const owner = new Client({ connectionString: urls.ownerUrl })
  await owner.connect()
  return {
    db,
    owner,
    async close() {
      await db.close()
      await owner.end()
    },
  }
}

/** Plays the play of a seed. @throws what was found: Disagreement, or the fault itself */
export async function playSeed(stage: Stage, seed: number): Promise<void> {
  await plays[seed % plays.length]?.(stage, seed)
}
