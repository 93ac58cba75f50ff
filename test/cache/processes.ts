import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'

import { datesBetween, MINUTE_MS, wallDay } from '../../src/infra/wall-day.ts'
import { whenFileIsDone } from '../harness/clean-up.ts'

/** What a process of a test is told to do. */
export type Order =
  /** So many callers ask for the same days at once. */
  | { do: 'ask'; callers: number; firstDate: string; days: number }
  /** Something has changed in the calendar. */
  | { do: 'change' }
  /** Its clock goes on. */
  | { do: 'wait'; ms: number }

/** What came of asking. */
export type Report = {
  answered: number
  stale: number
  versions: number[]
  unavailable: number
  longestMs: number
  /** Since it started. */
  outcomes: Record<string, number>
}

/** Processes that share a Redis and a source. */
export type Processes = {
  /** All of the first `count` obey at once. */
  tell(count: number, order: Order): Promise<Report[]>
  /** One obeys. */
  tellOne(index: number, order: Order): Promise<Report>
  /** Ends one as a crash does. */
  kill(index: number): Promise<void>
}

/** `leaseMs`: how long a load counts as under way while its process says nothing of it. */
export async function startProcesses(
  count: number,
  given: { redisUrl: string; sourceUrl: string; leaseMs: number },
): Promise<Processes> {
  const args = [given.redisUrl, given.sourceUrl, String(given.leaseMs)]
  const children = await Promise.all(Array.from({ length: count }, () => start(args)))
  const tellOne = async (index: number, order: Order) => {
    const child = children[index]
    if (child === undefined) throw new RangeError(`There is no process ${index}`)
    const answer = once(child, 'message')
    child.send(order)
    const [report] = (await answer) as [Report]
    return report
  }
  return {
    tellOne,
    tell: (first, order) => Promise.all(children.slice(0, first).map((_child, index) => tellOne(index, order))),
    async kill(index) {
      const gone = children[index] && once(children[index], 'exit')
      children[index]?.kill('SIGKILL')
      await gone
    },
  }
}

async function start(args: readonly string[]): Promise<ChildProcess> {
  const child = fork(new URL('run.ts', import.meta.url), args)
  whenFileIsDone(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('A process of the test did not start')
    }),
  ])
  return child
}

/** A Cal.com as far as free times go, that counts who asks. Every day has one start, at the minute its `version` says. */
export type CountingSource = {
  url: string
  requests: number
  /** The truth, as a number that grows. */
  version: number
  status: number
  /** How long it takes to answer. */
  delayMs: number
}

export async function startCountingSource(): Promise<CountingSource> {
  const source: CountingSource = { url: '', requests: 0, version: 1, status: 200, delayMs: 0 }
  const server = createServer((request, response) => {
    source.requests += 1
    const { version, status, delayMs } = source
    const text = JSON.stringify({
      status: 'success',
      data: slotsFor(new URL(request.url ?? '', 'http://source'), version),
    })
    setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(text), delayMs).unref()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  whenFileIsDone(async () => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address !== null && typeof address === 'object') source.url = `http://127.0.0.1:${address.port}`
  return source
}

function slotsFor({ searchParams }: URL, version: number): Record<string, { start: string }[]> {
  const [first, end] = ['start', 'end'].map((name) =>
    Temporal.Instant.from(searchParams.get(name) ?? '')
      .toZonedDateTimeISO(searchParams.get('timeZone') ?? 'UTC')
      .toPlainDate(),
  )
  if (first === undefined || end === undefined) return {}
  return Object.fromEntries(
    datesBetween(first, end.add({ days: 1 })).map((date) => {
      const { startMs } = wallDay(date, searchParams.get('timeZone') ?? 'UTC')
      const start = Temporal.Instant.fromEpochMilliseconds(startMs + version * MINUTE_MS)
      return [date.toString(), [{ start: start.toString() }]]
    }),
  )
}
