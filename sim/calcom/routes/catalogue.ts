import type { EventType, Schedule, Team } from '../account.ts'
import { writeTeamEventType, writeUserEventType } from '../event-type-output.ts'
import { refuse } from '../refusal.ts'
import { type Asked, askerOf, type Reply, type Route, success } from '../route.ts'
import type { World } from '../world.ts'

const EVENT_TYPES_VERSION = '2024-06-14'
const SCHEDULES_VERSION = '2024-06-11'

const get = { method: 'GET', family: 'catalogue' } as const
const eventTypes = { ...get, versions: () => [EVENT_TYPES_VERSION] }
const schedules = { ...get, needs: 'key', versions: () => [SCHEDULES_VERSION] } as const
const teams = { ...get, needs: 'key', exists: ({ dialect }: World) => dialect.hasTeams } as const

export const catalogueRoutes: readonly Route[] = [
  { ...get, path: '/v2/me', needs: 'key', handle: me },
  { ...eventTypes, path: '/v2/event-types', handle: listEventTypes },
  { ...eventTypes, path: '/v2/event-types/:eventTypeId', needs: 'key', handle: readEventType },
  { ...schedules, path: '/v2/schedules', handle: (asked) => success(schedulesOf(asked).map(writeSchedule)) },
  { ...schedules, path: '/v2/schedules/default', handle: defaultSchedule },
  { ...schedules, path: '/v2/schedules/:scheduleId', handle: readSchedule },
  { ...teams, path: '/v2/teams', handle: (asked) => success(teamsOf(asked).map(writeTeam)) },
  { ...teams, path: '/v2/teams/:teamId', handle: (asked) => success(writeTeam(findTeam(asked))) },
  { ...teams, path: '/v2/teams/:teamId/memberships', handle: listMemberships },
  { ...teams, path: '/v2/teams/:teamId/schedules', handle: listTeamSchedules },
  { ...get, exists: teams.exists, path: '/v2/teams/:teamId/event-types', handle: listTeamEventTypes },
  { ...teams, path: '/v2/teams/:teamId/event-types/:eventTypeId', handle: readTeamEventType },
]

function me(asked: Asked): Reply {
  const user = asked.world.directory.user(askerOf(asked))
  return success({
    id: user?.id,
    username: user?.username,
    email: user?.email,
    name: user?.name,
    avatarUrl: null,
    bio: null,
    timeFormat: 24,
    defaultScheduleId: user?.defaultScheduleId ?? null,
    weekStart: 'Monday',
    timeZone: user?.timeZone,
    organizationId: null,
  })
}

/** Types of persons only: somebody's by name, or one's own. Hidden ones are seen by their owner alone. */
function listEventTypes({ world, query, key }: Asked): Reply {
  const { directory, dialect } = world
  const usernames = (query.get('username') ?? query.get('usernames'))?.split(',')
  if (usernames === undefined && (key === undefined || !dialect.listsOwnEventTypes)) return success([])
  const slug = query.get('eventSlug')
  const owners = usernames === undefined ? [key?.userId] : usernames.map((name) => directory.userNamed(name)?.id)
  const found = directory.account.eventTypes.filter(
    (eventType) =>
      eventType.ownerId !== null &&
      owners.includes(eventType.ownerId) &&
      (slug === null || eventType.slug === slug) &&
      (!eventType.hidden || eventType.ownerId === key?.userId),
  )
  return success(found.map((eventType) => writeUserEventType(world, eventType)))
}

function readEventType(asked: Asked): Reply {
  const { world } = asked
  const eventType = eventTypeOf(asked)
  if (!world.directory.mayManage(askerOf(asked), eventType)) {
    throw refuse(403, `User with id=${askerOf(asked)} does not have access to event type with id=${eventType.id}`)
  }
  return success(
    eventType.ownerId === null ? writeTeamEventType(world, eventType) : writeUserEventType(world, eventType),
  )
}

function eventTypeOf({ world, params }: Asked): EventType {
  const id = Number(params['eventTypeId'])
  const eventType = world.directory.eventType(id)
  if (eventType === undefined) throw refuse(404, `Event type with id ${params['eventTypeId']} not found`)
  return eventType
}

function schedulesOf(asked: Asked): Schedule[] {
  const userId = askerOf(asked)
  return asked.world.directory.account.schedules.filter(({ ownerId }) => ownerId === userId)
}

function writeSchedule({ id, ownerId, name, timeZone, isDefault, availability, overrides }: Schedule): unknown {
  return { id, ownerId, name, timeZone, availability, isDefault, overrides }
}

function defaultSchedule(asked: Asked): Reply {
  const schedule = schedulesOf(asked).find(({ isDefault }) => isDefault)
  if (schedule === undefined) throw refuse(404, 'Default schedule not found')
  return success(writeSchedule(schedule))
}

function readSchedule(asked: Asked): Reply {
  const id = Number(asked.params['scheduleId'])
  const schedule = asked.world.directory.account.schedules.find((candidate) => candidate.id === id)
  if (schedule === undefined) throw refuse(404, `Schedule with ID=${asked.params['scheduleId']} does not exist.`)
  if (schedule.ownerId !== askerOf(asked))
    throw refuse(403, `User with ID=${askerOf(asked)} does not own schedule with ID=${id}`)
  return success(writeSchedule(schedule))
}

function teamsOf(asked: Asked): Team[] {
  const userId = askerOf(asked)
  return asked.world.directory.account.teams.filter((team) => isMember(team, userId))
}

function isMember({ members }: Team, userId: number): boolean {
  return members.some((member) => member.userId === userId && member.accepted)
}

function teamNamed({ world, params }: Asked): Team {
  const team = world.directory.account.teams.find(({ id }) => id === Number(params['teamId']))
  if (team === undefined) throw refuse(404, 'Team not found')
  return team
}

/** @throws RefusedRequest 404, or 403 for teams of others */
function findTeam(asked: Asked): Team {
  const team = teamNamed(asked)
  if (!isMember(team, askerOf(asked))) throw refuse(403, 'User is not a member of the team.')
  return team
}

function writeTeam({ id, name, slug }: Team): unknown {
  return { id, name, slug, isOrganization: false, timeZone: 'Europe/Berlin', weekStart: 'Monday' }
}

function listMemberships(asked: Asked): Reply {
  const team = findTeam(asked)
  const { query, world } = asked
  const emails = [...query.getAll('emails'), ...query.getAll('emails[]')].flatMap((list) => list.split(','))
  const members = team.members.map(({ id, userId, role, accepted }) => {
    const user = world.directory.user(userId)
    const about = { username: user?.username, name: user?.name, email: user?.email, metadata: {} }
    return { id, userId, teamId: team.id, accepted, role, disableImpersonation: false, user: about }
  })
  const wanted = members.filter(({ user }) => emails.length === 0 || emails.includes(user.email ?? ''))
  return success(paged(asked, wanted))
}

function listTeamSchedules(asked: Asked): Reply {
  const userIds = findTeam(asked).members.map(({ userId }) => userId)
  const found = asked.world.directory.account.schedules.filter(({ ownerId }) => userIds.includes(ownerId))
  return success(paged(asked, found.map(writeSchedule)))
}

/** Parents, children and the team's own, hidden ones too. */
function listTeamEventTypes(asked: Asked): Reply {
  const { world, query } = asked
  const team = teamNamed(asked)
  const slug = query.get('eventSlug')
  const hostsLimit = query.get('hostsLimit') === null ? Infinity : Number(query.get('hostsLimit'))
  const found = world.directory.account.eventTypes.filter(
    (eventType) => world.directory.teamOf(eventType)?.id === team.id && (slug === null || eventType.slug === slug),
  )
  return success(found.map((eventType) => writeTeamEventType(world, eventType, hostsLimit)))
}

function readTeamEventType(asked: Asked): Reply {
  const team = findTeam(asked)
  const eventType = eventTypeOf(asked)
  if (asked.world.directory.teamOf(eventType)?.id !== team.id)
    throw refuse(404, `Event type with id ${eventType.id} not found`)
  return success(writeTeamEventType(asked.world, eventType))
}

const MOST_A_PAGE = 250

/** `take` (1–250) and `skip`. */
export function paged<T>({ query }: Asked, items: readonly T[]): readonly T[] {
  const take = Number(query.get('take') ?? MOST_A_PAGE)
  const skip = Number(query.get('skip') ?? 0)
  if (!(take >= 1 && take <= MOST_A_PAGE))
    throw refuse(400, `take property is wrong,take must not be greater than ${MOST_A_PAGE} `)
  if (!(skip >= 0)) throw refuse(400, 'skip property is wrong,skip must not be less than 0 ')
  return items.slice(skip, skip + take)
}
