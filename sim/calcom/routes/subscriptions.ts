import * as z from 'zod'

import { readInput, text } from '../read-input.ts'
import { refuse } from '../refusal.ts'
import { type Asked, askerOf, type Reply, type Route, success } from '../route.ts'
import { triggers, type Webhook, type WebhookScope } from '../webhooks.ts'
import type { World } from '../world.ts'
import { paged } from './catalogue.ts'

/** Where webhooks hang: on a user, or on an event type, reached with or without its team. */
const places: readonly { path: string; exists?: (world: World) => boolean }[] = [
  { path: '/v2/webhooks' },
  { path: '/v2/event-types/:eventTypeId/webhooks' },
  {
    path: '/v2/teams/:teamId/event-types/:eventTypeId/webhooks',
    exists: ({ dialect }) => dialect.hasTeams,
  },
]

export const subscriptionRoutes: readonly Route[] = places.flatMap(({ path, ...rest }): Route[] => {
  const common = { ...rest, family: 'subscriptions', needs: 'key' } as const
  return [
    { ...common, method: 'POST', path, handle: create },
    { ...common, method: 'GET', path, handle: list },
    ...(path === '/v2/webhooks' ? [] : [{ ...common, method: 'DELETE', path, handle: removeAll } as const]),
    { ...common, method: 'GET', path: `${path}/:webhookId`, handle: (asked) => success(write(asked, find(asked))) },
    { ...common, method: 'PATCH', path: `${path}/:webhookId`, handle: change },
    { ...common, method: 'DELETE', path: `${path}/:webhookId`, handle: remove },
  ]
})

const input = z.object({
  subscriberUrl: z.url('subscriberUrl must be a URL address'),
  active: z.boolean('active must be a boolean value'),
  triggers: z.array(
    z.enum(triggers, `each value in triggers must be one of the following values: ${triggers.join(', ')}`),
    'triggers must be an array',
  ),
  secret: text('secret').optional(),
  payloadTemplate: text('payloadTemplate').optional(),
  version: z.enum(['2021-10-20'], 'version must be one of the following values: 2021-10-20').optional(),
})

function create(asked: Asked): Reply {
  const { world } = asked
  const scope = scopeOf(asked)
  const given = readInput(input, asked.body)
  checkTarget(world, given.subscriberUrl)
  if (world.webhooks.inScope(scope).some(({ subscriberUrl }) => subscriberUrl === given.subscriberUrl)) {
    throw refuse(409, 'Webhook with this subscriberUrl already exists for this user')
  }
  const { secret = null, payloadTemplate = null } = given
  const { subscriberUrl, active } = given
  return success(
    write(
      asked,
      world.webhooks.add({ scope, subscriberUrl, active, triggers: given.triggers, secret, payloadTemplate }),
    ),
    201,
  )
}

function list(asked: Asked): Reply {
  return success(
    paged(
      asked,
      asked.world.webhooks.inScope(scopeOf(asked)).map((webhook) => write(asked, webhook)),
    ),
  )
}

function change(asked: Asked): Reply {
  const webhook = find(asked)
  const given = readInput(input.partial(), asked.body)
  if (given.subscriberUrl !== undefined) checkTarget(asked.world, given.subscriberUrl)
  const { version: _version, ...fields } = given
  Object.assign(webhook, fields)
  return success(write(asked, webhook))
}

function remove(asked: Asked): Reply {
  const webhook = find(asked)
  asked.world.webhooks.remove(webhook)
  return success(write(asked, webhook))
}

function removeAll(asked: Asked): Reply {
  const all = asked.world.webhooks.inScope(scopeOf(asked))
  for (const webhook of all) asked.world.webhooks.remove(webhook)
  return success(`${all.length} webhooks deleted`)
}

/** @throws RefusedRequest 404 or 403 when the event type is not one the key may manage */
function scopeOf(asked: Asked): WebhookScope {
  const { world, params } = asked
  const userId = askerOf(asked)
  if (params['eventTypeId'] === undefined) return { userId }
  const eventType = world.directory.eventType(Number(params['eventTypeId']))
  const team = eventType && world.directory.teamOf(eventType)
  const isOfTeam = params['teamId'] === undefined || team?.id === Number(params['teamId'])
  if (eventType === undefined || !isOfTeam) throw refuse(404, `Event type with id ${params['eventTypeId']} not found`)
  if (!world.directory.mayManage(userId, eventType)) {
    throw refuse(403, `User with id=${userId} is not allowed to manage webhooks of event type with id=${eventType.id}`)
  }
  return { eventTypeId: eventType.id }
}

function find(asked: Asked): Webhook {
  const { world, params } = asked
  const webhook = world.webhooks.inScope(scopeOf(asked)).find(({ id }) => idOf(asked, id) === params['webhookId'])
  if (webhook === undefined) throw refuse(404, `Webhook (${params['webhookId']}) not found`)
  return webhook
}

/** A number in the published description; a text on servers of 2025. */
function idOf({ world }: Asked, id: number): string {
  return world.dialect.followsPublishedDescription ? String(id) : `webhook-${id}`
}

function write(asked: Asked, webhook: Webhook): Record<string, unknown> {
  const isPublished = asked.world.dialect.followsPublishedDescription
  const { id, scope, subscriberUrl, active, secret, payloadTemplate } = webhook
  return {
    id: isPublished ? id : idOf(asked, id),
    ...scope,
    subscriberUrl,
    active,
    triggers: webhook.triggers,
    payloadTemplate: payloadTemplate ?? (isPublished ? '' : null),
    ...(secret !== null && { secret }),
  }
}

const PRIVATE_HOST =
  /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[::1\]|\[f[cd]|\[fe80)/i
const METADATA_HOST = /^(169\.254\.169\.254|metadata\.google\.internal)$/i

function checkTarget({ directory, dialect }: World, url: string): void {
  const { protocol, hostname } = new URL(url)
  const isRefused =
    directory.account.refusesPrivateWebhooks &&
    dialect.hasTeams &&
    (protocol !== 'https:' || PRIVATE_HOST.test(hostname))
  const isWeb = protocol === 'https:' || protocol === 'http:'
  if (isRefused || METADATA_HOST.test(hostname) || !isWeb) throw refuse(400, 'Webhook subscriberUrl is not allowed')
}
