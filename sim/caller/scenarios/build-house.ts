import type { Random } from '../../chaos/random.ts'
import {
  type Branch,
  type Category,
  type Company,
  type Entry,
  fullName,
  type Person,
  type Service,
  type StaffMember,
  type Week,
} from '../../conversations/company/company.ts'
import { drawId } from '../../conversations/company/draw-id.ts'
import plans from '../houses.json' with { type: 'json' }
import type { Days } from './days.ts'
import type { Scenario } from './scenario.ts'

type Plan = { services: number; staff: number; branches?: readonly string[] }

export type HouseOptions = {
  slug: string
  /** What is dialled, one for the company and one per branch, counted up from here. */
  line: (index: number) => string
  /** The caller's own number. */
  callerNumber: string
  days: Days
  random: Random
}

const PLANS: Readonly<Record<string, Plan>> = plans.houses
const ZONE = 'Europe/Berlin'
const minutes = (from: number, to: number) => [{ from: from * 60, to: to * 60 }]
/** Monday to Saturday, nine to six: a scenario that wants closed doors asks for Sunday. */
const WEEK: Week = Array.from({ length: 8 }, (_, day) => (day >= 1 && day <= 6 ? minutes(9, 18) : []))

/**
 * The company a scenario is played in, with its diary. Everybody does everything; of two branches each has half of the people.
 *
 * @throws Error for a house, service or person that is not there
 */
export function buildHouse(scenario: Scenario, options: HouseOptions): Company {
  const plan = PLANS[scenario.house]
  if (plan === undefined) throw new Error(`There is no house "${scenario.house}": ${Object.keys(PLANS).join(', ')}`)
  const { random, slug, line } = options
  const branches = (plan.branches ?? ['Mitte']).map((name, index) => buildBranch(random, name, line(index + 1)))
  const [first] = branches
  if (first === undefined) throw new Error(`The house "${scenario.house}" has no branch`)
  const staff = plans.staff.slice(0, plan.staff).map((name, index) => {
    return buildPerson(random, name, branches[index % branches.length] ?? first)
  })
  const company = {
    id: drawId(random),
    slug,
    name: 'Salon Morgenrot',
    zone: ZONE,
    agents: { de: `agent_${slug}_de`, en: `agent_${slug}_en` },
    line: line(0),
    branches: [first, ...branches.slice(1)] as const,
    staff,
    services: buildServices(random, plan.services, staff),
    rules: { ...OPEN_RULES, ...scenario.rules },
    regulars: [],
    diary: [],
  }
  const regular = buildRegular(random, scenario, options.callerNumber)
  const diary = scenario.diary.flatMap((entry) => buildEntries(random, company, entry, { days: options.days, regular }))
  return { ...company, regulars: regular === null ? [] : [regular], diary }
}

/** Nothing in the way unless a scenario says so. */
const OPEN_RULES: Company['rules'] = {
  noticeMinutes: 0,
  horizonDays: 120,
  gridMinutes: 15,
  mostOpen: null,
  cancellationNoticeMinutes: null,
  reschedulingNoticeMinutes: null,
  needsApproval: false,
}

function buildBranch(random: Random, name: string, line: string): Branch {
  return {
    id: drawId(random),
    name,
    street: 'Torstraße 12',
    city: 'Berlin',
    germanState: 'BE',
    closedOnHolidays: true,
    hours: WEEK,
    closures: [],
    line,
  }
}

function buildPerson(random: Random, name: string, branch: Branch): StaffMember {
  return { id: drawId(random), title: '', ...splitName(name), branch, hours: WEEK }
}

function splitName(name: string): { firstName: string; lastName: string } {
  const [firstName = '', ...rest] = name.split(' ')
  return { firstName, lastName: rest.join(' ') }
}

function buildServices(random: Random, count: number, staff: readonly StaffMember[]): Company['services'] {
  const shelves = new Map<string, Category>()
  const services = plans.services.slice(0, count).map((line): Service => {
    const [name = '', nameEn = '', shelf = '', shelfEn = '', length = '', euros = '', words = '', wordsEn = ''] =
      line.split(' / ')
    const category = shelves.get(shelf) ?? { id: drawId(random), name: shelf, nameEn: shelfEn }
    shelves.set(shelf, category)
    const [german, english] = [words.split(', '), wordsEn.split(', ')]
    return {
      id: drawId(random),
      name,
      nameEn,
      category,
      minutes: Number(length),
      bufferMinutes: 0,
      priceMinor: Number(euros) * 100,
      aliases: [...german, ...english],
      said: { de: [name, ...german], en: [nameEn, ...english] },
      staff,
    }
  })
  const [first, ...rest] = services
  if (first === undefined) throw new Error('A house without services cannot be called')
  return [first, ...rest]
}

function buildRegular(random: Random, { caller }: Scenario, number: string): Person | null {
  const isKnown = caller.number === 'known' || caller.number === 'trusted'
  const id = drawId(random)
  // Whoever hides their number may be a customer all the same.
  if (!isKnown && caller.number !== 'withheld') return null
  return { id, ...splitName(caller.name), number, trusted: caller.number === 'trusted' }
}

type Booking = Scenario['diary'][number]

function buildEntries(
  random: Random,
  company: Company,
  booking: Booking,
  { days, regular }: { days: Days; regular: Person | null },
): readonly Entry[] {
  const service = company.services.find(({ name }) => name === booking.service)
  if (service === undefined) throw new Error(`There is no service "${booking.service}" in this house`)
  const staff = company.staff.filter((member) => booking.staff === undefined || fullName(member) === booking.staff)
  if (staff.length === 0) throw new Error(`There is no "${booking.staff ?? ''}" in this house`)
  const start = days.at(booking.at)
  return staff.map((member) => {
    const person = booking.of === 'caller' && regular !== null ? regular : somebody(random, booking.of)
    return {
      id: drawId(random),
      person,
      attendee: fullName(person),
      service,
      staff: member,
      start,
      end: start.add({ minutes: service.minutes }),
      code: booking.code ?? String(random.whole(100_000, 999_999)),
    }
  })
}

function somebody(random: Random, name: string): Person {
  return { id: drawId(random), ...splitName(name || 'Helga Fremd'), number: null, trusted: false }
}
