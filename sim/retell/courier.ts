import { setTimeout as wait } from 'node:timers/promises'

import { signatureHeader } from '../caller/sign.ts'
import type { Random } from '../chaos/random.ts'
import type { Fields } from './workspace.ts'

/** What goes wrong with webhooks, each a share of deliveries from 0 to 1. */
export type CourierFaults = {
  /** Never delivered. */
  lost: number
  /** Delivered twice. */
  double: number
  /** Signed with another key. */
  forged: number
}

export type Delivery = {
  event: string
  url: string
  attempts: number
  status: number | null
  fate: 'sent' | 'lost' | 'given_up'
}

export type Courier = {
  /** Delivers one event; the answer's body, or undefined when there was none. */
  deliver(url: string, event: string, body: Fields): Promise<{ delivery: Delivery; answer: unknown }>
  /** Delivers several, in any order where `shuffled`. */
  deliverAll(url: string, events: readonly Fields[], shuffled: boolean): Promise<Delivery[]>
  deliveries(): readonly Delivery[]
  faults: CourierFaults
}

/** How long the platform waits, and how often it tries again when nobody says that it has come. */
const TIMEOUT_MS = 10_000
const RETRIES = 3
const LEDGER_LENGTH = 2_000

export type CourierOptions = {
  key: string
  random: Random
  nowMs: () => number
  /** Between one attempt and the next. */
  pauseMs: number
}

/** Delivers webhooks as the platform does: signed, and again when they are not taken. */
export function createCourier({ key, random, nowMs, pauseMs }: CourierOptions): Courier {
  const ledger: Delivery[] = []
  const faults: CourierFaults = { lost: 0, double: 0, forged: 0 }
  const note = (delivery: Delivery) => {
    ledger.push(delivery)
    if (ledger.length > LEDGER_LENGTH) ledger.shift()
    return delivery
  }

  const post = async (url: string, text: string): Promise<{ status: number | null; answer: unknown }> => {
    const signingKey = random.chance(faults.forged) ? `${key}_of_somebody_else` : key
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-retell-signature': signatureHeader(text, signingKey, nowMs()),
        },
        body: text,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      return { status: response.status, answer: parse(await response.text()) }
    } catch {
      return { status: null, answer: undefined }
    }
  }

  const courier: Courier = {
    faults,
    deliveries: () => ledger,
    async deliver(url, event, body) {
      if (random.chance(faults.lost)) {
        return { delivery: note({ event, url, attempts: 0, status: null, fate: 'lost' }), answer: undefined }
      }
      const text = JSON.stringify(body)
      if (random.chance(faults.double)) await post(url, text)
      for (let attempts = 1; ; attempts += 1) {
        const { status, answer } = await post(url, text)
        const isTaken = status !== null && status >= 200 && status < 300
        if (isTaken || attempts > RETRIES) {
          const fate = isTaken ? 'sent' : 'given_up'
          return { delivery: note({ event, url, attempts, status, fate }), answer: isTaken ? answer : undefined }
        }
        await wait(pauseMs)
      }
    },
    async deliverAll(url, events, shuffled) {
      const order = shuffled ? mixed(events, random) : events
      const deliveries: Delivery[] = []
      for (const body of order) deliveries.push((await courier.deliver(url, String(body['event']), body)).delivery)
      return deliveries
    },
  }
  return courier
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function mixed<T>(given: readonly T[], random: Random): T[] {
  return given
    .map((value) => ({ value, place: random.share() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value)
}
