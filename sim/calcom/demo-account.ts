import type { AccountFile } from './account.ts'

type Day = 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday' | 'Sunday'

/** The key that acts for the salon's owner, who runs both of its teams. */
export const DEMO_KEY = 'cal_demo_sonnenschein'

const OWNER_ID = 1

const branches = [
  { teamId: 1, name: 'Mitte', slug: 'mitte', address: 'Torstraße 112, 10119 Berlin' },
  { teamId: 2, name: 'Prenzlauer Berg', slug: 'prenzlauer-berg', address: 'Kastanienallee 41, 10435 Berlin' },
] as const

type Person = {
  id: number
  name: string
  username: string
  teamId: 1 | 2
  days: readonly Day[]
  hours: readonly string[]
}

const MON_FRI: readonly Day[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
const TUE_FRI: readonly Day[] = MON_FRI.slice(1)
const TUE_SAT: readonly Day[] = [...TUE_FRI, 'Saturday']

/** Who works when: from, to, from, to around the lunch break. */
const people: readonly Person[] = [
  person(11, 'Lena Sommer', 1, MON_FRI, '09:00 13:00 13:30 17:00'),
  person(12, 'Sarah Meier', 1, TUE_SAT, '09:00 12:00 12:30 16:00'),
  person(13, 'Mehmet Yılmaz', 1, MON_FRI, '10:00 14:00 14:30 19:00'),
  person(14, 'Julia Krüger', 1, ['Monday', 'Wednesday', 'Friday', 'Saturday'], '09:00 12:30 13:00 16:00'),
  person(15, 'Tobias Becker', 1, ['Monday', 'Tuesday', 'Thursday', 'Friday'], '11:00 15:00 15:30 19:00'),
  person(16, 'Sarah Maier', 2, TUE_FRI, '10:00 14:00 14:30 18:00'),
  person(17, 'Aylin Demir', 2, TUE_SAT, '10:00 13:00 13:30 16:00'),
  person(18, 'Florian Schäfer', 2, TUE_FRI, '12:00 16:00 16:30 20:00'),
]

type Service = { title: string; minutes: number; bufferAfter?: number; price: number; except?: readonly number[] }

/** What the salon offers, in its order. `except` are those who do not do it. */
const services: readonly Service[] = [
  { title: 'Damenhaarschnitt', minutes: 45, price: 49 },
  { title: 'Herrenhaarschnitt', minutes: 30, price: 32 },
  { title: 'Kinderhaarschnitt', minutes: 30, price: 19 },
  { title: 'Ponyschnitt', minutes: 15, price: 9 },
  { title: 'Ansatzfärbung', minutes: 90, bufferAfter: 15, price: 69, except: [15] },
  { title: 'Foliensträhnen', minutes: 120, bufferAfter: 15, price: 99, except: [15, 18] },
  { title: 'Balayage', minutes: 180, bufferAfter: 15, price: 159, except: [15, 18, 13] },
  { title: 'Tönung', minutes: 60, price: 45 },
  { title: 'Waschen und Föhnen', minutes: 30, price: 26 },
  { title: 'Hochsteckfrisur', minutes: 60, price: 75, except: [15, 13] },
  { title: 'Haarkur', minutes: 30, price: 29 },
  { title: 'Bartpflege', minutes: 30, price: 22, except: [11, 17] },
]

/**
 * The demo salon's account: a team for each branch, and in it for each service a round robin of those who do it, and a managed
 * type with a child for each of them. Prices are told in the description: a type with a price would want to be paid online.
 */
export const demoAccount: AccountFile = {
  users: [
    {
      id: OWNER_ID,
      name: 'Salon Sonnenschein',
      email: 'termine@sonnenschein.example',
      username: 'sonnenschein',
      defaultScheduleId: OWNER_ID,
    },
    ...people.map(({ id, name, username }) => ({
      id,
      name,
      username,
      email: `${username}@sonnenschein.example`,
      defaultScheduleId: id,
    })),
  ],
  schedules: [
    { id: OWNER_ID, ownerId: OWNER_ID, availability: [] },
    ...people.map(({ id, days, hours }) => ({
      id,
      ownerId: id,
      availability: [0, 2].map((at) => ({ days: [...days], startTime: hours[at] ?? '', endTime: hours[at + 1] ?? '' })),
    })),
  ],
  teams: branches.map(({ teamId, name, slug }) => ({
    id: teamId,
    name: `Salon Sonnenschein ${name}`,
    slug: `sonnenschein-${slug}`,
    members: [
      { id: teamId * 100, userId: OWNER_ID, role: 'OWNER' as const },
      ...people
        .filter((member) => member.teamId === teamId)
        .map(({ id }) => ({ id: teamId * 100 + id, userId: id, role: 'MEMBER' as const })),
    ],
  })),
  eventTypes: branches.flatMap((branch) => services.flatMap((service, index) => typesOf(branch, service, index))),
  apiKeys: [{ key: DEMO_KEY, name: 'demo', userId: OWNER_ID }],
}

function person(id: number, name: string, teamId: 1 | 2, days: readonly Day[], hours: string): Person {
  return { id, name, username: slugOf(name), teamId, days, hours: hours.split(' ') }
}

/** Ids say what they are: branch, kind (1 pool, 2 managed, 3 child), service and, of a child, the person. */
function typesOf(
  { teamId, address }: (typeof branches)[number],
  { title, minutes, bufferAfter = 0, price, except = [] }: Service,
  index: number,
): NonNullable<AccountFile['eventTypes']> {
  const number = teamId * 100_000 + (index + 1) * 100
  const common = {
    title,
    slug: slugOf(title),
    description: `${price} €`,
    lengthInMinutes: minutes,
    slotInterval: 15,
    afterEventBuffer: bufferAfter,
    locations: [{ type: 'address' as const, address }],
  }
  const able = people.filter((member) => member.teamId === teamId && !except.includes(member.id))
  const hosts = able.map(({ id }) => ({ userId: id }))
  const managedId = number + 20_000
  return [
    { ...common, id: number + 10_000, teamId, schedulingType: 'roundRobin', hosts },
    { ...common, id: managedId, slug: `${common.slug}-person`, teamId, schedulingType: 'managed', hosts },
    ...able.map(({ id }) => ({ ...common, id: number + 30_000 + id, ownerId: id, parentEventTypeId: managedId })),
  ]
}

function slugOf(name: string): string {
  const spelled = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ı', 'i')
  return spelled.replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-')
}
