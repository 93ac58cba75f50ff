import type { Random } from '../../chaos/random.ts'
import type { Company, Entry, Person, Service, StaffMember } from './company.ts'
import { fullName } from './company.ts'
import { drawId } from './draw-id.ts'
import { firstNames, lastNameFamilies } from './people.ts'
import { shuffle } from './shuffle.ts'

const REGULARS = 8
const DAYS_AHEAD = 12
const STEP_MINUTES = 30
const LEAST_PER_REGULAR = 1
const MOST_PER_REGULAR = 3

type House = Omit<Company, 'regulars' | 'diary'>
type Free = Omit<Entry, 'person' | 'attendee'>

/** Appointments of the days ahead, some of them of people who will call; a day's share is drawn once for the house. */
export function drawDiary(random: Random, house: House, now: Temporal.Instant): Pick<Company, 'regulars' | 'diary'> {
  const regulars = Array.from({ length: REGULARS }, (_, index) => drawRegular(random, index))
  const share = random.pick([0.05, 0.15, 0.35])
  const today = now.toZonedDateTimeISO(house.zone).toPlainDate()
  const codes = new Set<string>()
  const free = house.staff.flatMap((member) =>
    Array.from({ length: DAYS_AHEAD }, (_, day) => fillDay(random, house, member, today.add({ days: day + 1 }), share)),
  )
  const entries = shuffle(
    random,
    free.flat().map((entry) => ({ ...entry, code: drawCode(random, codes) })),
  )
  return { regulars, diary: giveAway(random, entries, regulars, house) }
}

function drawRegular(random: Random, index: number): Person {
  const lastName = random.pick(random.pick(lastNameFamilies))
  const number = callerNumber(index)
  return { id: drawId(random), firstName: random.pick(firstNames), lastName, number, trusted: random.chance(0.5) }
}

/** Numbers no subscriber in Germany has; the first are the regulars'. */
export function callerNumber(index: number): string {
  const series = ['+494066969', '+492214710', '+498999998', '+496990009']
  return `${series[Math.floor(index / 1_000) % series.length] ?? ''}${String(index % 1_000).padStart(3, '0')}`
}

/** What one of the staff has on one day: nothing overlaps, buffers included. */
function fillDay(
  random: Random,
  house: House,
  member: StaffMember,
  date: Temporal.PlainDate,
  share: number,
): readonly Omit<Free, 'code'>[] {
  const does = house.services.filter((service) => service.staff.includes(member))
  const entries: Omit<Free, 'code'>[] = []
  for (const range of member.hours[date.dayOfWeek] ?? []) {
    let minute = range.from
    while (minute < range.to) {
      const service = does[random.whole(0, Math.max(0, does.length - 1))]
      const isTaken = random.chance(share)
      if (!isTaken || service === undefined || minute + service.minutes + service.bufferMinutes > range.to) {
        minute += STEP_MINUTES
        continue
      }
      entries.push({ id: drawId(random), service, staff: member, ...timesOf(date, minute, service) })
      minute += Math.ceil((service.minutes + service.bufferMinutes) / STEP_MINUTES) * STEP_MINUTES
    }
  }
  return entries
}

function timesOf(date: Temporal.PlainDate, minute: number, service: Service) {
  const start = date.toPlainDateTime().add({ minutes: minute })
  return { start, end: start.add({ minutes: service.minutes }) }
}

function drawCode(random: Random, taken: Set<string>): string {
  for (;;) {
    const code = String(random.whole(0, 999_999)).padStart(6, '0')
    if (taken.has(code)) continue
    taken.add(code)
    return code
  }
}

/** One to three of them to each regular, never two at once; the rest to people who do not call. */
function giveAway(
  random: Random,
  entries: readonly Free[],
  regulars: readonly Person[],
  house: House,
): readonly Entry[] {
  const wanted = regulars.flatMap((person) => {
    const most = Math.min(MOST_PER_REGULAR, house.rules.mostOpen ?? MOST_PER_REGULAR)
    return Array.from({ length: random.whole(LEAST_PER_REGULAR, most) }, () => person)
  })
  const theirs: Entry[] = []
  return entries.map((entry) => {
    const index = wanted.findIndex((person) => !theirs.some((one) => one.person === person && overlaps(one, entry)))
    const [person] = index < 0 ? [] : wanted.splice(index, 1)
    if (person === undefined) return { ...entry, ...drawSomebody(random) }
    const given = { ...entry, person, attendee: fullName(person) }
    theirs.push(given)
    return given
  })
}

function drawSomebody(random: Random): Pick<Entry, 'person' | 'attendee'> {
  const [firstName, lastName] = [random.pick(firstNames), random.pick(random.pick(lastNameFamilies))]
  const person = { id: drawId(random), firstName, lastName, number: null, trusted: false }
  return { person, attendee: fullName(person) }
}

function overlaps(one: Pick<Entry, 'start' | 'end'>, other: Pick<Entry, 'start' | 'end'>): boolean {
  return (
    Temporal.PlainDateTime.compare(one.start, other.end) < 0 && Temporal.PlainDateTime.compare(other.start, one.end) < 0
  )
}
