import { setTimeout as wait } from 'node:timers/promises'

import { inLanes } from '../../sim/chaos/lanes.ts'
import { createRandom } from '../../sim/chaos/random.ts'
import { keepSettling, type KeepSettlingDeps } from '../../src/appointments/keep-settling.ts'
import { settleUnknown } from '../../src/appointments/settle-unknown.ts'
import { unsettledCompanies } from '../../src/companies/routing.ts'
import { testIds } from '../harness/company.ts'
import { callAndBookUnderPressure, type Told } from './caller.ts'
import { comparePlaces } from './compare-places.ts'
import { mondayAfter } from './monday-after.ts'
import { queryAsOwner } from './query-as-owner.ts'
import { openSalon, type Salon, type Stage } from './salon.ts'

const HEALED = 'stale=0ms,rate-limit=off'
/** Of a hundred bookings twenty go wrong over there; so do some of the cancellations that undo them. */
const QUICK_FAULTS = [
  HEALED,
  'bookings.500-after=5%',
  'bookings.500=2%',
  'bookings.drop=3%',
  'bookings.drop-after=6%',
  'other-time=4%',
  'cancels.500=20%',
].join(',')
/** The same with those that keep a caller waiting for as long as a caller is kept waiting. */
const FAULTS = [
  HEALED,
  'bookings.booked-then-timeout=4%',
  'bookings.500-after=4%',
  'bookings.hang=7s@2%',
  'bookings.drop=3%',
  'bookings.drop-after=3%',
  'other-time=4%',
  'cancels.500=20%',
].join(',')
/** Now and then nobody is there at all. */
const OUTAGE_EVERY_MS = 60_000
const OUTAGE = 'outage=0s+8s'
/** What a calendar that is back has to be settled within. */
const SETTLED_WITHIN_MS = 60_000
const LOOK_AGAIN_MS = 250
/** As long as the job pauses between two looks. */
const PAUSE_MS = 5_000
const LONGEST_RUN_MS = 3_600_000
/** A Monday's small hours; no holiday in the next three months. */
const QUICK_BEGIN = '2030-06-17T02:00:00Z'
/** Shorter than the minute of real life: else most callers would find it open, and book nothing while they wait. */
const BREAKER_OPEN_MS = { real: 5_000, quick: 30 }

export type FaultyRun = {
  readonly salons: number
  /** Of each salon. */
  readonly callers: number
  readonly staffCount: number
  /** Callers of each salon who are on the line together. */
  readonly atOnce: number
  /** Working days they wish for. */
  readonly days: number
  readonly seed: number
  /**
   * `real`: the clock runs as the real one does, some requests hang, the calendars are away for eight seconds of every minute, and
   * the settling job does its work beside the callers. `quick`: nothing takes long, and the job looks when all have called, at a
   * clock that was put on.
   */
  readonly pace: 'real' | 'quick'
}

export type FaultyFigures = {
  readonly findings: readonly string[]
  readonly told: Readonly<Record<string, number>>
  readonly struck: Readonly<Record<string, number>>
  readonly confirmed: number
  readonly standing: number
  readonly failed: number
  readonly unsettledWhenHealed: number
  /** Until the last of them was settled, once the calendars were whole again. */
  readonly settledAfterSeconds: number
}

/** Many book at calendars that fail in every fifth case; then these are whole again, and everything has to be right within a minute. */
export async function bookUnderFaults(stage: Stage, run: FaultyRun): Promise<FaultyFigures> {
  const isQuick = run.pace === 'quick'
  // The database keeps its own time: what looks at both, as the job beside the callers does, needs the real one.
  const begin = isQuick ? Temporal.Instant.from(QUICK_BEGIN) : Temporal.Now.instant()
  let aheadMs = Math.round(begin.since(Temporal.Now.instant()).total('milliseconds'))
  const clock = { now: () => Temporal.Now.instant().add({ milliseconds: aheadMs }) }
  const given = { clock, staffCount: run.staffCount, breakerOpenMs: BREAKER_OPEN_MS[run.pace] }
  const salons = await inLanes(run.salons, 1, (index) =>
    openSalon(stage, { ...given, seed: run.seed + index, faults: isQuick ? QUICK_FAULTS : FAULTS }),
  )
  const done = new AbortController()
  const problems: string[] = []
  const deps = settlingDeps(stage, salons, problems)
  const beside = isQuick
    ? []
    : [
        keepSettling(deps, { signal: done.signal, leaving: done.signal }, { runMs: LONGEST_RUN_MS, pauseMs: PAUSE_MS }),
        breakNowAndThen(salons, done.signal),
      ]
  try {
    const told = await Promise.all(salons.map((salon, index) => callAll(salon, run, run.seed + index)))
    const struck = salons.map(({ standIn }) => standIn.faults.struck())
    for (const { standIn } of salons) standIn.faults.set(HEALED)
    const unsettledWhenHealed = await countUnsettled(stage)
    const settledAfterSeconds = isQuick
      ? await settleByJumps(stage, async () => {
          aheadMs += PAUSE_MS
          for (const { company } of salons) await settleUnknown(deps, company.id, done.signal)
        })
      : await untilSettled(stage)
    done.abort()
    await Promise.all(beside)
    const compared = await inLanes(salons.length, 1, async (index) => {
      const salon = salons[index]
      if (salon === undefined) throw new RangeError('There is no such salon')
      return await comparePlaces(salon, told[index] ?? [])
    })
    const late = settledAfterSeconds * 1_000 > SETTLED_WITHIN_MS ? [`settled after ${settledAfterSeconds} s`] : []
    return {
      findings: [...compared.flatMap(({ findings }) => findings), ...late, ...problems],
      told: count(told.flat().map(({ kind }) => kind)),
      struck: addUp(struck),
      confirmed: sum(compared.map(({ confirmed }) => confirmed)),
      standing: sum(compared.map(({ standing }) => standing)),
      failed: await countFailed(stage),
      unsettledWhenHealed,
      settledAfterSeconds,
    }
  } finally {
    done.abort()
  }
}

async function callAll(salon: Salon, { callers, atOnce, days, staffCount }: FaultyRun, seed: number): Promise<Told[]> {
  const random = createRandom(seed)
  const monday = mondayAfter(salon.clock.now())
  const wishes = Array.from({ length: callers }, (_, number) => {
    const at = { days: workingDay(random.whole(0, days - 1)), minutes: random.whole(0, 15) * 30 }
    return { number, at: monday.toPlainDateTime({ hour: 9 }).add(at) }
  })
  if (staffCount * days * 16 < callers) throw new RangeError('There is not a time for everybody')
  return [
    ...(await inLanes(callers, atOnce, async (number) => {
      const wish = wishes[number]
      if (wish === undefined) throw new RangeError('There is no such caller')
      return await callAndBookUnderPressure(salon, wish)
    })),
  ]
}

/** Days from a Monday to the so-manieth working day from it on. */
function workingDay(index: number): number {
  return index + 2 * Math.floor(index / 5)
}

function settlingDeps(stage: Stage, salons: readonly Salon[], problems: string[]): KeepSettlingDeps {
  const [first] = salons
  if (first === undefined) throw new RangeError('There is no salon')
  const { clock, houses } = first
  return {
    clock,
    ids: testIds,
    database: stage.db,
    houses,
    async patientCalendar(tx, { company, version }) {
      const salon = salons.find((one) => one.company.id === company.id) ?? first
      return await salon.calendars.of(tx, { ...company, version }, 'job')
    },
    unsettledCompanies: () => unsettledCompanies(stage.db.kysely),
    events: { settlingFailed: (companyId, error) => problems.push(`settling ${companyId} failed: ${String(error)}`) },
  }
}

async function breakNowAndThen(salons: readonly Salon[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { standIn } of salons) {
      await wait(OUTAGE_EVERY_MS / salons.length, undefined, { signal }).catch(() => undefined)
      if (!signal.aborted && standIn.faults.spec !== HEALED) standIn.faults.set(`${FAULTS},${OUTAGE}`)
    }
  }
}

async function untilSettled(stage: Stage): Promise<number> {
  const healedMs = performance.now()
  const passedMs = () => performance.now() - healedMs
  while ((await countUnsettled(stage)) > 0 && passedMs() < 3 * SETTLED_WITHIN_MS) await wait(LOOK_AGAIN_MS)
  return Math.round(passedMs() / 100) / 10
}

/** Puts the clock on from look to look; gives for how long by that clock. */
async function settleByJumps(stage: Stage, look: () => Promise<void>): Promise<number> {
  let passedMs = 0
  while ((await countUnsettled(stage)) > 0 && passedMs < 3 * SETTLED_WITHIN_MS) {
    await look()
    passedMs += PAUSE_MS
  }
  return passedMs / 1_000
}

async function countUnsettled({ ownerUrl }: Stage): Promise<number> {
  const [row] = await queryAsOwner<{ count: number }>(
    ownerUrl,
    `select count(*)::int from appointments where state in ('booking', 'unknown', 'pending_approval')`,
  )
  return row?.count ?? 0
}

async function countFailed({ ownerUrl }: Stage): Promise<number> {
  const [row] = await queryAsOwner<{ count: number }>(
    ownerUrl,
    `select count(*)::int from appointments where state in ('failed', 'rejected')`,
  )
  return row?.count ?? 0
}

function count(kinds: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, of]) => [kind, of.length]))
}

function addUp(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {}
  for (const counts of all) for (const [name, times] of Object.entries(counts)) total[name] = (total[name] ?? 0) + times
  return total
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
