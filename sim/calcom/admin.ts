import type { IncomingMessage, ServerResponse } from 'node:http'

import * as z from 'zod'

import { readBody } from './answer.ts'
import { writeBooking } from './booking-output.ts'
import { editOutside } from './outside-edit.ts'
import { readInput } from './read-input.ts'
import { RefusedRequest, refuse } from './refusal.ts'
import { pingEnvelope } from './webhook-payload.ts'
import type { World } from './world.ts'

/** Where the stand-in itself is spoken to: no faults, no limits, no counting there. */
export const ADMIN_PREFIX = '/_stand-in/'

type Handler = (world: World, body: unknown) => unknown

const faultsInput = z.union([z.string(), z.object({ spec: z.string() }), z.object({ add: z.string() })])
const clockInput = z.union([
  z.object({ now: z.iso.datetime({ offset: true }), freeze: z.boolean().optional() }),
  z.object({ advanceMs: z.number() }),
  z.object({ freeze: z.literal(true) }),
  z.object({ release: z.literal(true) }),
])

const handlers: Record<string, Handler | undefined> = {
  'GET health': (world) => ({ ok: true, now: nowOf(world) }),
  'GET state': describe,
  'GET counters': (world) => world.counters.snapshot(),
  'DELETE counters': (world) => (world.counters.reset(), { ok: true }),
  'DELETE limits': (world) => (world.limiter.forget(), { ok: true }),
  'DELETE slot-cache': (world) => (world.slotCache.forget(), { ok: true }),
  'GET bookings': (world) => ({ bookings: Array.from(world.diary.all(), (booking) => writeBooking(world, booking)) }),
  'GET deliveries': (world) => ({ counts: world.courier.counts(), deliveries: world.courier.deliveries() }),
  'POST settle': async (world) => (await world.courier.settle(), world.courier.counts()),
  'GET faults': (world) => ({ spec: world.faults.spec, struck: world.faults.struck() }),
  'POST faults': changeFaults,
  'DELETE faults': (world) => (world.faults.clear(), { spec: '' }),
  'POST outside-edit': (world, body) => {
    const booking = editOutside(world, body)
    return booking === undefined ? { ok: true } : { booking: writeBooking(world, booking) }
  },
  'POST ping': ping,
  'POST clock': changeClock,
}

/** Answers what is said to the stand-in itself. Errors are 400 with `{"error": …}`. */
export async function administer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [pathname = ''] = (request.url ?? '').split('?')
  const handler = handlers[`${request.method} ${pathname.slice(ADMIN_PREFIX.length)}`]
  if (handler === undefined) return reply(response, 404, { error: `There is no ${request.method} ${pathname} here.` })
  try {
    reply(response, 200, await handler(world, await readBody(request)))
  } catch (error) {
    const status = error instanceof RefusedRequest ? error.refusal.status : 400
    reply(response, status, { error: error instanceof Error ? error.message : String(error) })
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

function nowOf({ clock }: World): string {
  return new Date(clock.nowMs()).toISOString()
}

function describe(world: World): unknown {
  const { account } = world.directory
  const byStatus: Record<string, number> = {}
  for (const { status } of world.diary.all()) byStatus[status] = (byStatus[status] ?? 0) + 1
  return {
    now: nowOf(world),
    dialect: world.dialectName,
    faults: { spec: world.faults.spec, struck: world.faults.struck() },
    bookings: { total: world.diary.size, ...byStatus },
    webhooks: { registered: world.webhooks.all().length, ...world.courier.counts() },
    users: account.users.map(({ id, name, username }) => ({ id, name, username })),
    eventTypes: account.eventTypes.length,
    counters: world.counters.snapshot(),
  }
}

function changeFaults({ faults }: World, body: unknown): unknown {
  const wanted = readInput(faultsInput, body)
  if (typeof wanted === 'string') faults.set(wanted)
  else if ('spec' in wanted) faults.set(wanted.spec)
  else faults.add(wanted.add)
  return { spec: faults.spec }
}

function changeClock(world: World, body: unknown): unknown {
  const { clock } = world
  const wanted = readInput(clockInput, body)
  if ('now' in wanted) clock.setTo(Temporal.Instant.from(wanted.now))
  if ('advanceMs' in wanted) clock.advance(wanted.advanceMs)
  if ('release' in wanted) clock.release()
  if ('freeze' in wanted && wanted.freeze === true) clock.freeze()
  return { now: nowOf(world) }
}

/** What the test button of a webhook's settings does. */
function ping(world: World, body: unknown): unknown {
  const { webhookId } = readInput(z.object({ webhookId: z.int() }), body)
  const webhook = world.webhooks.byId(webhookId)
  if (webhook === undefined) throw refuse(404, `There is no webhook ${webhookId}.`)
  world.courier.send(webhook, 'PING', pingEnvelope(world))
  return { ok: true }
}
