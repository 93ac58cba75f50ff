import fastify from 'fastify'

import { createRandom } from '../../sim/chaos/random.ts'
import { compareCalendar, pollChanges, syncBookings, type SyncDeps } from '../../src/appointments/sync-calendar.ts'
import { calcomInRoutes } from '../../src/calcom-in/routes.ts'
import { workDeliveries } from '../../src/calcom-in/work-deliveries.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { TEST_CALCOM_KEY, testSealing } from '../harness/calcom.ts'
import { whenFileIsDone } from '../harness/clean-up.ts'
import { testIds } from '../harness/company.ts'
import { queryAsOwner } from './query-as-owner.ts'
import { openSalon, type Salon, type Stage } from './salon.ts'

const SECRET = 'a secret of this run'
/** Three in ten are never told; the others come three times, in any order among ten. */
const FAULTS = 'stale=0ms,rate-limit=off,webhooks.lost=30%,webhooks.times=3,webhooks.shuffle=10'
/** From one change to the next, by the clock of both sides. */
const BETWEEN_MS = 700
const POLL_EVERY_MS = 300_000
/** Deliveries wait for their job; by the time it looks, some have come out of order and some bookings have changed again. */
const WORKED_EVERY = 37
const GUESTS = 200

export type ChangeRun = {
  readonly changes: number
  readonly staffCount: number
  /** Over which they book and move; a narrow one makes for overlaps. */
  readonly days: number
  readonly seed: number
}

export type ChangeFigures = {
  readonly findings: readonly string[]
  readonly done: Readonly<Record<string, number>>
  readonly webhooks: Readonly<Record<string, number>>
  readonly lastPoll: Readonly<Record<string, number>>
  readonly standing: number
  readonly flagged: number
  readonly anotherPoll: Readonly<Record<string, number>>
}

/**
 * People book, move and cancel over there, past all checks, while webhooks tell of it badly; there is a poll every five minutes, as
 * in the gateway. After the last change one more poll has to make both sides the same.
 */
export async function changeThere(stage: Stage, run: ChangeRun): Promise<ChangeFigures> {
  let now = Temporal.Instant.from('2030-06-03T02:00:00Z')
  const clock = { now: () => now }
  const { staffCount, seed } = run
  const salon = await openSalon(stage, { clock, staffCount, seed, faults: FAULTS, webhookSecret: SECRET })
  const deps = syncDeps(salon)
  const signal = new AbortController().signal
  const work = await listen(salon, deps, signal)
  const poll = async () => await pollChanges(deps, salon.company.id, signal)
  const people = createPeople(salon, run)
  let polledAt = now
  for (let change = 0; change < run.changes; change += 1) {
    now = now.add({ milliseconds: BETWEEN_MS })
    people.changeSomething(change)
    if (change % WORKED_EVERY === 0) await work()
    if (now.since(polledAt).total('milliseconds') < POLL_EVERY_MS) continue
    polledAt = now
    await poll()
  }
  await salon.standIn.settleWebhooks()
  now = now.add({ minutes: 5 })
  const lastPoll = await poll()
  // What webhooks told of late changes nothing any more.
  await work()
  const compared = await compareSides(salon)
  return {
    ...compared,
    done: people.done,
    webhooks: salon.standIn.webhookCounts(),
    lastPoll,
    // Nothing is left to do, for a poll nor for the comparison of the night.
    anotherPoll: { ...(await poll()), ...changing(await compareCalendar(deps, salon.company.id, signal)) },
  }
}

/** What a comparison did, without what it only looked at. */
function changing({ known: _known, skipped: _skipped, ...others }: Readonly<Record<string, number>>) {
  return others
}

function syncDeps({ clock, stage, houses, calendars }: Salon): SyncDeps {
  return {
    clock,
    ids: testIds,
    random: systemRandom,
    database: stage.db,
    houses,
    patientCalendar: (tx, { company, version }) => calendars.of(tx, { ...company, version }, 'job'),
    openingsChanged: async () => undefined,
  }
}

/** The edge that takes deliveries in, on a port of its own. Gives what its job does. */
async function listen(
  { clock, stage, company, standIn }: Salon,
  deps: SyncDeps,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const queue = new Set<string>()
  const enqueueSync = async (_tx: unknown, companyId: string) => void queue.add(companyId)
  const app = fastify({ logger: false })
  await app.register(calcomInRoutes({ clock, ids: testIds, sealing: testSealing, database: stage.db, enqueueSync }))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  whenFileIsDone(() => app.close())
  for (const index of company.staffIds.keys()) {
    const response = await fetch(`${standIn.url}/v2/teams/1/event-types/${(index + 1) * 100}/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_CALCOM_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        subscriberUrl: `${url}/api/webhooks/calcom/${company.id}`,
        active: true,
        triggers: ['BOOKING_CREATED', 'BOOKING_RESCHEDULED', 'BOOKING_CANCELLED', 'BOOKING_REQUESTED'],
        secret: SECRET,
      }),
    })
    if (response.status !== 201) throw new Error(`No webhook was set up: ${response.status}`)
  }
  const sync: Parameters<typeof workDeliveries>[0]['syncBookings'] = (...told) => syncBookings(deps, ...told)
  const working = {
    clock,
    database: stage.db,
    calendarChanged: async () => undefined,
    events: { alert: refuseAlerts },
  }
  return async () => {
    for (const companyId of queue) {
      queue.delete(companyId)
      await workDeliveries({ ...working, syncBookings: sync }, companyId, signal)
    }
  }
}

/** Nothing is hidden over there. */
function refuseAlerts(alert: string): never {
  throw new Error(alert)
}

/** Those who change things over there: half of the time somebody books, else somebody moves or cancels. */
function createPeople({ standIn }: Salon, { days, staffCount, seed }: ChangeRun) {
  const random = createRandom(seed)
  const uids: string[] = []
  const done = { booked: 0, moved: 0, cancelled: 0 }
  const edit = (wanted: Parameters<typeof standIn.edit>[0]) => String(standIn.edit(wanted)?.['uid'])
  return {
    done,
    changeSomething(change: number) {
      const kind = random.whole(0, 3)
      const index = random.whole(0, Math.max(uids.length - 1, 0))
      const uid = uids[index]
      const begin = Temporal.Instant.from('2030-06-04T07:00:00Z')
      // Over there two bookings of one person never begin at the very same time.
      const seconds = change % 1_800
      const start = begin.add({ hours: random.whole(0, days - 1) * 24, minutes: random.whole(0, 14) * 30, seconds })
      if (kind < 2 || uid === undefined) {
        const eventTypeId = random.whole(1, staffCount) * 100
        // The same people come again and again, some of them twice at the same time.
        const guest = random.whole(0, GUESTS - 1)
        const phoneNumber = `+4917604${String(66_000 + guest)}`
        const who = { name: `Guest ${guest}`, email: `guest${guest}@example.test`, phoneNumber }
        uids.push(edit({ kind: 'book', eventTypeId, start: start.toString(), ...who }))
        done.booked += 1
        return
      }
      uids.splice(index, 1)
      if (kind === 2) {
        uids.push(edit({ kind: 'move', uid, start: start.toString() }))
        done.moved += 1
      } else {
        edit({ kind: 'cancel', uid })
        done.cancelled += 1
      }
    },
  }
}

type Here = { uid: string; start: string; host: string; conflicts: boolean; active: boolean }

async function compareSides({ stage, company, standIn }: Salon) {
  const here = await queryAsOwner<Here>(
    stage.ownerUrl,
    `select a.calendar_reference as uid, s.calendar_reference as host, a.conflicts,
        to_char(a.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as start,
        exists (select from segments g where g.appointment_id = a.id and g.active) as active
      from appointments a join staff s on s.id = a.staff_id where a.company_id = $1 and a.state = 'confirmed'`,
    [company.id],
  )
  const there = standIn.bookings().flatMap((booking) => {
    const [host] = booking['hosts'] as { id: number }[]
    const told = { uid: String(booking['uid']), start: String(booking['start']), host: String(host?.id) }
    return booking['status'] === 'accepted' ? [told] : []
  })
  const tell = ({ uid, start, host }: Pick<Here, 'uid' | 'start' | 'host'>) => `${uid} ${start} host ${host}`
  const hereTold = new Set(here.map(tell))
  const thereTold = new Set(there.map(tell))
  return {
    findings: [
      ...here
        .map(tell)
        .filter((one) => !thereTold.has(one))
        .map((one) => `only here: ${one}`),
      ...there
        .map(tell)
        .filter((one) => !hereTold.has(one))
        .map((one) => `only there: ${one}`),
      ...(here.length === hereTold.size ? [] : ['twice here']),
      // What overlaps another takes no time and is marked, and nothing else is.
      ...here.filter(({ active, conflicts }) => active === conflicts).map((one) => `time and mark: ${tell(one)}`),
      ...unmarkedOverlaps(here),
    ],
    standing: there.length,
    flagged: here.filter(({ conflicts }) => conflicts).length,
  }
}

const HALF_HOUR_MS = 1_800_000

/** Of those that share a person's time all but one are marked, and who is marked does share it. */
function unmarkedOverlaps(here: readonly Here[]): string[] {
  return [...Map.groupBy(here, ({ host }) => host)].flatMap(([host, own]) => {
    const kept = own.filter(({ conflicts }) => !conflicts).map(({ start }) => msOf(start))
    const overlapping = (startMs: number) => kept.filter((one) => Math.abs(one - startMs) < HALF_HOUR_MS).length
    return own.flatMap(({ start, conflicts }) => {
      const others = overlapping(msOf(start)) - (conflicts ? 0 : 1)
      if (!conflicts && others > 0) return [`kept twice by host ${host}: ${start}`]
      return conflicts && others === 0 ? [`marked without reason with host ${host}: ${start}`] : []
    })
  })
}

function msOf(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds
}
