import { z } from 'zod'

import { CalendarUnavailableError } from '../calendar.ts'
import { type CalcomHttp, CalcomNotFoundError } from './http.ts'
import { VERSIONS } from './versions.ts'

const id = z.number()
const maybeText = z
  .string()
  .nullish()
  .transform((text) => text ?? '')
const maybeNumber = z
  .number()
  .nullish()
  .transform((figure) => figure ?? null)
const isOn = z
  .boolean()
  .nullish()
  .transform((flag) => flag === true)

const meShape = z.object({ id, username: maybeText, name: maybeText, email: maybeText, timeZone: maybeText })

const eventTypeShape = z.object({
  id,
  title: maybeText,
  slug: maybeText,
  description: maybeText,
  lengthInMinutes: z.number(),
  lengthInMinutesOptions: z
    .array(z.number())
    .nullish()
    .transform((lengths) => lengths ?? []),
  slotInterval: maybeNumber,
  minimumBookingNotice: maybeNumber,
  beforeEventBuffer: maybeNumber,
  afterEventBuffer: maybeNumber,
  bookingWindow: z
    .array(z.object({ type: z.string(), value: z.unknown() }))
    .catch([])
    .nullish()
    .transform((windows) => windows ?? []),
  price: maybeNumber,
  currency: maybeText,
  recurrence: z.unknown(),
  seatsPerTimeSlot: maybeNumber,
  requiresBookerEmailVerification: isOn,
  hidden: isOn,
  bookingFields: z
    .array(z.object({ slug: maybeText, type: maybeText, required: isOn, hidden: isOn }))
    .catch([])
    .nullish()
    .transform((fields) => fields ?? []),
  scheduleId: maybeNumber,
  ownerId: maybeNumber,
  teamId: maybeNumber,
  parentEventTypeId: maybeNumber,
  schedulingType: z
    .string()
    .nullish()
    .transform((type) => type ?? null),
  hosts: z
    .array(z.object({ userId: id, name: maybeText }))
    .catch([])
    .nullish()
    .transform((hosts) => hosts ?? []),
})

const scheduleShape = z.object({
  id,
  ownerId: maybeNumber,
  timeZone: maybeText,
  isDefault: isOn,
  availability: z.array(z.object({ days: z.array(z.string()), startTime: z.string(), endTime: z.string() })).catch([]),
})

const teamShape = z.object({ id, name: maybeText })
const memberShape = z.object({
  userId: id,
  accepted: z.boolean().catch(true),
  user: z.object({ name: maybeText, email: maybeText }).catch({ name: '', email: '' }),
})

const dataOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ data: shape })

export type CalcomEventType = z.infer<typeof eventTypeShape>
export type CalcomSchedule = z.infer<typeof scheduleShape>

/** Somebody, and the teams they are in. */
export type CalcomPerson = { readonly id: number; readonly name: string; readonly teamIds: readonly number[] }

/** What an account has, as far as a company here can be made of it. */
export type CalcomAccount = {
  readonly me: z.infer<typeof meShape>
  readonly teams: readonly { readonly id: number; readonly name: string }[]
  /** Everybody whose time can be booked: the account's user and the members of its teams. */
  readonly people: readonly CalcomPerson[]
  readonly eventTypes: readonly CalcomEventType[]
  readonly schedules: readonly CalcomSchedule[]
}

/** Members of a large team, a page at a time. */
const PAGE = 250

/**
 * Reads an account: its user, teams, members, event types and working hours. A server without teams has none.
 *
 * @throws CalendarUnavailableError when the server does not answer, or not to this key
 */
export async function readAccount(http: CalcomHttp, signal: AbortSignal): Promise<CalcomAccount> {
  const { data: me } = await read(http, '/me', VERSIONS.unversioned, dataOf(meShape), signal)
  // Older servers list nothing unless they are told whose.
  const own = `/event-types?username=${encodeURIComponent(me.username)}`
  const [types, schedules, teams] = await Promise.all([
    read(http, own, VERSIONS.eventTypes, dataOf(z.array(eventTypeShape)), signal),
    read(http, '/schedules', VERSIONS.schedules, dataOf(z.array(scheduleShape)), signal),
    listOrNone(http, '/teams', teamShape, signal),
  ])
  const ofTeams = await Promise.all(teams.map((team) => readTeam(http, team.id, signal)))
  return {
    me,
    teams,
    people: peopleOf(me, ofTeams),
    eventTypes: [...types.data, ...ofTeams.flatMap((team) => team.eventTypes)],
    schedules: distinct([...schedules.data, ...ofTeams.flatMap((team) => team.schedules)]),
  }
}

type Members = { readonly teamId: number; readonly members: readonly z.infer<typeof memberShape>[] }

function peopleOf(me: CalcomAccount['me'], teams: readonly Members[]): readonly CalcomPerson[] {
  const people = new Map([[me.id, { id: me.id, name: me.name || me.username, teamIds: [] as number[] }]])
  for (const { teamId, members } of teams) {
    for (const { userId, accepted, user } of members) {
      if (!accepted) continue
      const known = people.get(userId)
      if (known === undefined) people.set(userId, { id: userId, name: user.name, teamIds: [teamId] })
      else known.teamIds.push(teamId)
    }
  }
  return [...people.values()]
}

async function readTeam(http: CalcomHttp, teamId: number, signal: AbortSignal) {
  const [eventTypes, members, schedules] = await Promise.all([
    listOrNone(http, `/teams/${teamId}/event-types`, eventTypeShape, signal),
    listOrNone(http, `/teams/${teamId}/memberships?take=${PAGE}`, memberShape, signal),
    listOrNone(http, `/teams/${teamId}/schedules?take=${PAGE}`, scheduleShape, signal),
  ])
  return { teamId, eventTypes: eventTypes.map((type) => ({ ...type, teamId })), members, schedules }
}

function distinct(schedules: readonly CalcomSchedule[]): readonly CalcomSchedule[] {
  return [...new Map(schedules.map((schedule) => [schedule.id, schedule])).values()]
}

/** A family the server does not have, or does not show to this key, has nothing in it. */
async function listOrNone<Item>(
  http: CalcomHttp,
  path: string,
  shape: z.ZodType<Item>,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  try {
    return (await read(http, path, VERSIONS.unversioned, dataOf(z.array(shape)), signal)).data
  } catch (error) {
    if (error instanceof CalcomNotFoundError) return []
    throw error
  }
}

async function read<Answer>(
  http: CalcomHttp,
  path: string,
  version: string | null,
  shape: z.ZodType<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const [pathname = '', search = ''] = path.split('?')
  const query = Object.fromEntries(new URLSearchParams(search))
  const request = { method: 'GET', path: pathname, query, version } as const
  return await http.read(request, shape, signal).catch((error: unknown) => {
    // Which part it was helps whoever connects it; nothing of an answer is told.
    if (!(error instanceof CalendarUnavailableError)) throw error
    throw new CalendarUnavailableError(`${error.message}: ${pathname}`, { cause: error })
  })
}
