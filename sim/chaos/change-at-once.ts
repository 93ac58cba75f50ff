import { agreeOnTime } from './agree-on-time.ts'
import { callHouse, type Exchange, textOf } from './callers.ts'
import { agreeToChange, bookedBy, type ChangeRequest, type WishedChange } from './change-requests.ts'
import { dateAhead, timeOfDay } from './date-ahead.ts'
import type { House } from './house.ts'
import type { Random } from './random.ts'

/** One appointment that several calls change at once. */
export type ChangedAppointment = {
  /** What each call wanted, and what each delivery of its request was told; '' for silence. */
  changes: readonly { change: WishedChange['change']; statuses: readonly string[] }[]
}

export type ChangeOptions = { index: number; random: Random }

const MOST_DELIVERIES = 5
const MOST_CALLS = 3
const CANCELS_SHARE = 0.4
/** Opening hours of the house, on its quarter-hour grid. */
const FIRST_MINUTE = 8 * 60
const STARTS_PER_DAY = 40
const GRID_MINUTES = 15
/** Past the notice that is wanted for a change. */
const FIRST_DAY = 3

/**
 * Somebody books; then one to three calls of theirs agree to a change each, and their requests come one to five times, all
 * at once. Undefined when there was nothing to change.
 */
export async function changeAtOnce(
  exchange: Exchange,
  house: House,
  { index, random }: ChangeOptions,
): Promise<ChangedAppointment | undefined> {
  const draw = random.fork(`appointment ${index}`)
  const perDay = STARTS_PER_DAY * house.staffNames.length
  const date = dateAhead(FIRST_DAY + Math.floor(index / perDay))
  const minute = FIRST_MINUTE + (index % STARTS_PER_DAY) * GRID_MINUTES
  const withheld = draw.chance(0.2)
  const caller = callHouse(exchange, house, index, { withheld })
  const request = await agreeOnTime(caller, { date, time: timeOfDay(minute) })
  const answer = await request?.deliver()
  const booked = request && bookedBy(answer, { house, index, withheld, attendee: request.attendee })
  if (booked === undefined) return undefined

  const wishes = Array.from({ length: draw.whole(1, MOST_CALLS) }, (): WishedChange => {
    if (draw.chance(CANCELS_SHARE)) return { change: 'cancel' }
    const later = minute + draw.whole(1, 8) * GRID_MINUTES
    return { change: 'move', to: { date, time: timeOfDay(later) } }
  })
  const agreed = await Promise.all(wishes.map((wish) => agreeToChange(exchange, booked, wish)))
  const changes = await Promise.all(
    agreed.map(async (change, place) => ({
      change: wishes[place]?.change ?? 'cancel',
      statuses: change === undefined ? [] : await deliverOften(change, draw.whole(1, MOST_DELIVERIES)),
    })),
  )
  return { changes }
}

async function deliverOften(request: ChangeRequest, deliveries: number): Promise<readonly string[]> {
  const answers = await Promise.all(Array.from({ length: deliveries }, () => request.deliver()))
  return answers.map((answer) => textOf(answer?.reply, 'status'))
}
