import { setTimeout as wait } from 'node:timers/promises'

import type { ToolAnswer } from '../caller/phone-call.ts'
import { agreeToOffer } from './agree-on-time.ts'
import { type BookingsSeen, createBookingsSeen } from './bookings-seen.ts'
import { type Caller, callHouse, type Exchange, offersIn, textOf } from './callers.ts'
import { agreeToChange, type Booked, bookedBy } from './change-requests.ts'
import { dateAhead, timeOfDay } from './date-ahead.ts'
import type { House } from './house.ts'
import { inLanes } from './lanes.ts'
import { haunt, type NemesisReport } from './nemesis.ts'
import type { Probe } from './probe.ts'
import type { Random } from './random.ts'
import type { Stack } from './stack.ts'

/** Callers who fight for the openings of one day while things break. */
export type EpisodeOptions = {
  /** Draws everything: who calls, what they want, what breaks and when. */
  random: Random
  /** Which day, counted from the first one. No two episodes on the same houses share one. */
  day: number
  callers: number
  /** Calls going on at the same time. */
  lanes: number
  /** Of those who name a time at once; the others ask first. */
  namedShare: number
  houses: readonly [House, ...House[]]
  /** So long new calls come in, and callers try again; what was sent is waited for. */
  lastsMs: number
  probe: Probe
}

export type EpisodeReport = NemesisReport & {
  attempts: number
  booked: number
  cancelled: number
  moved: number
  /** Last answers of the requests, by how often. */
  statuses: Readonly<Record<string, number>>
}

const FIRST_DAY = 3
/** Somebody who cannot have any of so many times gives up. */
const MOST_ATTEMPTS = 6
/** As a patient voice platform does when it hears nothing: a process that was killed is back in a second or two. */
const MOST_RETRIES = 8
const RETRY_AFTER_MS = 200
const TWIN_SHARE = 0.2
const WITHHELD_SHARE = 0.2
/** Of those who have booked: how many call again to change it. */
const CHANGING_SHARE = 0.5
const CANCELLING_SHARE = 0.5
/** What the houses of a run offer: ten visits of an hour each. */
const FIRST_HOUR = 8
const LAST_HOUR = 17

/** Runs one episode; everything is healed and at rest when it resolves. */
export async function runEpisode(stack: Stack, exchange: Exchange, options: EpisodeOptions): Promise<EpisodeReport> {
  const statuses: Record<string, number> = {}
  let attempts = 0
  const note = (answer: ToolAnswer | undefined) => {
    const status = textOf(answer?.reply, 'status') || String(answer?.statusCode ?? 'silence')
    attempts += 1
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  let areDone = false
  const endsAtMs = performance.now() + options.lastsMs
  const isOver = () => performance.now() > endsAtMs
  const seen = createBookingsSeen()
  const haunting = haunt(stack, {
    random: options.random.fork('faults'),
    isOver: () => areDone,
    probe: options.probe,
    seen,
  })
  // Told when it is waited for, at the end.
  haunting.catch(() => undefined)
  try {
    await inLanes(options.callers, options.lanes, async (index) => {
      if (isOver()) return
      const random = options.random.fork(`caller ${index}`)
      const house = random.pick(options.houses)
      const who = { house, index: random.whole(0, 499), withheld: random.chance(WITHHELD_SHARE) }
      const caller = callHouse(exchange, house, who.index, who)
      const visit = { day: options.day, namedShare: options.namedShare, random, isOver, seen }
      const made = await tryToBook(caller, visit, note)
      const booked = made && bookedBy(made.answer, { ...who, attendee: made.attendee })
      if (booked !== undefined && random.chance(CHANGING_SHARE)) await changeMind(exchange, booked, visit, note)
    })
  } finally {
    areDone = true
    // Neither goes on behind the other's back.
    await Promise.allSettled([haunting])
  }
  const { booked = 0, cancelled = 0, moved = 0 } = statuses
  return { ...(await haunting), attempts, booked, cancelled, moved, statuses }
}

type Visit = { day: number; namedShare: number; random: Random; isOver: () => boolean; seen: BookingsSeen }
type Note = (answer: ToolAnswer | undefined) => void

/** Gives the answer that said "booked"; undefined for somebody who gave up. */
async function tryToBook(
  caller: Caller,
  { day, namedShare, random, isOver, seen }: Visit,
  note: Note,
): Promise<{ answer: ToolAnswer | undefined; attendee: string } | undefined> {
  let offers: ReturnType<typeof offersIn> = []
  for (let attempt = 0; attempt < MOST_ATTEMPTS && !isOver(); attempt++) {
    const wish = { date: dateAhead(FIRST_DAY + day), time: timeOfDay(random.whole(FIRST_HOUR, LAST_HOUR) * 60) }
    if (offers.length === 0 && random.chance(namedShare)) {
      const answer = await insist(caller.request(wish), random)
      note(answer)
      offers = offersIn(answer)
      // A yes to another day would be taken at its word.
      const isOffered = offers.some((offer) => textOf(offer, 'date') === wish.date)
      caller.says(isOffered ? 'Ja, gerne.' : 'Nein, danke.')
    } else if (offers.length === 0) {
      const answer = await caller.check(wish)
      if (isOpen(answer)) await wait(random.whole(RETRY_AFTER_MS, 4 * RETRY_AFTER_MS))
      offers = offersIn(answer)
    }
    const onThatDay = offers.filter((offer) => textOf(offer, 'date') === wish.date)
    const request = agreeToOffer(caller, onThatDay, (count) => random.whole(0, Math.max(0, count - 1)))
    offers = []
    if (request === undefined) continue
    const sentAtMs = performance.now()
    const answer = await insist(request, random)
    note(answer)
    if (textOf(answer?.reply, 'status') === 'booked') {
      seen.note({ sentAtMs, heardAtMs: performance.now() })
      return { answer, attendee: request.attendee }
    }
    offers = offersIn(answer)
  }
  return undefined
}

/** Calls again and cancels, which frees the time for the others, or moves to another hour of the day; sometimes two do at once. */
async function changeMind(exchange: Exchange, booked: Booked, { random, isOver }: Visit, note: Note): Promise<void> {
  const calls = random.chance(TWIN_SHARE) ? 2 : 1
  const wishes = Array.from({ length: calls }, () =>
    random.chance(CANCELLING_SHARE)
      ? ({ change: 'cancel' } as const)
      : ({
          change: 'move',
          to: { date: booked.date, time: timeOfDay(random.whole(FIRST_HOUR, LAST_HOUR) * 60) },
        } as const),
  )
  await Promise.all(
    wishes.map(async (wish) => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS && !isOver(); attempt++) {
        const request = await agreeToChange(exchange, booked, wish)
        if (request !== undefined) {
          note(await insist(request, random))
          return
        }
        await wait(random.whole(RETRY_AFTER_MS, 4 * RETRY_AFTER_MS))
      }
    }),
  )
}

/** Sends a request until there is an answer to it; now and then twice at once. */
async function insist(
  request: { deliver(): Promise<ToolAnswer | undefined> },
  random: Random,
): Promise<ToolAnswer | undefined> {
  const twin = random.chance(TWIN_SHARE)
  const [first] = await Promise.all([request.deliver(), twin ? request.deliver() : undefined])
  let answer = first
  for (let retry = 0; retry < MOST_RETRIES && isOpen(answer); retry++) {
    await wait(random.whole(RETRY_AFTER_MS, 4 * RETRY_AFTER_MS))
    answer = await request.deliver()
  }
  return answer
}

/** Whether nobody knows what came of it. */
function isOpen(answer: ToolAnswer | undefined): boolean {
  return answer === undefined || answer.statusCode >= 500 || textOf(answer.reply, 'status') === 'error'
}
