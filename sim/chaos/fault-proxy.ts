import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What can be done to connections between a gateway and its database. */
export type ProxyFault =
  /** Every piece of data is late by so much, for a while. */
  | { kind: 'delay'; milliseconds: number; forMs: number }
  /** Nothing passes for a while; then everything does. */
  | { kind: 'stall'; forMs: number }
  /**
   * The connections there are now carry nothing any more, and nobody is told: the machine at the other end is gone. New ones are
   * served, as after a failover.
   */
  | { kind: 'silence' }
  /** Nobody new is let in for a while. */
  | { kind: 'refuse'; forMs: number }
  /** All connections end now. */
  | { kind: 'drop' }
  /** The next connection that sends something ends after so many bytes of it: in the middle of a message. */
  | { kind: 'cut_bytes'; bytes: number }
  /** The next COMMIT never arrives, and its connection ends. With `after`, the next one of a transaction that said that. */
  | { kind: 'commit_lost'; after?: string }
  /** The next COMMIT arrives; its connection has ended before the database has read it. */
  | { kind: 'commit_cut'; after?: string }
  /** The next COMMIT arrives and is done; its connection ends instead of saying so. */
  | { kind: 'answer_cut'; after?: string }

type Shot = Extract<ProxyFault, { kind: 'cut_bytes' | 'commit_lost' | 'commit_cut' | 'answer_cut' }>

/** A TCP proxy in front of a Postgres that speaks in the clear. */
export type FaultProxy = {
  readonly port: number
  /** Faults of a while begin now; the others strike at the next occasion. */
  arm(fault: ProxyFault): void
  /** Takes back everything that is armed or under way. */
  heal(): void
  /** How often each kind has struck. */
  struck(): Readonly<Record<string, number>>
  close(): Promise<void>
}

/** What is wrong right now. */
type Weather = {
  shots: Shot[]
  delayMs: number
  delayUntilMs: number
  stallUntilMs: number
  refuseUntilMs: number
  strike(kind: ProxyFault['kind']): void
}

/** One client and the database's end of its connection. `said` is what it said since its last COMMIT, the latest part. */
type Line = { client: Socket; database: Socket; cutsAtAnswer: boolean; isSilent: boolean; said: string }

/** A simple query of one word: type, length, text, zero. Drivers end a transaction with nothing else. */
const COMMITS = ['commit', 'COMMIT'].map((word) => Buffer.from(`Q\0\0\0\u000b${word}\0`, 'latin1'))
/** More than all statements of a booking together. */
const LONGEST_SAID = 65_536
/** How often a stalled line looks whether it may go on. */
const LOOK_AGAIN_MS = 10

/** Starts a proxy on a port of its own, in front of a port or a socket. @throws what the system says when it cannot listen */
export async function startFaultProxy(behind: number | string): Promise<FaultProxy> {
  const counts: Record<string, number> = {}
  const weather: Weather = {
    shots: [],
    delayMs: 0,
    delayUntilMs: 0,
    stallUntilMs: 0,
    refuseUntilMs: 0,
    strike: (kind) => (counts[kind] = (counts[kind] ?? 0) + 1),
  }
  const lines = new Set<Line>()
  const server = createServer((client) => {
    if (performance.now() < weather.refuseUntilMs) {
      weather.strike('refuse')
      client.destroy()
      return
    }
    openLine(client, behind, weather, lines)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const toAll = (change: (line: Line) => void) => lines.forEach(change)
  return {
    port: portOf(server),
    arm: (fault) => arm(weather, fault, toAll),
    heal: () => {
      weather.shots.length = 0
      weather.delayUntilMs = weather.stallUntilMs = weather.refuseUntilMs = 0
    },
    struck: () => counts,
    close: async () => {
      toAll(end)
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function arm(weather: Weather, fault: ProxyFault, toAll: (change: (line: Line) => void) => void): void {
  const nowMs = performance.now()
  switch (fault.kind) {
    case 'delay':
      weather.delayMs = fault.milliseconds
      weather.delayUntilMs = nowMs + fault.forMs
      return weather.strike('delay')
    case 'stall':
      weather.stallUntilMs = nowMs + fault.forMs
      return weather.strike('stall')
    case 'refuse':
      weather.refuseUntilMs = nowMs + fault.forMs
      return
    case 'drop':
      toAll(end)
      return weather.strike('drop')
    case 'silence':
      toAll(silence)
      return weather.strike('silence')
    case 'cut_bytes':
    case 'commit_lost':
    case 'commit_cut':
    case 'answer_cut':
      weather.shots.push(fault)
  }
}

function openLine(client: Socket, behind: number | string, weather: Weather, lines: Set<Line>): void {
  const database = typeof behind === 'number' ? connect(behind, '127.0.0.1') : connect(behind)
  const line: Line = { client, database, cutsAtAnswer: false, isSilent: false, said: '' }
  lines.add(line)
  for (const socket of [client, database]) {
    socket.setNoDelay(true)
    // Either end may go at any time; both then do.
    socket.on('error', () => end(line))
  }
  client.once('close', () => lines.delete(line))
  void carry(client, async (piece) => toDatabase(line, piece, weather)).finally(() => database.end())
  void carry(database, async (piece) => toClient(line, piece, weather)).finally(() => client.end())
}

/** Passes on what a socket says, piece by piece, until it says no more. */
async function carry(from: Socket, pass: (piece: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const piece of from) await pass(piece as Buffer)
  } catch {
    // It was cut; the other end learns so from the socket.
  }
}

async function toDatabase(line: Line, piece: Buffer, weather: Weather): Promise<void> {
  await passage(weather)
  if (line.isSilent) return
  const shot = takeShot(weather, line, piece)
  switch (shot?.kind) {
    case undefined:
      return await send(line.database, piece)
    case 'cut_bytes':
      await send(line.database, piece.subarray(0, shot.bytes))
      return end(line)
    case 'commit_lost':
      return end(line)
    case 'commit_cut':
      await send(line.database, piece)
      line.client.destroy()
      line.database.end()
      return
    case 'answer_cut':
      line.cutsAtAnswer = true
      return await send(line.database, piece)
  }
}

async function toClient(line: Line, piece: Buffer, weather: Weather): Promise<void> {
  if (line.cutsAtAnswer) return end(line)
  await passage(weather)
  if (!line.isSilent) await send(line.client, piece)
}

/** The next shot this piece is an occasion for. */
function takeShot(weather: Weather, line: Line, piece: Buffer): Shot | undefined {
  const isCommit = COMMITS.some((commit) => piece.includes(commit))
  const said = line.said + piece.toString('latin1')
  line.said = isCommit ? '' : said.slice(-LONGEST_SAID)
  const index = weather.shots.findIndex((shot) =>
    shot.kind === 'cut_bytes' ? true : isCommit && (shot.after === undefined || said.includes(shot.after)),
  )
  const [shot] = index < 0 ? [] : weather.shots.splice(index, 1)
  if (shot !== undefined) weather.strike(shot.kind)
  return shot
}

async function passage(weather: Weather): Promise<void> {
  while (performance.now() < weather.stallUntilMs) await wait(LOOK_AGAIN_MS)
  if (performance.now() < weather.delayUntilMs) await wait(weather.delayMs)
}

async function send(socket: Socket, piece: Buffer): Promise<void> {
  await new Promise<void>((resolve) => socket.write(piece, () => resolve()))
}

function silence(line: Line): void {
  line.isSilent = true
}

function end(line: Line): void {
  line.client.destroy()
  line.database.destroy()
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return address.port
}
