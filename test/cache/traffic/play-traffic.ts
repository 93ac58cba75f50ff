import type { CalcomStandIn } from '../../../sim/calcom/start.ts'
import type { PhoneCall } from '../../../sim/caller/phone-call.ts'
import { createRandom, type Random } from '../../../sim/chaos/random.ts'
import type { Clock } from '../../../src/infra/clock.ts'
import type { Db } from '../../../src/infra/db/database.ts'
import { type CacheFigures, readCacheFigures } from './cache-figures.ts'
import { startGateways, type GatewayChild, type Gateways } from './gateways.ts'
import { hearAbout, openSalons, type Salon } from './salons.ts'
import { type Breach, createTruth, type ToldTime, type Truth } from './truth.ts'

export type TrafficOptions = {
  readonly database: { db: Db }
  /** Of the gateways: where database and, if there is one, Redis are. */
  readonly env: Record<string, string>
  readonly gateways: number
  /** How many staff each company has. */
  readonly companies: readonly number[]
  readonly minutes: number
  readonly seed: number
  readonly onMinute?: (minute: number) => void
}

export type TrafficReport = {
  readonly checks: number
  readonly toolCalls: number
  readonly booked: number
  readonly outsideEdits: number
  readonly slotRequests: number
  /** Of a key, over all companies. */
  readonly mostRequestsInAMinute: number
  readonly refusedByLimit: number
  readonly statuses: Readonly<Record<string, number>>
  readonly cache: CacheFigures
  readonly breaches: readonly Breach[]
  readonly oldOffers: number
}

/** A Tuesday morning in Berlin. */
const STARTS_AT = Temporal.Instant.from('2026-11-24T08:00:00Z')
const ZONE = 'Europe/Berlin'
const MINUTES_OF_SERVICE = 30
/** Three of a company with three people in a second of a busy morning: a hundred lines at once over ten companies. */
const CHECKS_A_MINUTE_AND_PERSON = 10
const SECONDS_BETWEEN_TOOLS = 8
/** What somebody takes behind everybody's back may be offered for as long as a day is fresh. */
const TTL_MS = 300_000

/**
 * Plays minutes of several companies' traffic against gateways that share their calendars: callers ask, look further and book,
 * the front desk books, cancels and blocks times in Cal.com itself. The clock of all is set second by second; what happens in
 * one second happens at once.
 */
export async function playTraffic(options: TrafficOptions): Promise<TrafficReport> {
  const stage = await setStage(options)
  try {
    const script = stage.salons.flatMap((salon, company) => planCompany(stage, salon, company, options))
    const bySecond = Map.groupBy(script, ({ second }) => second)
    for (let second = 0; second < options.minutes * 60; second += 1) {
      await stage.setClock(second)
      await runJobs(stage, second)
      const due = bySecond.get(second) ?? []
      bySecond.delete(second)
      const next = await Promise.all(due.map(({ act }) => act()))
      for (const then of next.flat()) {
        bySecond.set(then.second, [...(bySecond.get(then.second) ?? []), then])
      }
      await hearWebhooks(stage)
      if (second % 60 === 59) options.onMinute?.((second + 1) / 60)
    }
    return await report(stage)
  } finally {
    await stage.gateways.stop()
    await stage.standIn.close()
  }
}

type Stage = {
  readonly salons: readonly Salon[]
  readonly standIn: CalcomStandIn
  readonly gateways: Gateways
  readonly truth: Truth
  readonly counts: { checks: number; toolCalls: number; booked: number; outsideEdits: number }
  readonly statuses: Record<string, number>
  readonly clock: Clock
  setClock(second: number): Promise<void>
  /** Times whose webhooks have not been worked on yet. */
  readonly untold: (ToldTime & { endMs: number })[]
}

type Act = { readonly second: number; readonly act: () => Promise<readonly Act[]> }

async function setStage({ database, env, gateways: count, companies }: TrafficOptions): Promise<Stage> {
  let now = STARTS_AT.subtract({ seconds: 30 })
  const clock = { now: () => now }
  const { salons, standIn } = await openSalons(database, clock, companies)
  const gateways = await startGateways(count, { now: now.toString() }, env)
  for (const [index, salon] of salons.entries()) await hearAbout(standIn, salon, gatewayOf(gateways, index).url)
  // A first look at the calendars: nothing has changed that webhooks did not tell.
  await gateways.children[0].tell({ do: 'poll' })
  standIn.resetCounters()
  return {
    salons,
    standIn,
    gateways,
    truth: createTruth(TTL_MS, MINUTES_OF_SERVICE),
    counts: { checks: 0, toolCalls: 0, booked: 0, outsideEdits: 0 },
    statuses: {},
    clock,
    untold: [],
    async setClock(second) {
      now = STARTS_AT.add({ seconds: second })
      await gateways.tellAll({ do: 'clock', now: now.toString() })
    },
  }
}

function gatewayOf({ children }: Gateways, index: number): GatewayChild {
  return children[index % children.length] ?? children[0]
}

/** As the timetable has it: a look at the calendars every five minutes, and warming a minute later. */
async function runJobs({ gateways }: Stage, second: number): Promise<void> {
  if (second > 0 && second % 300 === 0) await gatewayOf(gateways, second / 300).tell({ do: 'poll' })
  if (second % 300 === 60) await gatewayOf(gateways, Math.floor(second / 300)).tell({ do: 'warm' })
}

/** Waits until webhooks have come, and has them worked on, each by one of the gateways. */
async function hearWebhooks({ salons, standIn, gateways, untold, truth, clock }: Stage): Promise<void> {
  const told = untold.splice(0)
  await standIn.settleWebhooks()
  await Promise.all(
    salons.map(({ line }, index) => gatewayOf(gateways, index + 1).tell({ do: 'webhooks', companyId: line.id })),
  )
  const sinceMs = clock.now().epochMilliseconds
  for (const one of told) truth.take({ ...one, by: 'webhook', sinceMs })
}

/** Who calls when, and what the front desk does meanwhile. */
function planCompany(stage: Stage, salon: Salon, company: number, options: TrafficOptions): readonly Act[] {
  const random = createRandom(options.seed).fork(`company ${company}`)
  const seconds = options.minutes * 60
  const plan: Act[] = []
  // Not every call looks further, so somewhat fewer than the checks call.
  const calls = Math.round((salon.hosts.length * CHECKS_A_MINUTE_AND_PERSON * options.minutes) / CHECKS_A_CALL)
  for (let call = 0; call < calls; call += 1) {
    const own = random.fork(`call ${call}`)
    plan.push({ second: own.whole(0, seconds - 1), act: () => check(callTo(stage, salon, company, own)) })
  }
  for (const kind of ['book', 'cancel', 'busy'] as const) {
    plan.push({ second: random.whole(20, seconds - 1), act: () => editOutside(stage, salon, company, kind, random) })
  }
  return plan
}

/** A first look each, and a second one for three in ten. */
const CHECKS_A_CALL = 1.3

type Caller = { stage: Stage; salon: Salon; company: number; random: Random; call: PhoneCall }

/** Each tool call goes to any of the gateways, as behind a load balancer. */
function callTo(stage: Stage, salon: Salon, company: number, random: Random): Caller {
  const { url } = gatewayOf(stage.gateways, random.whole(0, 99))
  const call = salon.line.call({ baseUrl: url, now: () => stage.clock.now().epochMilliseconds })
  return { stage, salon, company, random, call }
}

type Reply = Readonly<Record<string, unknown>>

async function ask(caller: Caller, tool: string, args: Record<string, unknown>): Promise<Reply> {
  const { stage, call } = caller
  const askedAtMs = stage.clock.now().epochMilliseconds
  const { reply, statusCode } = await call.callTool(tool, args)
  const status = `${tool} ${typeof reply?.['status'] === 'string' ? reply['status'] : statusCode}`
  stage.statuses[status] = (stage.statuses[status] ?? 0) + 1
  stage.counts.toolCalls += 1
  if (tool !== 'book_appointment') stage.counts.checks += 1
  stage.truth.judge(askedAtMs, toldTimes(caller, reply ?? {}, tool))
  call.agentSays(String(reply?.['say']))
  return reply ?? {}
}

/** What a reply offers: its own time where it is free, and others. */
function toldTimes({ company }: Caller, reply: Reply, tool: string): readonly ToldTime[] {
  const others = Array.isArray(reply['alternatives']) ? (reply['alternatives'] as Reply[]) : []
  const own = tool !== 'book_appointment' && reply['status'] === 'available' ? [reply] : []
  return [...own, ...others].map((one) => ({
    company,
    staff: String(one['staff']),
    startMs: instantOf(String(one['date']), String(one['time'])),
  }))
}

function instantOf(date: string, time: string): number {
  const [day, month, year] = date.split('.').map(Number)
  const [hour, minute] = time.split(':').map(Number)
  return Temporal.ZonedDateTime.from({ year, month, day, hour, minute, timeZone: ZONE } as Temporal.ZonedDateTimeLike)
    .epochMilliseconds
}

/** When people want to come: mostly within the week. */
function wish({ stage, random }: Caller): { date: string; time: string } {
  const share = random.share()
  const ahead = share < 0.2 ? random.whole(0, 1) : share < 0.7 ? random.whole(2, 6) : random.whole(7, 16)
  const day = stage.clock.now().toZonedDateTimeISO(ZONE).toPlainDate().add({ days: ahead })
  // Hardly anybody asks for a weekend.
  const date = day.dayOfWeek > 5 ? day.add({ days: 2 }) : day
  return { date: spoken(date), time: `${random.whole(9, 17)}:${random.pick(['00', '15', '30', '45'])}` }
}

function spoken(date: Temporal.PlainDate): string {
  return `${String(date.day).padStart(2, '0')}.${String(date.month).padStart(2, '0')}.${date.year}`
}

async function check(caller: Caller): Promise<readonly Act[]> {
  const { random, salon } = caller
  const asked = random.chance(0.25) ? { staff: random.pick(namesOf(salon)) } : {}
  const wanted = { ...wish(caller), ...asked }
  const reply = await ask(caller, 'check_availability', wanted)
  const rest = random.share()
  if (rest < 0.3) return [later(caller, () => lookFurther(caller, wanted))]
  if (rest < 0.75) return [later(caller, () => book(caller, reply))]
  return []
}

function namesOf({ hosts }: Salon): [string, ...string[]] {
  const [first = '', ...others] = hosts.map(({ name }) => name)
  return [first, ...others]
}

async function lookFurther(caller: Caller, wanted: Record<string, string>): Promise<readonly Act[]> {
  const tool = caller.random.pick(['get_alternatives', 'find_next_available', 'check_availability'])
  const reply = await ask(caller, tool, tool === 'check_availability' ? wish(caller) : wanted)
  return caller.random.chance(0.5) ? [later(caller, () => book(caller, reply))] : []
}

function later({ stage }: Caller, act: Act['act']): Act {
  const second = Math.round((stage.clock.now().epochMilliseconds - STARTS_AT.epochMilliseconds) / 1_000)
  return { second: second + SECONDS_BETWEEN_TOOLS, act }
}

async function book(caller: Caller, offered: Reply): Promise<readonly Act[]> {
  const [first] = Array.isArray(offered['alternatives']) ? (offered['alternatives'] as Reply[]) : []
  const offer = offered['status'] === 'available' ? offered : first
  if (offer === undefined) return []
  caller.call.callerSays('Ja, bitte.')
  const wanted = { offer_id: offer['offer_id'], name: 'Eva Lang', confirm: true }
  const reply = await ask(caller, 'book_appointment', wanted)
  if (reply['status'] === 'booked') {
    const { stage, company } = caller
    const startMs = instantOf(String(reply['date']), String(reply['time']))
    const time = { company, staff: String(reply['staff']), startMs, endMs: startMs + MINUTES_OF_SERVICE * 60_000 }
    stage.truth.take({ ...time, by: 'us', sinceMs: stage.clock.now().epochMilliseconds })
    stage.counts.booked += 1
  }
  return []
}

/** Somebody at the front desk, in Cal.com itself. Of a blocked time no webhook tells. */
async function editOutside(
  { counts, clock, truth, untold, standIn }: Stage,
  { hosts }: Salon,
  company: number,
  kind: 'book' | 'cancel' | 'busy',
  random: Random,
): Promise<readonly Act[]> {
  const host = hosts[random.whole(0, hosts.length - 1)]
  if (host === undefined) return []
  const day = clock
    .now()
    .toZonedDateTimeISO(ZONE)
    .toPlainDate()
    .add({ days: random.whole(1, 3) })
  const minutes = kind === 'busy' ? 180 : MINUTES_OF_SERVICE
  const start = day.toZonedDateTime({ timeZone: ZONE, plainTime: { hour: random.whole(9, 14) } })
  const startMs = start.epochMilliseconds
  const times = { start: start.toInstant().toString(), end: start.toInstant().add({ minutes }).toString() }
  const time = { company, staff: host.name, startMs, endMs: startMs + minutes * 60_000 }
  counts.outsideEdits += 1
  if (kind === 'busy') {
    standIn.edit({ kind, userId: host.userId, ...times })
    truth.take({ ...time, by: 'nobody told', sinceMs: clock.now().epochMilliseconds })
  } else if (kind === 'book') {
    standIn.edit({ kind, eventTypeId: host.eventTypeId, ...times })
    untold.push(time)
  } else {
    const isOurs = (booking: Reply) => (booking['hosts'] as { id: number }[]).some(({ id }) => id === host.userId)
    const standing = standIn.bookings().find((one) => one['status'] === 'accepted' && isOurs(one))
    if (standing === undefined) return []
    standIn.edit({ kind, uid: String(standing['uid']) })
    const freeMs = Temporal.Instant.from(String(standing['start'])).epochMilliseconds
    truth.free({ company, staff: host.name, startMs: freeMs })
  }
  return []
}

async function report({ standIn, gateways, truth, counts, statuses }: Stage): Promise<TrafficReport> {
  const { byEndpoint, byKey, byStatus } = standIn.counters()
  return {
    ...counts,
    slotRequests: byEndpoint['GET /v2/slots'] ?? 0,
    mostRequestsInAMinute: Math.max(...Object.values(byKey).map((key) => key.mostInAMinute)),
    refusedByLimit: byStatus['429'] ?? 0,
    statuses,
    cache: await readCacheFigures(gateways.children.map(({ url }) => url)),
    breaches: truth.breaches,
    oldOffers: truth.oldOffers,
  }
}
