#!/usr/bin/env node
import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

import type { Role, Running } from './app/run.ts'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const
const ROLES: readonly Role[] = ['serve', 'work', 'all']
/** Beside the packages: only who may change the program may change what is kept of it. */
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

/**
 * The program: `main.ts serve|work|all` (all when nothing is said). Reads the environment and hears signals; below it
 * nothing does either. Gives the exit code once a signal came and everything is closed; a second signal ends at once.
 *
 * @throws Error in one sentence when it cannot start
 */
export async function runUntilSignal(
  role: Role,
  env: Readonly<Record<string, string | undefined>>,
  onStarted: (running: Running) => void,
): Promise<number> {
  const asked = nextSignal()
  const startProcess = await loadProgram()
  const running = await startProcess(role, env)
  onStarted(running)
  // Now and not at the end: that may be a power cut.
  flushCompileCache()
  await asked
  // Whoever asks twice does not want to wait for calls to be finished.
  void nextSignal().then(() => process.exit(1))
  await running.stop()
  for (const signal of SIGNALS) process.removeAllListeners(signal)
  return 0
}

/**
 * The program, as it was compiled for an earlier start where that is known: half of what a start costs, while callers wait for
 * the process that comes after one that died. Where nothing can be kept, as in a read-only installation, nothing is.
 */
async function loadProgram() {
  enableCompileCache(COMPILED)
  const { startProcess } = await import('./app/start-process.ts')
  return startProcess
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve())
  })
}

function sayWhere({ url }: Running): void {
  if (url === undefined) return
  console.log(`Ringbook answers at ${url} (documentation: ${url}/docs)`)
  console.log('Play a call:  npm run ringbook -- call')
}

if (import.meta.main) {
  const [asked = 'all'] = process.argv.slice(2)
  const role = ROLES.find((known) => known === asked)
  try {
    if (role === undefined) throw new Error(`Say serve, work or all, not "${asked}"`)
    process.exitCode = await runUntilSignal(role, process.env, sayWhere)
  } catch (error) {
    console.error(`ringbook: ${error instanceof Error ? error.message : String(error)}`)
    // Whatever is still open: a gateway that could not start must not look like one that runs.
    process.exit(1)
  }
}
