import { expect, test } from 'vitest'

import type { AccountFile } from './account.ts'
import { DEMO_KEY, demoAccount } from './demo-account.ts'
import { type Asking, askStandIn, bookingBody } from './test/stand-in.ts'

const MONDAY_TO_FRIDAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const
const people = ['Ada', 'Bo', 'Cleo']
const RESULT_TAKEN = 'One of the hosts either already has booking at this time or is not available'

/** Three people: Ada from nine to twelve, Bo and Cleo from ten to twelve. */
function team(change: object): AccountFile {
  return {
    users: people.map((name, index) => ({
      id: index + 1,
      name,
      username: name.toLowerCase(),
      email: `${name.toLowerCase()}@example.test`,
      defaultScheduleId: index + 1,
    })),
    schedules: people.map((_, index) => ({
      id: index + 1,
      ownerId: index + 1,
      availability: [{ days: [...MONDAY_TO_FRIDAY], startTime: index === 0 ? '09:00' : '10:00', endTime: '12:00' }],
    })),
    teams: [
      {
        id: 1,
        name: 'Team',
        slug: 'team',
        members: people.map((_, index) => ({
          id: index + 1,
          userId: index + 1,
          role: index === 0 ? ('OWNER' as const) : ('MEMBER' as const),
        })),
      },
    ],
    eventTypes: [
      {
        id: 1,
        title: 'Beratung',
        slug: 'beratung',
        lengthInMinutes: 60,
        teamId: 1,
        hosts: people.map((_, index) => ({ userId: index + 1 })),
        ...change,
      },
    ],
    apiKeys: [
      { key: 'cal_ada', name: 'ada', userId: 1 },
      { key: 'cal_bo', name: 'bo', userId: 2 },
    ],
  }
}

const pool = team({ schedulingType: 'roundRobin' })
const withFixed = team({
  schedulingType: 'roundRobin',
  hosts: [{ userId: 1, mandatory: true }, { userId: 2 }, { userId: 3 }],
})
const together = team({ schedulingType: 'collective' })

const MONDAY = 'eventTypeId=1&start=2026-11-23&end=2026-11-23&timeZone=Europe/Berlin'
const times = (starts: readonly string[]) => starts.map((start) => start.slice(11, 16))
const hostOf = ({ body }: Awaited<ReturnType<Asking['ask']>>) => String(body['data']?.['hosts']?.[0]?.['name'])
const bookMany = async ({ book }: Asking, count: number, start: string) => {
  const answers = []
  for (let index = 0; index < count; index++) answers.push(await book({ start, email: `${index}@example.test` }))
  return answers
}

const freeOf = async (account: AccountFile) => times(await (await askStandIn({ account })).slots(MONDAY))

test('a pool is free while anyone is; a collective while all are; fixed hosts must be', async () => {
  expect(await freeOf(pool)).toEqual(['09:00', '10:00', '11:00'])
  expect(await freeOf(withFixed)).toEqual(['10:00', '11:00'])
  expect(await freeOf(together)).toEqual(['10:00', '11:00'])
})

test('a pool takes turns and then says that one of the hosts is not available', async () => {
  const asking = await askStandIn({ account: pool })
  const answers = await bookMany(asking, 4, '2026-11-23T09:00:00Z')
  expect(answers.slice(0, 3).map(hostOf).sort()).toEqual(people)
  expect(answers[3]).toMatchObject({ status: 400, body: { error: { message: RESULT_TAKEN } } })
  asking.standIn.clock.advance(2_000)
  expect(times(await asking.slots(MONDAY))).toEqual(['09:00', '11:00'])
})

test('whoever of a pool was booked longest ago is next, though the others are as free', async () => {
  const { book } = await askStandIn({ account: pool })
  const hosts = []
  for (const start of [
    '2026-11-23T09:00:00Z',
    '2026-11-23T10:00:00Z',
    '2026-11-24T09:00:00Z',
    '2026-11-24T10:00:00Z',
  ]) {
    hosts.push(hostOf(await book({ start, email: `${start}@example.test`.replaceAll(':', '') })))
  }
  expect(hosts).toEqual(['Ada', 'Bo', 'Cleo', 'Ada'])
})

test('the more important host goes first', async () => {
  const account = team({
    schedulingType: 'roundRobin',
    hosts: [{ userId: 1, priority: 'low' }, { userId: 2, priority: 'highest' }, { userId: 3 }],
  })
  const answers = await bookMany(await askStandIn({ account }), 3, '2026-11-23T09:00:00Z')
  expect(answers.map(hostOf)).toEqual(['Bo', 'Cleo', 'Ada'])
})

test('a pool gives the same person the same booking back', async () => {
  const { standIn, book } = await askStandIn({ account: pool })
  const start = '2026-11-23T09:00:00Z'
  const [first, again] = [await book({ start }), await book({ start })]
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body).toEqual(first.body)
  expect(standIn.bookings()).toHaveLength(1)
})

test('with fixed hosts, nobody free is an error without a name', async () => {
  const asking = await askStandIn({ account: withFixed })
  const answers = await bookMany(asking, 2, '2026-11-23T09:00:00Z')
  expect(answers[0]?.body['data']).toMatchObject({ hosts: [{ name: 'Ada' }], attendees: [{ name: 'Anna Test' }, {}] })
  expect(answers[1]).toMatchObject({ status: 500, body: { statusCode: 500, message: 'Internal server error' } })
})

test('the hosts of a collective besides the organizer are among the attendees, and all are taken', async () => {
  const asking = await askStandIn({ account: together })
  const answer = await asking.book({ start: '2026-11-23T09:00:00Z' })
  expect(answer.body['data']).toMatchObject({
    title: 'Beratung between Team and Anna Test',
    hosts: [{ name: 'Ada' }],
    attendees: [{ name: 'Anna Test' }, { name: 'Bo' }, { name: 'Cleo' }],
  })
  const second = await asking.book({ start: '2026-11-23T09:30:00Z', email: 'b@example.test' })
  expect(second).toMatchObject({ status: 400, body: { error: { message: RESULT_TAKEN } } })
})

test('a booking of a pool can be given to another host, by those who run it', async () => {
  const { ask, book } = await askStandIn({ account: pool })
  const booked = await book({ start: '2026-11-23T09:00:00Z' })
  const path = `/v2/bookings/${String(booked.body['data']?.['uid'])}/reassign`
  expect((await ask('POST', `${path}/3`, { key: null })).status).toBe(403)
  const answer = await ask('POST', `${path}/3`, { body: {} })
  expect(answer.body['data']).toMatchObject({ reassignedTo: { id: 3, name: 'Cleo' } })
  expect((await ask('POST', `${path}/3`)).status).toBe(400)
  expect((await ask('POST', `${path}/9`)).status).toBe(400)
})

test('one hold of a pool hides the slot from everybody, though others are free; as many holds as hosts are let in', async () => {
  const { standIn, ask, slots } = await askStandIn({ account: pool })
  const body = { eventTypeId: 1, slotStart: '2026-11-23T10:00:00Z' }
  const statuses = []
  for (let count = 0; count < 4; count++) statuses.push((await ask('POST', '/v2/slots/reservations', { body })).status)
  expect(statuses).toEqual([201, 201, 201, 422])
  expect(times(await slots(MONDAY))).toEqual(['09:00', '10:00'])
  standIn.clock.advance(5 * 60_000)
  expect(times(await slots(MONDAY))).toEqual(['09:00', '10:00', '11:00'])
})

test('who runs the team sees what all of its hosts have; a member sees own bookings', async () => {
  const asking = await askStandIn({ account: pool })
  await bookMany(asking, 3, '2026-11-23T09:00:00Z')
  const seenBy = async (key: string) => (await asking.ask('GET', '/v2/bookings', { key })).body['data']?.length
  expect([await seenBy('cal_ada'), await seenBy('cal_bo')]).toEqual([3, 1])
  expect((await asking.ask('GET', '/v2/teams/1/bookings')).body['data']).toHaveLength(3)
})

test('the catalogue of a team: types with hosts, members with addresses, schedules', async () => {
  const { ask } = await askStandIn({ account: demoAccount })
  const dataOf = async (path: string) => (await ask('GET', path)).body['data']
  expect(await dataOf('/v2/me')).toMatchObject({ id: 1, username: 'sonnenschein', timeZone: 'Europe/Berlin' })
  expect((await dataOf('/v2/teams'))?.map(({ name }) => name)).toEqual([
    'Salon Sonnenschein Mitte',
    'Salon Sonnenschein Prenzlauer Berg',
  ])
  const types = (await dataOf('/v2/teams/1/event-types')) ?? []
  const kinds = Map.groupBy(types, ({ schedulingType }) => String(schedulingType))
  expect([...kinds].map(([kind, list]) => [kind, list.length])).toEqual([
    ['roundRobin', 12],
    ['managed', 12],
    ['null', 53],
  ])
  const child = types.find(({ parentEventTypeId, slug }) => parentEventTypeId !== null && String(slug) === 'balayage')
  expect(child).toMatchObject({
    ownerId: 11,
    hosts: [{ userId: 11, name: 'Lena Sommer' }],
    lengthInMinutes: 180,
    afterEventBuffer: 15,
  })
  const members = await dataOf('/v2/teams/2/memberships?take=2&skip=1')
  expect(members?.map(({ user }) => user?.['email'])).toEqual([
    'sarah-maier@sonnenschein.example',
    'aylin-demir@sonnenschein.example',
  ])
  expect(await dataOf('/v2/teams/1/schedules')).toHaveLength(6)
  expect((await ask('GET', '/v2/teams/1', { key: null })).status).toBe(401)
  expect((await ask('GET', '/v2/teams/9')).status).toBe(404)
})

const mondayOf = (id: number) => `eventTypeId=${id}&start=2026-11-23&end=2026-11-23&timeZone=Europe/Berlin`

test('children of a managed type are booked, their parent is not', async () => {
  const { ask, slots, book } = await askStandIn({ account: demoAccount })
  expect(await slots(mondayOf(120_100))).toEqual([])
  expect((await slots(mondayOf(130_111))).length).toBeGreaterThan(10)
  expect((await book({ eventTypeId: 120_100 })).body['error']?.['message']).toMatch(/parent managed event type/)
  const booked = await book({ eventTypeId: 130_111, start: '2026-11-23T09:00:00Z' })
  expect(booked.body['data']).toMatchObject({
    hosts: [{ name: 'Lena Sommer' }],
    location: 'Torstraße 112, 10119 Berlin',
  })
  // The pool shares its people with the children.
  const lists = await ask('GET', '/v2/bookings', { key: DEMO_KEY })
  expect(lists.body['data']).toHaveLength(1)
})

test('where there are no teams nothing is found under them', async () => {
  const { ask } = await askStandIn({ account: pool, dialect: 'self-hosted' })
  for (const path of ['/v2/teams', '/v2/teams/1/memberships', '/v2/teams/1/event-types']) {
    const answer = await ask('GET', path)
    expect(answer).toMatchObject({ status: 404, body: { error: { message: `Cannot GET ${path}` } } })
  }
})

test('types of a person: own ones, somebody else’s by name, hidden ones for their owner', async () => {
  const shown = { id: 1, title: 'Kurz', slug: 'kurz', lengthInMinutes: 15, ownerId: 1 }
  const account = { ...pool, eventTypes: [shown, { ...shown, id: 2, slug: 'geheim', hidden: true }] }
  const { ask } = await askStandIn({ account })
  const idsOf = async (query: string, key = 'cal_ada', on = ask) =>
    (await on('GET', `/v2/event-types${query}`, { key })).body['data']?.map(({ id }) => Number(id))
  expect(await idsOf('')).toEqual([1, 2])
  expect(await idsOf('?username=ada', 'cal_bo')).toEqual([1])
  expect(await idsOf('?username=ada&eventSlug=geheim')).toEqual([2])
  const old = await askStandIn({ account, dialect: 'self-hosted-2025' })
  expect([await idsOf('', 'cal_ada', old.ask), await idsOf('?username=ada', 'cal_ada', old.ask)]).toEqual([[], [1, 2]])
  expect((await ask('GET', '/v2/event-types/1')).body['data']).toMatchObject({ slug: 'kurz', ownerId: 1 })
  expect((await ask('GET', '/v2/event-types/1', { key: 'cal_bo' })).status).toBe(403)
})

test('schedules are their owner’s', async () => {
  const { ask } = await askStandIn({ account: pool })
  const own = await ask('GET', '/v2/schedules')
  expect(own.body['data']).toEqual([
    {
      id: 1,
      ownerId: 1,
      name: 'Working hours',
      timeZone: 'Europe/Berlin',
      isDefault: true,
      availability: [{ days: [...MONDAY_TO_FRIDAY], startTime: '09:00', endTime: '12:00' }],
      overrides: [],
    },
  ])
  expect((await ask('GET', '/v2/schedules/default')).body['data']).toMatchObject({ id: 1 })
  expect((await ask('GET', '/v2/schedules/2')).status).toBe(403)
  expect((await ask('GET', '/v2/schedules', { version: null })).status).toBe(404)
})

test('types that want to know who books', async () => {
  const { ask } = await askStandIn({
    account: team({ schedulingType: 'collective', bookingRequiresAuthentication: true }),
  })
  const statusBy = async (key: string | null) =>
    (await ask('POST', '/v2/bookings', { body: bookingBody(), key })).status
  expect([await statusBy(null), await statusBy('cal_bo')]).toEqual([401, 201])
})
