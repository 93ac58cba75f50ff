import type { Random } from '../../chaos/random.ts'
import { firstNames } from '../company/people.ts'
import { isBooked } from '../judge/judge.ts'
import { isOpen, type Standings } from '../judge/records.ts'
import { say, type Scene } from '../scene.ts'
import { begin } from './begin.ts'
import { type BookingGoal, drawGoal } from './booking-goal.ts'
import type { Judgement } from './outcome.ts'
import { playBooking } from './play-booking.ts'

/** An appointment, by whomever it may be. */
export async function book(scene: Scene): Promise<Judgement> {
  return await bookAll(scene, [drawGoal(scene, { byName: false })])
}

/** An appointment with one person of the house. */
export async function bookByName(scene: Scene): Promise<Judgement> {
  return await bookAll(scene, [drawGoal(scene, { byName: true })])
}

const MOST_PERSONS = 3

/** One appointment each for several people, in one call. */
export async function bookForSeveral(scene: Scene): Promise<Judgement> {
  const { random } = scene
  const first = drawGoal(scene, { byName: false })
  // Two of one name at one time nobody could tell apart.
  const names = new Set([scene.caller.firstName])
  const others = Array.from({ length: random.whole(1, MOST_PERSONS - 1) }, () => {
    const goal = random.chance(0.5) ? first : drawGoal(scene, { byName: false })
    const firstName = drawOther(random, names)
    const attendee = { firstName, lastName: scene.caller.lastName }
    return { ...goal, branch: first.branch, attendee, isForCaller: false }
  })
  return await bookAll(scene, [first, ...others])
}

/** A first name nobody of the party has yet. */
function drawOther(random: Random, taken: Set<string>): string {
  const firstName = random.pick(firstNames)
  if (taken.has(firstName)) return drawOther(random, taken)
  taken.add(firstName)
  return firstName
}

/** Asks for times and wants none of them. */
export async function lookAround(scene: Scene): Promise<Judgement> {
  const goal = drawGoal(scene, { byName: scene.random.chance(0.3) })
  const ended = await playBooking(scene, { ...goal, isFlexible: false, isOnlyLooking: true })
  return () => ({ isWilling: false, isServed: true, how: ended })
}

async function bookAll(scene: Scene, goals: readonly BookingGoal[]): Promise<Judgement> {
  await begin(scene)
  const ends: string[] = []
  for (const goal of goals) ends.push(await playBooking(scene, goal))
  say(scene, 'bye')
  const how = ends.join('+')
  const isWilling = !ends.includes('left') && !ends.includes('refused')
  return (after) => ({ isWilling, isServed: countBooked(scene, after) >= goals.length, how })
}

function countBooked(scene: Scene, after: Standings): number {
  const standings = [...after.values()].filter(isOpen)
  const told = new Set(scene.ledger.told().map((one) => one.appointmentId))
  return scene.ledger
    .permitted()
    .filter((wish) => wish.kind === 'book')
    .filter((wish) => standings.some((one) => told.has(one.id) && isBooked(wish, one, scene.caller))).length
}
