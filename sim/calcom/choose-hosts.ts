import type { EventType, Host } from './account.ts'
import { isFree } from './availability.ts'
import type { Booking } from './diary.ts'
import type { Stretch } from './intervals.ts'
import { refuse, refuseFromCore, type RefusedRequest } from './refusal.ts'
import type { World } from './world.ts'

export type HostsAsked = {
  eventType: EventType
  time: Stretch
  /** The booking that is being moved: its own time counts as free. */
  except?: Booking | undefined
  /** Only these of a round robin's pool. */
  among?: readonly number[] | undefined
  ignoresConflicts?: boolean
}

const PRIORITIES = ['lowest', 'low', 'medium', 'high', 'highest']

/** Who does it, the organizer first. @throws RefusedRequest when nobody can: in three wordings, by how it is staffed */
export function chooseHosts(world: World, asked: HostsAsked): readonly number[] {
  const { eventType, time, except, among } = asked
  const hosts = world.directory.hostsOf(eventType)
  const ignoresBookings = asked.ignoresConflicts === true || world.faults.plan.overlaps === 'on'
  const isHostFree = ({ userId }: Host) => isFree(world, { userId, eventType, time, except, ignoresBookings })
  if (eventType.schedulingType !== 'roundRobin') {
    if (!hosts.every(isHostFree)) throw unavailable(eventType)
    return hosts.map(({ userId }) => userId)
  }
  const fixed = hosts.filter(({ mandatory }) => mandatory)
  const pool = hosts.filter(({ mandatory, userId }) => !mandatory && (among === undefined || among.includes(userId)))
  const able = pool.filter(isHostFree)
  const isStaffed = fixed.every(isHostFree) && (able.length > 0 || pool.length === 0)
  // The API does not know the names these errors have by now, and so cannot say what is wrong.
  if (!isStaffed && fixed.length > 0) throw refuseFromCore(500, 'Internal server error')
  if (!isStaffed) throw unavailable(eventType)
  const chosen = able.sort((left, right) => byTurn(world, eventType, left, right))[0]
  return [...fixed.map(({ userId }) => userId), ...(chosen === undefined ? [] : [chosen.userId])]
}

function unavailable({ ownerId }: EventType): RefusedRequest {
  const who = ownerId === null ? 'One of the hosts' : 'User'
  return refuse(400, `${who} either already has booking at this time or is not available`)
}

/** The more important first; of equals the one who was booked longest ago. */
function byTurn(world: World, eventType: EventType, left: Host, right: Host): number {
  const important = PRIORITIES.indexOf(right.priority) - PRIORITIES.indexOf(left.priority)
  return important === 0
    ? world.diary.lastTurn(left.userId, eventType.id) - world.diary.lastTurn(right.userId, eventType.id)
    : important
}
