import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

import { endWithUs } from './end-with-us.ts'

/** A gateway in a process of its own, on a port that stays the same however often it is started again. */
export type Gateway = {
  readonly url: string
  /** The key its callers sign with. */
  readonly key: string
  /**
   * Starts it; resolves when it wants requests. Does nothing while it runs. `clockShift` has its clock go wrong until it is
   * started again, e.g. "+200" for so many seconds ahead, where libfaketime is installed.
   */
  start(clockShift?: string): Promise<void>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Ends it as a deployment does; gives the exit code, null when a signal ended it. */
  stop(): Promise<number | null>
  freeze(): void
  thaw(): void
  /**
   * How often it ended without having been told to, once it had wanted requests. It is started again each time, as a
   * supervisor would; also when it could not start, which is no crash: it says so and ends when there is no database.
   */
  crashes(): number
  /** Megabytes of memory the process has in use; 0 when it does not run. */
  residentMegabytes(): number
  /** What it logged as a warning or worse, over all its lives. */
  complaints(): readonly Record<string, unknown>[]
}

export type GatewayOptions = {
  port: number
  databaseUrl: string
  /** Where migrations go; never through a proxy. */
  databaseOwnerUrl: string
  /** File that gets its log over all its lives; one beside it, with `.err` added, gets what it says on standard error. */
  logPath: string
}

/** A first start migrates; a slow machine takes its time. */
const START_TIMEOUT_MS = 60_000
const LOOK_AGAIN_MS = 25
/** Longer than it takes to let running requests finish. */
const STOP_TIMEOUT_MS = 20_000
const KEY = 'key_pressure'
/** One that ends whenever it is started is not started for ever. */
const MOST_LAUNCHES = 5_000

/** What is known of the process while it comes and goes. */
type Life = { child: ChildProcess | undefined; wasReady: boolean; launches: number; crashes: number }

/** A gateway that is not started yet. */
export function createGateway(options: GatewayOptions): Gateway {
  const url = `http://127.0.0.1:${options.port}`
  const life: Life = { child: undefined, wasReady: false, launches: 0, crashes: 0 }
  const end = async (signal: NodeJS.Signals) => {
    const ending = life.child
    life.child = undefined
    return ending === undefined ? null : await endProcess(ending, signal)
  }
  return {
    url,
    key: KEY,
    crashes: () => life.crashes,
    start: async (clockShift) => {
      if (life.child !== undefined) return
      launch(life, options, url, clockShift)
      if (await becomesReady(life, url)) return
      await end('SIGKILL')
      throw new Error(`The gateway did not start: see ${options.logPath}`)
    },
    kill: async () => {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    freeze: () => life.child?.kill('SIGSTOP'),
    thaw: () => life.child?.kill('SIGCONT'),
    residentMegabytes: () => (life.child?.pid === undefined ? 0 : residentMegabytes(life.child.pid)),
    complaints: () => readComplaints(options.logPath),
  }
}

function launch(life: Life, options: GatewayOptions, url: string, clockShift?: string): void {
  const started = spawnGateway(options, clockShift)
  life.wasReady = false
  life.child = started
  life.launches += 1
  started.once('exit', () => {
    // Whoever ends it on purpose has let go of it before.
    if (life.child !== started) return
    if (life.wasReady) life.crashes += 1
    life.child = undefined
    if (life.launches >= MOST_LAUNCHES) return
    launch(life, options, url)
    void becomesReady(life, url)
  })
}

/** Also true when it is killed meanwhile: whoever does that starts it again. */
async function becomesReady(life: Life, url: string): Promise<boolean> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS
  while (life.child !== undefined && performance.now() < deadlineMs) {
    if (await isReady(url)) return (life.wasReady = true)
    await wait(LOOK_AGAIN_MS)
  }
  return life.child === undefined
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    return false
  }
}

/** Where Debian and its children keep the library that shifts a process's clock. */
const FAKETIME_LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
] as const

/** The library by which a gateway's clock can be shifted; undefined where it is not installed. */
export function findFaketime(): string | undefined {
  return FAKETIME_LIBRARIES.find((path) => existsSync(path))
}

/** Timers go on as they are: only the time of day is wrong. */
function shiftedClock(clockShift: string | undefined): Record<string, string> {
  const library = findFaketime()
  if (clockShift === undefined || library === undefined) return {}
  return { LD_PRELOAD: library, FAKETIME: clockShift, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
}

function spawnGateway(options: GatewayOptions, clockShift: string | undefined): ChildProcess {
  const child = spawn(process.execPath, ['src/main.ts', 'all'], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      PORT: String(options.port),
      DATABASE_URL: options.databaseUrl,
      DATABASE_OWNER_URL: options.databaseOwnerUrl,
      RETELL_API_KEY: KEY,
      RINGBOOK_SECRET_KEY: '5e'.repeat(32),
      LOG_LEVEL: 'warn',
      ...shiftedClock(clockShift),
    },
  })
  endWithUs(child)
  child.stdout?.pipe(createWriteStream(options.logPath, { flags: 'a' }))
  child.stderr?.pipe(createWriteStream(`${options.logPath}.err`, { flags: 'a' }))
  return child
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  child.kill('SIGCONT')
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(force)
  return child.exitCode
}

const BYTES_PER_MEGABYTE = 1_048_576
const PAGE_BYTES = 4_096

function residentMegabytes(processId: number): number {
  try {
    const [, pages = '0'] = readFileSync(`/proc/${processId}/statm`, 'utf8').split(' ')
    return (Number(pages) * PAGE_BYTES) / BYTES_PER_MEGABYTE
  } catch {
    return 0
  }
}

function readComplaints(path: string): readonly Record<string, unknown>[] {
  const logged = readLines(path).flatMap((line) => {
    try {
      return [JSON.parse(line) as Record<string, unknown>]
    } catch {
      // What it tells people at start, or a line torn by a kill.
      return []
    }
  })
  return [...logged, ...readLines(`${path}.err`).map((line) => ({ msg: line }))]
}

function readLines(path: string): readonly string[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
}
