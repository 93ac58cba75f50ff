import { agreeOnTime } from './agree-on-time.ts'
import { type BookingRequest, callHouse, type Exchange, textOf } from './callers.ts'
import { dateAhead, timeOfDay } from './date-ahead.ts'
import { cancelAtDesk } from './front-desk.ts'
import type { House } from './house.ts'
import type { Random } from './random.ts'

/** One request with all its deliveries. */
export type RepeatedRequest = {
  deliveries: number
  atOnce: boolean
  /** Cancelled at the front desk before the last delivery. */
  cancelled: boolean
  /** Of each delivery, in order; '' for silence. */
  statuses: readonly string[]
  /** What was not true when it was said. */
  untrue: readonly string[]
}

export type RepeatOptions = { index: number; random: Random; ownerUrl: string }

const MOST_DELIVERIES = 5
const CANCELLED_SHARE = 0.1
/** Opening hours of the house, on its quarter-hour grid. */
const FIRST_MINUTE = 8 * 60
const STARTS_PER_DAY = 48
const GRID_MINUTES = 15
const FIRST_DAY = 3

/** Somebody books, and the request comes one to five times, half of the time all at once. */
export async function repeatRequest(
  exchange: Exchange,
  house: House,
  options: RepeatOptions,
): Promise<RepeatedRequest | undefined> {
  const { index, random } = options
  const draw = random.fork(`request ${index}`)
  const perDay = STARTS_PER_DAY * house.staffNames.length
  const wish = {
    date: dateAhead(FIRST_DAY + Math.floor(index / perDay)),
    time: timeOfDay(FIRST_MINUTE + (index % STARTS_PER_DAY) * GRID_MINUTES),
  }
  const caller = callHouse(exchange, house, index, { withheld: draw.chance(0.2) })
  const request = await agreeOnTime(caller, wish)
  if (request === undefined) return undefined
  const plan = {
    deliveries: draw.whole(1, MOST_DELIVERIES),
    atOnce: draw.chance(0.5),
    cancels: draw.chance(CANCELLED_SHARE),
  }
  return await deliverAsPlanned(request, plan, options.ownerUrl)
}

async function deliverAsPlanned(
  request: BookingRequest,
  plan: { deliveries: number; atOnce: boolean; cancels: boolean },
  ownerUrl: string,
): Promise<RepeatedRequest> {
  const { deliveries, atOnce, cancels } = plan
  const answers = atOnce
    ? await Promise.all(Array.from({ length: deliveries }, () => request.deliver()))
    : await oneByOne(request, deliveries)
  const ids = new Set(answers.map((answer) => textOf(answer?.reply, 'appointment_id')))
  const statuses = answers.map((answer) => textOf(answer?.reply, 'status'))
  const untrue = ids.size > 1 ? [`one request named ${[...ids].join(' and ')}`] : []
  const [id = ''] = ids
  const cancelled = cancels && id !== '' && (await cancelAtDesk(ownerUrl, id))
  if (cancelled) {
    const late = await request.deliver()
    statuses.push(textOf(late?.reply, 'status'))
    if (textOf(late?.reply, 'appointment_id') !== '') untrue.push(`${late?.text} after it was cancelled`)
  }
  return { deliveries: statuses.length, atOnce, cancelled, statuses, untrue }
}

async function oneByOne(request: BookingRequest, deliveries: number) {
  const answers = []
  for (let delivery = 0; delivery < deliveries; delivery++) answers.push(await request.deliver())
  return answers
}
