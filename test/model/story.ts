import type { Client } from 'pg'

import type { Db } from '../../src/infra/db/database.ts'
import type { Plan } from './plan.ts'
import { type RealHouse, openHouse } from './real-house.ts'
import { openReference, type Reference } from './reference.ts'

/** One person in more calls than may hold at once, another, and one who shows no number. */
const CALLERS = ['+494066969001', '+494066969001', '+494066969002', '+494066969001', '+494066969001', null] as const

/** Where a story takes place: a database as the gateway opens it, and its owner to look behind the scenes. */
export type Stage = { readonly db: Db; readonly owner: Client }

/** A house and what is known of it, at the beginning of a story. */
export type Opened = { readonly reference: Reference; readonly real: RealHouse }

export async function openStory(stage: Stage, plan: Plan, seed: number): Promise<Opened> {
  const reference = openReference(plan, CALLERS)
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(reference.nowMs) }
  return { reference, real: await openHouse(plan, { ...stage, seed, callers: CALLERS, clock }) }
}
