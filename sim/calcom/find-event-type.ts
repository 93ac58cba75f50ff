import type { EventType } from './account.ts'
import { refuse } from './refusal.ts'
import type { World } from './world.ts'

/** How requests name an event type: by number, or by its slug and whose it is. */
export type EventTypeName = {
  eventTypeId?: number | undefined
  eventTypeSlug?: string | undefined
  username?: string | undefined
  teamSlug?: string | undefined
}

/** @throws RefusedRequest 404 when there is none, 400 when it is not named at all */
export function findEventType({ directory }: World, name: EventTypeName): EventType {
  const { eventTypeId, eventTypeSlug, username, teamSlug } = name
  if (eventTypeId !== undefined) {
    const eventType = directory.eventType(eventTypeId)
    if (eventType === undefined) throw refuse(404, `Event type with id ${eventTypeId} not found.`)
    return eventType
  }
  if (eventTypeSlug !== undefined && username !== undefined) {
    const owner = directory.userNamed(username)
    const eventType = owner && directory.eventTypeNamed({ ownerId: owner.id }, eventTypeSlug)
    if (eventType === undefined)
      throw refuse(404, `Event type with slug ${eventTypeSlug} belonging to user ${username} not found.`)
    return eventType
  }
  if (eventTypeSlug !== undefined && teamSlug !== undefined) {
    const team = directory.account.teams.find(({ slug }) => slug === teamSlug)
    const eventType = team && directory.eventTypeNamed({ teamId: team.id }, eventTypeSlug)
    if (eventType === undefined)
      throw refuse(404, `Event type with slug ${eventTypeSlug} belonging to team ${teamSlug} not found.`)
    return eventType
  }
  throw refuse(
    400,
    'Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided to identify the event type.',
  )
}
