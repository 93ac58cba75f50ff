import { z } from 'zod'

import { CalendarUnavailableError } from '../calendar.ts'
import type { CalcomHttp } from './http.ts'
import type { ImportPlan } from './plan-import.ts'

/** What changes anybody's time. */
const TRIGGERS = [
  'BOOKING_CREATED',
  'BOOKING_RESCHEDULED',
  'BOOKING_CANCELLED',
  'BOOKING_REQUESTED',
  'BOOKING_REJECTED',
  'BOOKING_NO_SHOW_UPDATED',
] as const
const CONFLICT = 409
const webhooksAnswer = z.object({
  data: z.array(z.object({ id: z.union([z.string(), z.number()]), subscriberUrl: z.string() })),
})

/**
 * Has the account tell us what happens: once for the user's own event types, and once for each of a team's, of which a user's webhook
 * hears nothing. One that is there already gets the new secret. Gives how many there are; `onDone` hears of each, as an account of a
 * hundred event types takes minutes at what its key may ask.
 *
 * @throws CalendarUnavailableError when the server refuses, e.g. an address it cannot reach
 */
export async function registerWebhooks(
  http: CalcomHttp,
  plan: ImportPlan,
  webhook: { subscriberUrl: string; secret: string },
  signal: AbortSignal,
  onDone: (done: number, of: number) => void = () => undefined,
): Promise<number> {
  const bookings = plan.services.flatMap((service) => service.bookings)
  const paths = new Set(
    bookings.map(({ teamId, eventTypeId }) =>
      teamId === null ? '/webhooks' : `/teams/${teamId}/event-types/${eventTypeId}/webhooks`,
    ),
  )
  let done = 0
  for (const path of paths) {
    await register(http, path, webhook, signal)
    onDone((done += 1), paths.size)
  }
  return paths.size
}

async function register(
  http: CalcomHttp,
  path: string,
  { subscriberUrl, secret }: { subscriberUrl: string; secret: string },
  signal: AbortSignal,
): Promise<void> {
  const body = { subscriberUrl, secret, active: true, triggers: TRIGGERS }
  const made = await http.send({ method: 'POST', path, body, version: null }, signal)
  if (made.kind === 'answered' && made.status < 300) return
  if (made.kind !== 'answered' || made.status !== CONFLICT) {
    throw new CalendarUnavailableError(`The calendar does not take a webhook to ${subscriberUrl}`)
  }
  const { data } = await http.read({ method: 'GET', path, version: null }, webhooksAnswer, signal)
  const known = data.find((one) => one.subscriberUrl === subscriberUrl)
  const changed =
    known &&
    (await http.send(
      { method: 'PATCH', path: `${path}/${encodeURIComponent(String(known.id))}`, body, version: null },
      signal,
    ))
  if (changed?.kind !== 'answered' || changed.status >= 300) {
    throw new CalendarUnavailableError(`The calendar does not change its webhook to ${subscriberUrl}`)
  }
}
