import { type Account, type AccountFile, accountFile, type EventType, type Host, type User } from './account.ts'

/** Who and what is on the server, looked up by what requests name them by. */
export type Directory = {
  readonly account: Account
  user(id: number): User | undefined
  userNamed(username: string): User | undefined
  eventType(id: number): EventType | undefined
  /** Of a person or a team, by the slugs of both. */
  eventTypeNamed(owner: { ownerId: number } | { teamId: number }, slug: string): EventType | undefined
  /** Those who do it: the hosts of a team's type, else its owner. */
  hostsOf(eventType: EventType): readonly Host[]
  teamOf(eventType: EventType): Account['teams'][number] | undefined
  /** Whether this user owns it, hosts it, or runs its team. */
  mayManage(userId: number, eventType: EventType): boolean
  /** Runs a team: its owner or an admin. */
  runsTeam(userId: number, teamId: number): boolean
}

/** @throws Error that names what is wrong with the file */
export function createDirectory(file: AccountFile): Directory {
  const account = readAccount(file)
  const users = new Map(account.users.map((user) => [user.id, user]))
  const usernames = new Map(account.users.map((user) => [user.username, user]))
  const eventTypes = new Map(account.eventTypes.map((eventType) => [eventType.id, eventType]))
  const teams = new Map(account.teams.map((team) => [team.id, team]))

  const teamOf = (eventType: EventType) => {
    const parent = eventType.parentEventTypeId === null ? undefined : eventTypes.get(eventType.parentEventTypeId)
    const teamId = eventType.teamId ?? parent?.teamId
    return teamId === null || teamId === undefined ? undefined : teams.get(teamId)
  }
  const runsTeam = (userId: number, teamId: number) =>
    teams
      .get(teamId)
      ?.members.some((member) => member.userId === userId && member.accepted && member.role !== 'MEMBER') ?? false
  return {
    account,
    user: (id) => users.get(id),
    userNamed: (username) => usernames.get(username),
    eventType: (id) => eventTypes.get(id),
    eventTypeNamed: (owner, slug) =>
      account.eventTypes.find(
        (eventType) =>
          eventType.slug === slug &&
          ('ownerId' in owner ? eventType.ownerId === owner.ownerId : eventType.teamId === owner.teamId),
      ),
    hostsOf,
    teamOf,
    runsTeam,
    mayManage(userId, eventType) {
      const team = teamOf(eventType)
      return (
        hostsOf(eventType).some((host) => host.userId === userId) || (team !== undefined && runsTeam(userId, team.id))
      )
    },
  }
}

function hostsOf({ ownerId, hosts }: EventType): readonly Host[] {
  return ownerId === null ? hosts : [{ userId: ownerId, mandatory: true, priority: 'medium' }]
}

function readAccount(file: AccountFile): Account {
  const read = accountFile.safeParse(file)
  if (read.success) return read.data
  const complaints = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`The account is not understood: ${complaints.join('; ')}`)
}
