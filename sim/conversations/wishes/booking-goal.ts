import type { Branch, Service, StaffMember } from '../company/company.ts'
import type { Standing } from '../judge/records.ts'
import type { Scene } from '../scene.ts'
import { today } from '../scene.ts'
import { drawPart, type WishedTime } from '../speech/wished-time.ts'

/** What somebody wants to have booked. */
export type BookingGoal = {
  service: Service
  branch: Branch
  /** With nobody else. */
  staff: StaffMember | null
  attendee: { firstName: string; lastName: string }
  isForCaller: boolean
  wish: WishedTime
  /** Takes another time when theirs cannot be had; who does not, leaves. */
  isFlexible: boolean
  /** Wants to know what there is, and nothing booked. */
  isOnlyLooking?: boolean
  /** The appointment that is to be moved, instead of a new one. */
  moves?: Standing
}

const MOST_DAYS_AHEAD = 12

/** Draws what the caller wants; a service its branch does, by somebody of it when by name. */
export function drawGoal(scene: Scene, options: { byName: boolean }): BookingGoal {
  const { random, company, caller } = scene
  const branch = scene.dialled ?? random.pick(company.branches)
  const service = random.pick(company.services)
  const doers = service.staff.filter((member) => member.branch === branch)
  const staff = options.byName ? (doers[random.whole(0, doers.length - 1)] ?? null) : null
  return {
    service,
    branch,
    staff,
    attendee: { firstName: caller.firstName, lastName: caller.lastName },
    isForCaller: true,
    wish: drawWish(scene, branch),
    isFlexible: random.chance(0.9),
  }
}

/** A time the branch is usually open at; now and then any other. */
export function drawWish(scene: Scene, branch: Branch): WishedTime {
  const { random } = scene
  const date = drawDate(scene, branch)
  if (random.chance(0.25)) return drawPart(random, date)
  const [range] = branch.hours[date.dayOfWeek] ?? []
  const [from, to] = range === undefined || random.chance(0.05) ? [480, 1_140] : [range.from, range.to - 60]
  const minute = Math.min(1_185, Math.max(420, random.whole(from / 15, to / 15) * 15))
  const grid = random.chance(0.7) ? 30 : 15
  const rounded = Math.ceil(minute / grid) * grid
  return { kind: 'at', date, time: new Temporal.PlainTime(Math.floor(rounded / 60), rounded % 60) }
}

function drawDate(scene: Scene, branch: Branch): Temporal.PlainDate {
  const { random } = scene
  const date = today(scene).add({ days: random.whole(1, MOST_DAYS_AHEAD) })
  const isOpen = (branch.hours[date.dayOfWeek] ?? []).length > 0
  return isOpen || random.chance(0.15) ? date : drawDate(scene, branch)
}
