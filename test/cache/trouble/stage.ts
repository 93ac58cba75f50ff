import type { CalcomStandIn } from '../../../sim/calcom/start.ts'
import { createRandom, type Random } from '../../../sim/chaos/random.ts'
import type { Db } from '../../../src/infra/db/database.ts'
import { type Gateways, startGateways } from '../traffic/gateways.ts'
import { openSalons, type Salon } from '../traffic/salons.ts'

/** How one tool call was answered. */
export type Answered = {
  readonly phase: string
  readonly salon: number
  readonly tool: string
  readonly httpStatus: number
  readonly status: string
  readonly milliseconds: number
}

/** Companies with calendars elsewhere, gateways, and callers who do not wait for each other. */
export type TroubleStage = {
  readonly salons: readonly Salon[]
  readonly standIn: CalcomStandIn
  readonly gateways: Gateways
  readonly answers: readonly Answered[]
  /** From now on, answers are those of this phase. */
  enter(phase: string): void
  /** Sets the clocks of all: what is kept is older by so much. */
  goAhead(ms: number): Promise<void>
  /** Calls companies until `stop`, which ends when all were answered. */
  call(pace: CallPace, salons: readonly number[]): { stop(): Promise<void> }
  /** One call with one question. */
  ask(salon: number, tool: string, args?: Record<string, unknown>, gateway?: number): Promise<Answered>
  close(): Promise<void>
}

/** So many a second, whether or not those before were answered; or so many people who each call again when they were. */
export type CallPace = { readonly perSecond: number } | { readonly callers: number }

export type TroubleOptions = {
  readonly database: { db: Db }
  readonly env: Record<string, string>
  readonly gateways: number
  readonly companies: readonly number[]
  readonly breakerOpenMs?: number
  /** What the calendar is like while nothing has befallen it. */
  readonly faults?: string
}

const ZONE = 'Europe/Berlin'

export async function setTroubleStage(options: TroubleOptions): Promise<TroubleStage> {
  let aheadMs = 0
  const clock = { now: () => Temporal.Now.instant().add({ milliseconds: aheadMs }) }
  const { salons, standIn } = await openSalons(options.database, clock, options.companies, options.faults)
  const { breakerOpenMs } = options
  const settings = {
    now: clock.now().toString(),
    clockRuns: true,
    ...(breakerOpenMs !== undefined && { breakerOpenMs }),
  }
  const gateways = await startGateways(options.gateways, settings, options.env)
  const answers: Answered[] = []
  const random = createRandom(1)
  let phase = 'well'

  async function ask(salon: number, tool: string, args = {}, gateway = random.whole(0, 99)): Promise<Answered> {
    const { line } = salons[salon] ?? { line: undefined }
    if (line === undefined) throw new RangeError(`There is no salon ${salon}`)
    const { url } = gateways.children[gateway % gateways.children.length] ?? gateways.children[0]
    const call = line.call({ baseUrl: url, now: () => clock.now().epochMilliseconds })
    const startedIn = phase
    const { statusCode, reply, milliseconds } = await call.callTool(tool, { ...wish(random, clock.now()), ...args })
    const status = String(reply?.['status'])
    const answered = { phase: startedIn, salon, tool, httpStatus: statusCode, status, milliseconds }
    answers.push(answered)
    return answered
  }

  return {
    salons,
    standIn,
    gateways,
    answers,
    ask,
    enter(next) {
      phase = next
    },
    async goAhead(ms) {
      aheadMs += ms
      await gateways.tellAll({ do: 'clock', now: clock.now().toString() })
    },
    call(pace, called) {
      const any = () =>
        ask(
          called[random.whole(0, called.length - 1)] ?? 0,
          random.pick(['check_availability', 'check_availability', 'get_alternatives', 'find_next_available']),
        )
      return 'callers' in pace ? callInTurns(pace.callers, any) : callInTime(pace.perSecond, any)
    },
    async close() {
      await gateways.stop()
      await standIn.close()
    },
  }
}

function callInTurns(callers: number, ask: () => Promise<unknown>): { stop(): Promise<void> } {
  const over = new AbortController()
  const lanes = Array.from({ length: callers }, async () => {
    while (!over.signal.aborted) await ask()
  })
  return {
    async stop() {
      over.abort()
      await Promise.all(lanes)
    },
  }
}

function callInTime(perSecond: number, ask: () => Promise<unknown>): { stop(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  const timer = setInterval(() => {
    const answered = ask()
    underWay.add(answered)
    void answered.finally(() => underWay.delete(answered)).catch(() => undefined)
  }, MS_PER_SECOND / perSecond)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}

const MS_PER_SECOND = 1_000

/** A weekday of the coming weeks. */
function wish(random: Random, now: Temporal.Instant): { date: string; time: string } {
  const day = now
    .toZonedDateTimeISO(ZONE)
    .toPlainDate()
    .add({ days: random.whole(1, 12) })
  const date = day.dayOfWeek > 5 ? day.add({ days: 2 }) : day
  const text = `${String(date.day).padStart(2, '0')}.${String(date.month).padStart(2, '0')}.${date.year}`
  return { date: text, time: `${random.whole(9, 16)}:${random.pick(['00', '15', '30', '45'])}` }
}

/** Answers that no caller should have: faults, and whatever is no answer. */
export function badAnswers(answers: readonly Answered[]): readonly Answered[] {
  return answers.filter(({ httpStatus, status }) => httpStatus !== 200 || status === 'error' || status === 'undefined')
}
