import type { Transaction } from 'kysely'

import { prefetch } from '../../appointments/prefetch.ts'
import type { Route } from '../../companies/routing.ts'
import type { Database } from '../../infra/db/tables.ts'
import { orAbort } from '../or-abort.ts'
import { type SigningKey, verifySignature } from '../signature.ts'
import { readVisit, whoseCall } from '../whose-call.ts'
import type { SignedWebhookDeps, WebhookDeps } from './deps.ts'
import { readEvent, type RetellEvent } from './event.ts'
import { openAnswer, ring, type RingAnswer } from './ring.ts'
import { storeEvent } from './store-event.ts'

/** An event as it came in. */
export type EventRequest = {
  readonly requestId: string
  readonly rawBody: Buffer
  /** The signature header. */
  readonly signature: string | undefined
}

export type EventResponse =
  | { statusCode: 200; answer: RingAnswer }
  /** Taken in, now or before. */
  | { statusCode: 204 }
  /** 400: no JSON object. 401: signed by nobody, or by a workspace whose call this is not. 404: nobody's call, as far as is known yet. */
  | { statusCode: 400 | 401 | 404 }

/** The phone rings all the while: a second less what the way there and back takes. */
const RING_WITHIN_MS = 900

/**
 * Takes an event in: genuine, stored once however often it comes, and its work queued with it. A ringing phone is answered.
 *
 * @throws only for faults of ours in taking an event in; it is delivered again then.
 */
export async function receiveEvent(deps: SignedWebhookDeps, request: EventRequest): Promise<EventResponse> {
  const deadline = AbortSignal.timeout(RING_WITHIN_MS)
  let keys: readonly SigningKey[]
  try {
    keys = await orAbort(deps.signingKeys(), deadline)
  } catch (error) {
    // Nobody can be believed now. A caller is put through all the same, by an answer that tells nothing.
    if (readEvent(request.rawBody)?.told.kind === 'ringing') return { statusCode: 200, answer: openAnswer() }
    throw error
  }
  const key = verifySignature(request.rawBody, request.signature, keys, deps.clock.now())
  if (key === undefined) return { statusCode: 401 }
  const event = readEvent(request.rawBody)
  if (event === undefined) return { statusCode: 400 }
  const { workspaceId } = key
  if (event.told.kind === 'ringing') {
    const { requestId } = request
    return { statusCode: 200, answer: await ring(deps, event, { requestId, workspaceId }, deadline) }
  }
  return await takeIn(deps, event, request, workspaceId)
}

async function takeIn(
  deps: WebhookDeps,
  event: RetellEvent,
  { requestId }: EventRequest,
  workspaceId: string,
): Promise<EventResponse> {
  const whose = await whoseCall(deps, event.line, workspaceId)
  if (whose.kind === 'refused') {
    deps.events.alert('foreign_workspace', { requestId, companyId: whose.companyId })
    return { statusCode: 401 }
  }
  // Of a call nobody has heard of some events tell too little; delivered again, they find it.
  if (whose.kind === 'not_configured') return { statusCode: 404 }
  const { route } = whose
  const callId = await deps.database.inCompany(route.companyId, (tx) => store(tx, deps, event, route))
  if (callId !== undefined && event.told.kind === 'started') {
    void prefetch(deps, { companyId: route.companyId, branchId: route.branchId, callId })
  }
  return { statusCode: 204 }
}

/** Stores an event, with the record of its call and its work. Gives the call's id; undefined for a repeat, and without a call. */
async function store(
  tx: Transaction<Database>,
  deps: WebhookDeps,
  event: RetellEvent,
  route: Route,
): Promise<string | undefined> {
  const { companyId } = route
  const { callId } = event.line
  const now = deps.clock.now()
  if (callId === null || event.told.kind === 'other') {
    await storeEvent(tx, deps, event, { companyId, now, isWorked: true })
    return undefined
  }
  const [isNew, read] = await Promise.all([
    storeEvent(tx, deps, event, { companyId, now, isWorked: false }),
    readVisit(tx, deps, { ...event.line, callId }, route),
  ])
  if (!isNew || read === undefined) return undefined
  await deps.enqueueCallWork(tx, companyId, read.visit.call.id)
  return read.visit.call.id
}
