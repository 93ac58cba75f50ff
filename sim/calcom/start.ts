import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { AccountFile } from './account.ts'
import { ADMIN_PREFIX, administer } from './admin.ts'
import { answer, type Answering } from './answer.ts'
import { writeBooking } from './booking-output.ts'
import type { Clock } from './clock.ts'
import type { CountersSnapshot } from './counters.ts'
import type { Courier, Delivery } from './courier.ts'
import type { DialectName } from './dialect.ts'
import type { Faults } from './faults.ts'
import { editOutside, type OutsideEdit } from './outside-edit.ts'
import { createRecorder } from './recorder.ts'
import { createWorld, type World } from './world.ts'

export type CalcomStandInOptions = {
  /** What is on the server before anybody books: see `demoAccount` and `practiceAccount`. */
  account: AccountFile
  /** In place of the one the account names. */
  dialect?: DialectName | undefined
  /** 0, the default, takes a free one. */
  port?: number
  host?: string
  /** The machine's by default. */
  clock?: Clock
  /** What chance draws from: the same seed and the same requests in the same order have the same fate. */
  seed?: number
  /** A fault specification, as docs/calcom-stand-in.md tells. Quiet by default: no latency, nothing lost. */
  faults?: string
  /** A file each exchange is appended to. */
  record?: string | undefined
}

/** A running stand-in, as the process that started it sees it. Another process has the same under `/_stand-in/`. */
export type CalcomStandIn = {
  /** Without the version: requests go to `${url}/v2/…`. */
  readonly url: string
  readonly faults: Pick<Faults, 'set' | 'add' | 'clear' | 'struck' | 'spec'>
  readonly clock: World['clock']
  /** Everything booked, as the API would tell it, ended ones too, in the order they were made. */
  bookings(): Record<string, unknown>[]
  counters(): CountersSnapshot
  resetCounters(): void
  /** Forgets what was asked lately: all keys may ask again. */
  resetLimits(): void
  /** Does what somebody does in the browser over there, past all checks; gives the booking as the API tells it. */
  edit(edit: OutsideEdit): Record<string, unknown> | undefined
  /** Ends when everything announced so far has been sent, lost or given up. */
  settleWebhooks(): Promise<void>
  webhookCounts(): ReturnType<Courier['counts']>
  deliveries(): readonly Delivery[]
  /** Stops listening, ends connections and whatever still waits. */
  close(): Promise<void>
}

/** Starts the stand-in. @throws what is wrong with the account or the faults, or why it cannot listen */
export async function startCalcomStandIn(options: CalcomStandInOptions): Promise<CalcomStandIn> {
  const { account, dialect, clock, seed = 1, faults = '' } = options
  const world = createWorld({ account, dialect, clock, seed, faults })
  for (const booking of world.directory.account.bookings) editOutside(world, { ...booking, kind: 'book' })
  const recorder = options.record === undefined ? undefined : createRecorder(options.record)
  const timers = new Set<NodeJS.Timeout>()
  const answering: Answering = { world, recorder, wait: (milliseconds) => waitFor(milliseconds, timers) }

  const server = createServer((request, response) => {
    // Whoever is gone does not read an answer: not an error of the server.
    response.on('error', () => undefined)
    if (request.url?.startsWith(ADMIN_PREFIX) === true) void administer(world, request, response)
    else void answer(answering, request, response)
  })
  // Longer than clients keep theirs, so that none is closed under a request.
  server.keepAliveTimeout = 75_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { address, port } = server.address() as AddressInfo
  return {
    ...inspectionOf(world),
    url: `http://${address}:${port}`,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      world.courier.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await recorder?.close()
    },
  }
}

function inspectionOf(world: World): Omit<CalcomStandIn, 'url' | 'close'> {
  return {
    faults: world.faults,
    clock: world.clock,
    bookings: () => Array.from(world.diary.all(), (booking) => writeBooking(world, booking)),
    counters: () => world.counters.snapshot(),
    resetCounters: () => world.counters.reset(),
    resetLimits: () => world.limiter.forget(),
    edit(wanted) {
      const booking = editOutside(world, wanted)
      return booking === undefined ? undefined : writeBooking(world, booking)
    },
    settleWebhooks: () => world.courier.settle(),
    webhookCounts: () => world.courier.counts(),
    deliveries: () => world.courier.deliveries(),
  }
}

/** Waits in real time; what still waits when the server closes never comes back. */
async function waitFor(milliseconds: number, timers: Set<NodeJS.Timeout>): Promise<void> {
  await new Promise<void>((resolve) => {
    // Without a latency, requests that came together are still all read before the first one is done.
    if (milliseconds <= 0) {
      setImmediate(resolve)
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      resolve()
    }, milliseconds)
    timers.add(timer)
  })
}
