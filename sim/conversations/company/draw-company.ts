import type { Random } from '../../chaos/random.ts'
import type { Branch, Category, Company, Rules, Service, StaffMember, Week } from './company.ts'
import { drawDiary } from './draw-diary.ts'
import { drawId } from './draw-id.ts'
import { firstNames, lastNameFamilies } from './people.ts'
import { shuffle } from './shuffle.ts'
import { trades } from './trades.ts'

const ZONES = ['Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin', 'Europe/Vienna', 'Europe/London'] as const
const MOST_STAFF = 15

/**
 * Draws a company from its seed: one to three branches, one to fifteen people with names that are easily mistaken, one to
 * twenty-five services, hours, holidays, closures, rules, and a diary around `now`.
 */
export function drawCompany(random: Random, seed: number, now: Temporal.Instant): Company {
  const zone = random.pick(ZONES)
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const trade = random.pick(trades)
  const staffCount = random.chance(0.2) ? 1 : random.whole(2, MOST_STAFF)
  const hasOneLine = random.chance(0.5)
  const branches = drawBranches(random, { seed, most: Math.min(3, staffCount), hasOneLine, today })
  const staff = drawStaff(random, branches, staffCount)
  const services = drawServices(random, trade.categories, branches, staff)
  const house = {
    id: drawId(random),
    slug: `house-${seed}`,
    name: `${trade.title} ${random.pick(lastNameFamilies)[0]}`,
    zone,
    agents: { de: `agent_${seed}_de`, en: `agent_${seed}_en` },
    line: hasOneLine ? lineOf(seed, 0) : null,
    branches,
    staff,
    services,
    rules: drawRules(random),
  }
  return { ...house, ...drawDiary(random.fork('diary'), house, now) }
}

/** Extensions of a number that is reserved for fiction. */
function lineOf(seed: number, branch: number): string {
  return `+4930231250${String((seed % 10_000) * 4 + branch).padStart(5, '0')}`
}

const PLACES = [
  ['Mitte', 'Torstraße 12', 'Berlin', 'BE'],
  ['Altona', 'Große Bergstraße 3', 'Hamburg', 'HH'],
  ['Schwabing', 'Hohenzollernstraße 40', 'München', 'BY'],
  ['Südstadt', 'Bonner Straße 21', 'Köln', 'NW'],
  ['Bahnhof', 'Bahnhofsplatz 1', 'Leipzig', 'SN'],
  ['Neustadt', 'Louisenstraße 8', 'Dresden', 'SN'],
] as const

function drawBranches(
  random: Random,
  options: { seed: number; most: number; hasOneLine: boolean; today: Temporal.PlainDate },
): readonly [Branch, ...Branch[]] {
  const count = random.chance(0.5) ? 1 : random.whole(1, options.most)
  const places = shuffle(random, PLACES).slice(0, count)
  const branches = places.map(([name, street, city, germanState], index) => ({
    id: drawId(random),
    name,
    street,
    city,
    germanState,
    closedOnHolidays: random.chance(0.8),
    hours: random.pick(WEEKS),
    closures: drawClosures(random, options.today),
    line: options.hasOneLine ? null : lineOf(options.seed, index + 1),
  }))
  return branches as [(typeof branches)[number], ...typeof branches]
}

const hours = (from: number, to: number) => ({ from: from * 60, to: to * 60 })
const week = (days: Readonly<Record<number, Week[number]>>): Week =>
  Array.from({ length: 8 }, (_, day) => days[day] ?? [])
const daily = (days: readonly number[], ranges: Week[number]) => Object.fromEntries(days.map((day) => [day, ranges]))
const WEEKS: readonly [Week, ...Week[]] = [
  week({ ...daily([1, 2, 3, 4, 5], [hours(9, 18)]), ...daily([6], [hours(9, 14)]) }),
  week(daily([1, 2, 3, 4, 5], [hours(8, 12), hours(13, 17)])),
  week({ ...daily([2, 3, 4, 5], [hours(10, 19)]), ...daily([6], [hours(9, 16)]) }),
  week({ ...daily([1, 2, 4, 5], [hours(7.5, 18.5)]), ...daily([3], [hours(7.5, 13)]) }),
  week({ ...daily([1, 2, 3, 4, 5, 6], [hours(9, 20)]), ...daily([7], [hours(11, 16)]) }),
]

function drawClosures(random: Random, today: Temporal.PlainDate): Branch['closures'] {
  if (random.chance(0.7)) return []
  const firstDate = today.add({ days: random.whole(1, 12) })
  return [{ firstDate, lastDate: firstDate.add({ days: random.whole(0, 2) }) }]
}

function drawStaff(random: Random, branches: readonly [Branch, ...Branch[]], count: number): readonly StaffMember[] {
  const withTitles = random.chance(0.15)
  const families = shuffle(random, lastNameFamilies).slice(0, Math.max(2, Math.ceil(count / 3)))
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, index) => {
    const branch = branches[index % branches.length] ?? branches[0]
    const name = drawName(random, families as [[string, ...string[]], ...[string, ...string[]][]], taken)
    const title = withTitles ? random.pick(['Frau', 'Herr', 'Dr.']) : ''
    return { id: drawId(random), title, ...name, branch, hours: drawHours(random, branch.hours) }
  })
}

/** Nobody has the first and the last name of a colleague; halves of names are shared, and others sound the same. */
function drawName(
  random: Random,
  families: readonly [[string, ...string[]], ...[string, ...string[]][]],
  taken: Set<string>,
): { firstName: string; lastName: string } {
  for (;;) {
    const name = { firstName: random.pick(firstNames), lastName: random.pick(random.pick(families)) }
    const key = `${name.firstName} ${name.lastName}`
    if (taken.has(key)) continue
    taken.add(key)
    return name
  }
}

/** Most of the branch's days, at most an hour or two shorter. */
function drawHours(random: Random, open: Week): Week {
  const off = random.whole(1, 7)
  const later = random.pick([0, 0, 0, 60, 90])
  return open.map((ranges, weekday) =>
    weekday === off && random.chance(0.7)
      ? []
      : ranges.map((range) => ({ from: Math.min(range.from + later, range.to - 60), to: range.to })),
  )
}

function drawServices(
  random: Random,
  shelves: Readonly<Record<string, string>>,
  branches: readonly Branch[],
  staff: readonly StaffMember[],
): readonly [Service, ...Service[]] {
  const all = Object.entries(shelves).flatMap(([shelf, lines]) => {
    const category = toCategory(random, shelf)
    return lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => toService(random, line, category, drawDoers(random, branches, staff)))
  })
  const services = shuffle(random, all).slice(0, drawServiceCount(random))
  return services as [Service, ...Service[]]
}

/** Each size of catalogue is asked about in another way. */
function drawServiceCount(random: Random): number {
  const size = random.share()
  if (size < 0.12) return 1
  if (size < 0.4) return random.whole(2, 5)
  return size < 0.8 ? random.whole(6, 19) : random.whole(20, 25)
}

function toCategory(random: Random, shelf: string): Category {
  const [name = '', nameEn = ''] = shelf.split(' / ')
  return { id: drawId(random), name, nameEn }
}

function toService(random: Random, line: string, category: Category, staff: readonly StaffMember[]): Service {
  const [name = '', nameEn = '', minutes = '', euros = '', words = '', wordsEn = ''] = line.split(' / ')
  const german = words.split(', ').filter((word) => word !== '')
  const english = wordsEn.split(', ').filter((word) => word !== '')
  return {
    id: drawId(random),
    name,
    nameEn,
    category,
    minutes: Number(minutes),
    bufferMinutes: random.pick([0, 0, 0, 5, 15]),
    priceMinor: Number(euros) * 100,
    aliases: [...german, ...english],
    said: { de: [name, ...german], en: [nameEn, ...english] },
    staff,
  }
}

/** In every branch somebody does it. */
function drawDoers(random: Random, branches: readonly Branch[], staff: readonly StaffMember[]): readonly StaffMember[] {
  const share = random.pick([0.4, 0.7, 1])
  return branches.flatMap((branch) => {
    const team = staff.filter((member) => member.branch === branch)
    const able = team.filter(() => random.chance(share))
    return able.length > 0 ? able : team.slice(0, 1)
  })
}

function drawRules(random: Random): Rules {
  const day = 1_440
  return {
    noticeMinutes: random.pick([null, 0, 60, 120, day]),
    horizonDays: random.pick([null, 14, 30, 60, 90]),
    gridMinutes: random.pick([null, 5, 10, 15, 30]),
    mostOpen: random.pick([null, null, 3, 5, 8]),
    cancellationNoticeMinutes: random.pick([null, 0, 120, day, 2 * day]),
    reschedulingNoticeMinutes: random.pick([null, 0, 120, day, 2 * day]),
    needsApproval: random.chance(0.03),
  }
}
