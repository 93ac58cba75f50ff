import type { Client } from 'pg'

import { createRandom } from '../chaos/random.ts'
import type { Company } from './company/company.ts'
import { drawCompany } from './company/draw-company.ts'
import { insertCompany } from './company/insert-company.ts'
import { type Place, type Prepared, prepareConversation } from './conversation.ts'
import type { Finding } from './judge/finding.ts'
import { judge } from './judge/judge.ts'
import type { Plant } from './judge/plants.ts'
import { readStandings, type Standings } from './judge/records.ts'
import type { Reply } from './phone-line.ts'
import { HungUp, type Moment } from './stage.ts'
import type { Trouble } from './troubles.ts'
import type { Judgement, Outcome } from './wishes/outcome.ts'
import { playWish, type WishName } from './wishes/wishes.ts'

/** So many conversations one after the other share a company: what one books is taken for the next. */
export const FAMILY_SIZE = 10

/** A conversation that has been played and judged. */
export type Played = {
  seed: number
  wish: WishName
  language: string
  troubles: readonly Trouble[]
  outcome: Outcome
  findings: readonly Finding[]
  /** Tool calls of the caller's own, deliveries counted once. */
  toolCalls: number
  durationMs: number
  moments: readonly Moment[]
  /** Whether something wrong was put into the database. */
  isPlanted: boolean
}

export type FamilyOptions = Pick<Place, 'baseUrl' | 'key'> & {
  client: Client
  /** Seeds of the conversations wanted; all of one family. Those before them are played as well. */
  from: number
  to: number
  onPlayed(played: Played): void
  /** Something wrong that is put into every conversation, to see whether it is found. */
  plant?: Plant
}

/**
 * Plays the conversations of one company up to the last one wanted. One after the other, so that the difference between
 * before and after is the doing of one conversation, and a conversation meets the same diary when it is played again.
 */
export async function playFamily(options: FamilyOptions): Promise<void> {
  const family = Math.floor(options.from / FAMILY_SIZE)
  const now = Temporal.Now.instant()
  const company = drawCompany(createRandom(family).fork('company'), family, now)
  const { client } = options
  await insertCompany(client, company)
  let before = await readStandings(client, company.id)
  for (let seed = family * FAMILY_SIZE; seed <= options.to; seed += 1) {
    const tamper = options.plant?.inReply
    const place = {
      baseUrl: options.baseUrl,
      key: options.key,
      company,
      before,
      now: Temporal.Now.instant(),
      ...(tamper && { tamper: (tool: string, reply: Reply) => tamper(tool, reply, company) }),
    }
    const prepared = prepareConversation(place, seed, createRandom(seed).fork('conversation'))
    const { played, after } = await playOne(options, company, prepared, before)
    before = after
    if (seed >= options.from) options.onPlayed(played)
  }
}

async function playOne(
  { client, plant }: FamilyOptions,
  company: Company,
  prepared: Prepared,
  before: Standings,
): Promise<{ played: Played; after: Standings }> {
  const { scene, wish, seed } = prepared
  const startedMs = performance.now()
  const judgement = await playToTheEnd(wish, prepared)
  const durationMs = performance.now() - startedMs
  const isPlanted = await plant?.inDatabase?.(client, company, scene.ledger)
  const after = await readStandings(client, company.id)
  const outcome = judgement(after)
  const findings = [...judge({ before, after, sides: [scene, ...prepared.rivals] }), ...(outcome.findings ?? [])]
  const moments = scene.stage.moments()
  const toolCalls = moments.filter((one) => one.kind === 'tool').length
  const troubles = [...scene.troubles]
  return {
    played: {
      seed,
      wish,
      language: scene.language,
      troubles,
      outcome,
      findings,
      toolCalls,
      durationMs,
      moments,
      isPlanted: isPlanted === true,
    },
    after,
  }
}

/** A line that goes dead ends a conversation like any other end. */
async function playToTheEnd(wish: WishName, { scene }: Prepared): Promise<Judgement> {
  try {
    return await playWish(wish, scene)
  } catch (error) {
    if (!(error instanceof HungUp)) throw error
    scene.stage.note('the line is cut')
    return () => ({ isWilling: false, isServed: false, how: 'cut' })
  }
}
