import { inLanes } from '../../sim/chaos/lanes.ts'
import { systemClock } from '../../src/infra/clock.ts'
import { askFor, type Told } from './caller.ts'
import { comparePlaces } from './compare-places.ts'
import { mondayAfter } from './monday-after.ts'
import { openSalon, type Stage } from './salon.ts'

/** Over there nothing stands in a booking's way, and every one takes a moment between its check and its insert. */
const FAULTS = 'stale=0ms,rate-limit=off,overlaps=on,race=30ms'
const STARTS_A_DAY = 25
const INTERVAL_MINUTES = 15
/** As many as a process serves at once before it turns anybody away. */
const LANES = 100

export type RaceRun = { readonly callers: number; readonly times: number; readonly staffCount: number }

export type RaceFigures = {
  readonly findings: readonly string[]
  readonly told: Readonly<Record<string, number>>
  readonly confirmed: number
  readonly standing: number
}

/**
 * Callers want a few starts that overlap each other, a quarter of an hour apart for half an hour each, of a calendar that lets
 * everybody in. All ask at once, then all say yes at once.
 */
export async function raceForTimes(stage: Stage, { callers, times, staffCount }: RaceRun): Promise<RaceFigures> {
  const salon = await openSalon(stage, {
    clock: systemClock,
    staffCount,
    seed: 1,
    faults: FAULTS,
    interval: INTERVAL_MINUTES,
  })
  const firstDay = mondayAfter(systemClock.now())
  const wishes = Array.from({ length: callers }, (_, number) => {
    const start = number % times
    const minutes = (start % STARTS_A_DAY) * INTERVAL_MINUTES
    const at = firstDay.add({ days: Math.floor(start / STARTS_A_DAY) }).toPlainDateTime({ hour: 9 })
    return { number, at: at.add({ minutes }) }
  })
  const asked = await inLanes(wishes.length, LANES, async (index) => {
    const wish = wishes[index]
    if (wish === undefined) throw new RangeError('There is no such caller')
    return await askFor(salon, wish)
  })
  const offered = asked.filter(({ offer }) => offer !== null)
  const told: Told[] = await Promise.all(offered.map((one) => one.book()))
  const { findings, confirmed, standing } = await comparePlaces(salon, told)
  const kinds = Map.groupBy([...told, ...asked.filter(({ offer }) => offer === null)], ({ kind }) => kind)
  return {
    findings,
    told: Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length])),
    confirmed,
    standing,
  }
}
