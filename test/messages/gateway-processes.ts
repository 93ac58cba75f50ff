import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

import { endWithUs } from '../../sim/chaos/end-with-us.ts'

/** A process of the gateway that is killed and started again. */
export type KilledProcess = {
  readonly kills: number
  /** Starts it, and again whenever it ends by itself, as a supervisor would. */
  start(): void
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Ends it for good. */
  end(): Promise<void>
}

/** `serve` or `work`, with this environment; what it says goes to a file. */
export function createProcess(role: 'serve' | 'work', env: Record<string, string>, logPath: string): KilledProcess {
  let child: ChildProcess | undefined
  let isWanted = false
  let kills = 0
  const launch = () => {
    const started = spawn(process.execPath, ['src/main.ts', role], {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    })
    child = started
    endWithUs(started)
    started.stdout?.pipe(createWriteStream(logPath, { flags: 'a' }))
    started.stderr?.pipe(createWriteStream(`${logPath}.err`, { flags: 'a' }))
    started.once('exit', () => {
      // It says that there is no database and ends: a moment later there may be one.
      if (child === started && isWanted) setTimeout(() => isWanted && child === started && launch(), RESTART_MS)
    })
  }
  const stop = async () => {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
    ending.kill('SIGKILL')
    await gone
  }
  return {
    get kills() {
      return kills
    },
    start() {
      isWanted = true
      launch()
    },
    async kill() {
      await stop()
      kills += 1
      if (isWanted) launch()
    },
    async end() {
      isWanted = false
      await stop()
    },
  }
}

const RESTART_MS = 300

/** Until an address answers well. @throws after a minute */
export async function becomesReady(url: string): Promise<void> {
  for (let time = 0; time < 600; time += 1) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
    if (response?.ok) return
    await wait(100)
  }
  throw new Error(`${url} does not become ready`)
}
