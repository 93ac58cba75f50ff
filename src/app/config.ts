import { resolve } from 'node:path'

import type { LogLevel } from '../infra/telemetry/log.ts'
import { type Env, EnvError } from './env.ts'

/** How this process runs. Holds no secret: it may be logged as it is. */
export type Config = {
  production: boolean
  /** The directory of the embedded database and of the key file, absolute. */
  dataDir: string
  http: { host: string; port: number }
  log: { level: LogLevel; showPersonal: boolean }
  /** Whether an empty database gets the demo company at start. */
  demo: boolean
  /** Where the voice platform's own interface is. */
  retellApiUrl: string
  /** `embedded` runs a server of our own; `external` goes where DATABASE_URL says. */
  database: 'embedded' | 'external'
  /** Whether processes share what they keep near at hand. */
  redis: boolean
  /** The address mails come from; null when there is no server to send them by. */
  mailFrom: string | null
  /** Where people and providers reach this Ringbook, without a slash at the end; null when that is not known. */
  publicUrl: string | null
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']
/** Reachable from this machine alone until somebody says otherwise. */
const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 3000
const DEFAULT_RETELL_API_URL = 'https://api.retellai.com'
const HIGHEST_PORT = 65_535

/**
 * Checks what the environment says and fills in the rest.
 *
 * @throws EnvError naming the variable and what it may be
 */
export function toConfig(env: Env): Config {
  const level = env.logLevel ?? 'info'
  if (!isLogLevel(level)) throw new EnvError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${level}"`)
  const port = env.port ?? DEFAULT_PORT
  if (port > HIGHEST_PORT) throw new EnvError(`PORT must be at most ${HIGHEST_PORT}, not ${port}`)
  checkUrl('DATABASE_URL', env.databaseUrl)
  checkUrl('DATABASE_OWNER_URL', env.databaseOwnerUrl)
  if (env.redisUrl !== undefined && !/^rediss?:\/\/[^/]/.test(env.redisUrl)) {
    throw new EnvError('REDIS_URL must begin with redis:// or rediss:// and name a host')
  }
  if (env.databaseOwnerUrl !== undefined && env.databaseUrl === undefined) {
    throw new EnvError('DATABASE_OWNER_URL is set but DATABASE_URL is not: set both or neither')
  }
  return {
    production: env.nodeEnv === 'production',
    dataDir: resolve(env.dataDir ?? '.ringbook'),
    http: { host: env.host ?? DEFAULT_HOST, port },
    log: { level, showPersonal: env.logPersonal ?? false },
    demo: env.demo ?? false,
    retellApiUrl: env.retellApiUrl ?? DEFAULT_RETELL_API_URL,
    database: env.databaseUrl === undefined ? 'embedded' : 'external',
    redis: env.redisUrl !== undefined,
    mailFrom: mailFromOf(env),
    publicUrl: publicUrlOf(env.publicUrl),
  }
}

/** The address of the server stays out of the messages: it may hold a password. */
function mailFromOf({ smtpUrl, mailFrom }: Env): string | null {
  if (smtpUrl === undefined && mailFrom === undefined) return null
  if (smtpUrl === undefined || mailFrom === undefined) {
    throw new EnvError('SMTP_URL and MAIL_FROM go together: set both or neither')
  }
  if (!/^smtps?:\/\/[^/]/.test(smtpUrl) || !URL.canParse(smtpUrl)) {
    throw new EnvError('SMTP_URL must begin with smtp:// or smtps:// and name a host')
  }
  if (!/^[^@\s<>]+@[^@\s<>]+$/.test(mailFrom))
    throw new EnvError(`MAIL_FROM must be an e-mail address, not "${mailFrom}"`)
  return mailFrom
}

function publicUrlOf(url: string | undefined): string | null {
  if (url === undefined) return null
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw new EnvError(`RINGBOOK_PUBLIC_URL must be an address like https://ringbook.example.org, not "${url}"`)
  }
  return url.replace(/\/+$/, '')
}

function isLogLevel(level: string): level is LogLevel {
  return LOG_LEVELS.some((known) => known === level)
}

/** The value itself stays out of the message: it holds a password. */
function checkUrl(name: string, url: string | undefined): void {
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) {
    throw new EnvError(`${name} must begin with postgresql://`)
  }
}
