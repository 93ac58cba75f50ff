import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

import type { Random } from '../chaos/random.ts'
import type { Faults } from './faults.ts'
import { drawMs } from './timing.ts'
import type { Webhook } from './webhooks.ts'

/** What became of one delivery. */
export type Delivery = {
  webhookId: number
  trigger: string
  outcome: 'sent' | 'lost' | 'failed'
  /** The subscriber's answer. */
  status?: number
  body: string
}

/** Brings envelopes to subscribers, once each and in order, but for the faults in force. */
export type Courier = {
  /** Tells one subscriber something, whatever it listens to. Returns at once. */
  send(webhook: Webhook, trigger: string, envelope: unknown): void
  /** Ends when everything given so far has been sent, lost or given up. What was gathered for shuffling goes out. */
  settle(): Promise<void>
  /** The latest ones, oldest first. */
  deliveries(): readonly Delivery[]
  counts(): Readonly<Record<Delivery['outcome'] | 'doubled', number>>
  close(): void
}

/** How long a subscriber may take. Over there nothing is said about it; one who never answers must not stop the rest. */
const SUBSCRIBER_TIMEOUT_MS = 5_000
/** Gathered deliveries go out when nothing has joined them for so long. */
const SHUFFLE_IDLE_MS = 250

type Parcel = { webhook: Webhook; trigger: string; body: string }
type Take = (parcel: Parcel) => void

/** `headers` go with every delivery, besides the signature. */
export function createCourier(faults: Faults, random: Random, headers: Readonly<Record<string, string>>): Courier {
  const closing = new AbortController()
  const ledger = createLedger()
  const underWay = new Set<Promise<void>>()
  const track = (work: Promise<void>) => {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }
  const post = async (parcel: Parcel) => {
    if (closing.signal.aborted) return
    const status = await deliver(parcel, headers, closing.signal).catch(() => undefined)
    ledger.note(parcel, status === undefined ? 'failed' : 'sent', status)
  }
  const enqueue = inOrder(post, track)
  const dispatch: Take = (parcel) => {
    const { delay } = faults.plan.webhooks
    if (delay === undefined || !random.chance(delay.share)) return enqueue(parcel)
    faults.strike('webhooks.delay')
    const late = wait(drawMs(delay.spread, random), undefined, { signal: closing.signal })
    track(late.then(() => post(parcel)).catch(() => undefined))
  }
  const shuffler = createShuffler(() => faults.plan.webhooks.shuffle, random, dispatch)
  return {
    send(webhook, trigger, envelope) {
      const parcel = { webhook, trigger, body: JSON.stringify(envelope) }
      const { lost, double, times, shuffle } = faults.plan.webhooks
      if (lost > 0 && random.chance(lost)) {
        faults.strike('webhooks.lost')
        return ledger.note(parcel, 'lost')
      }
      const isDoubled = double > 0 && random.chance(double)
      if (isDoubled) faults.strike('webhooks.double')
      if (isDoubled) ledger.doubled()
      for (let copy = 0; copy < times * (isDoubled ? 2 : 1); copy++) {
        if (shuffle > 1) shuffler.gather(parcel)
        else dispatch(parcel)
      }
    },
    async settle() {
      shuffler.release()
      while (underWay.size > 0) await Promise.all(underWay)
    },
    deliveries: ledger.latest,
    counts: ledger.counts,
    close() {
      shuffler.close()
      closing.abort()
    },
  }
}

/** One after the other for each subscriber, so that nothing is out of order that no fault put so. */
function inOrder(post: (parcel: Parcel) => Promise<void>, track: (work: Promise<void>) => void): Take {
  const queues = new Map<number, Promise<void>>()
  return (parcel) => {
    const { id } = parcel.webhook
    const next = (queues.get(id) ?? Promise.resolve()).then(() => post(parcel))
    queues.set(id, next)
    track(next)
  }
}

/** Gathers as many as it is told to and passes them on in any order. */
function createShuffler(
  size: () => number,
  random: Random,
  pass: Take,
): { gather: Take; release: () => void; close: () => void } {
  let gathered: Parcel[] = []
  let timer: NodeJS.Timeout | undefined
  const release = () => {
    clearTimeout(timer)
    const parcels = gathered
    gathered = []
    for (const parcel of shuffled(parcels, random)) pass(parcel)
  }
  return {
    gather(parcel) {
      gathered.push(parcel)
      clearTimeout(timer)
      if (gathered.length >= size()) release()
      else timer = setTimeout(release, SHUFFLE_IDLE_MS)
    },
    release,
    close: () => clearTimeout(timer),
  }
}

/** Deliveries remembered for looking at. */
const LEDGER_LENGTH = 2_000

type Ledger = {
  note: (parcel: Parcel, outcome: Delivery['outcome'], status?: number) => void
  doubled: () => void
  latest: () => readonly Delivery[]
  counts: Courier['counts']
}

function createLedger(): Ledger {
  const deliveries: Delivery[] = []
  const counts = { sent: 0, lost: 0, failed: 0, doubled: 0 }
  return {
    note({ webhook, trigger, body }, outcome, status) {
      counts[outcome]++
      deliveries.push({ webhookId: webhook.id, trigger, outcome, ...(status !== undefined && { status }), body })
      if (deliveries.length > LEDGER_LENGTH) deliveries.shift()
    },
    doubled: () => void counts.doubled++,
    latest: () => deliveries,
    counts: () => ({ ...counts }),
  }
}

async function deliver(
  { webhook, body }: Parcel,
  headers: Readonly<Record<string, string>>,
  closing: AbortSignal,
): Promise<number> {
  const { secret, subscriberUrl } = webhook
  const signature =
    secret === null || secret === '' ? 'no-secret-provided' : createHmac('sha256', secret).update(body).digest('hex')
  const response = await fetch(subscriberUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-cal-signature-256': signature, ...headers },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([closing, AbortSignal.timeout(SUBSCRIBER_TIMEOUT_MS)]),
  })
  await response.body?.cancel()
  return response.status
}

function shuffled<T>(given: readonly T[], random: Random): T[] {
  const mixed = [...given]
  for (let index = mixed.length - 1; index > 0; index--) {
    const other = random.whole(0, index)
    const [a, b] = [mixed[index], mixed[other]]
    if (a !== undefined && b !== undefined) [mixed[index], mixed[other]] = [b, a]
  }
  return mixed
}
