import { toConfig } from '../../src/app/config.ts'
import { type Context, type Overrides, createContext } from '../../src/app/context.ts'
import { readEnv } from '../../src/app/env.ts'
import { type Role, run } from '../../src/app/run.ts'
import { gatherSecrets } from '../../src/app/secrets.ts'
import { workerDeps } from '../../src/app/start-process.ts'
import type { Clock } from '../../src/infra/clock.ts'
import { systemRandom } from '../../src/infra/random.ts'
import { whenFileIsDone } from './clean-up.ts'
import { type TestDatabase, createTestDatabase } from './database.ts'

/** A real server on a free port with a database of its own. */
export type TestServer = {
  /** E.g. `http://127.0.0.1:40123`. */
  url: string
  context: Context
  database: TestDatabase
  /** What it logged so far, line by line. */
  logged: Record<string, unknown>[]
  stop(): Promise<void>
}

export type TestServerOptions = Overrides & {
  /** Environment variables on top of a test's: a port chosen by the system, a secret key, no demo. */
  env?: Record<string, string>
  role?: Role
  /** A database made before, e.g. one that was filled already. */
  database?: TestDatabase
}

/** A clock that stands still until it is set. */
export type TestClock = Clock & { set(instant: string): void }

/** A clock standing at an instant in ISO form. */
export function clockAt(instant: string): TestClock {
  let now = Temporal.Instant.from(instant)
  return {
    now: () => now,
    set: (later) => {
      now = Temporal.Instant.from(later)
    },
  }
}

/** Starts the application as a process would, on real HTTP and a real database; stopped when the file is done. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase())
  const logged: Record<string, unknown>[] = []
  const env = readEnv({
    PORT: '0',
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    RINGBOOK_SECRET_KEY: '5e'.repeat(32),
    ...options.env,
  })
  const config = toConfig(env)
  const overrides = { log: memoryLog(logged), ...withoutUndefined(options) }
  const context = await createContext(
    config,
    gatherSecrets(env, config, systemRandom),
    { processName: 'ringbook test', migrate: false },
    overrides,
  )
  const role = options.role ?? 'serve'
  const running = await run(context, role, workerDeps(context, role))
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= running.stop())
  whenFileIsDone(stop)
  return { url: running.url ?? '', context, database, logged, stop }
}

function memoryLog(lines: Record<string, unknown>[]): NonNullable<Overrides['log']> {
  const write = (level: string) => (message: string, fields?: object) => {
    lines.push({ level, msg: message, ...fields })
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

function withoutUndefined({ clock, ids, random, log, accounts }: Overrides): Overrides {
  return {
    ...(clock && { clock }),
    ...(ids && { ids }),
    ...(random && { random }),
    ...(log && { log }),
    ...(accounts && { accounts }),
  }
}
