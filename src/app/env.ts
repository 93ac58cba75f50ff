/** What the environment says, as typed values that may all be missing. Nothing is decided here. */
export type Env = {
  nodeEnv: string | undefined
  host: string | undefined
  port: number | undefined
  dataDir: string | undefined
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  redisUrl: string | undefined
  retellApiKey: string | undefined
  retellApiUrl: string | undefined
  secretKey: string | undefined
  previousSecretKeys: string[]
  logLevel: string | undefined
  logPersonal: boolean | undefined
  demo: boolean | undefined
  smtpUrl: string | undefined
  mailFrom: string | undefined
  publicUrl: string | undefined
}

/** A variable has a value nothing can be made of. The message names it and is for people. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/**
 * Reads an environment, e.g. `process.env`. An empty variable counts as unset, as compose files write it.
 *
 * @throws EnvError when a number is no number or a switch is neither on nor off
 */
export function readEnv(env: Readonly<Record<string, string | undefined>>): Env {
  const text = (name: string) => {
    const value = env[name]?.trim()
    return value === '' ? undefined : value
  }
  return {
    nodeEnv: text('NODE_ENV'),
    host: text('HOST'),
    port: wholeNumber('PORT', text('PORT')),
    dataDir: text('RINGBOOK_DATA_DIR'),
    databaseUrl: text('DATABASE_URL'),
    databaseOwnerUrl: text('DATABASE_OWNER_URL'),
    redisUrl: text('REDIS_URL'),
    retellApiKey: text('RETELL_API_KEY'),
    retellApiUrl: text('RETELL_API_URL'),
    secretKey: text('RINGBOOK_SECRET_KEY'),
    previousSecretKeys: (text('RINGBOOK_PREVIOUS_SECRET_KEYS') ?? '').split(',').filter((key) => key.trim() !== ''),
    logLevel: text('LOG_LEVEL'),
    logPersonal: onOrOff('RINGBOOK_LOG_PERSONAL', text('RINGBOOK_LOG_PERSONAL')),
    demo: onOrOff('RINGBOOK_DEMO', text('RINGBOOK_DEMO')),
    smtpUrl: text('SMTP_URL'),
    mailFrom: text('MAIL_FROM'),
    publicUrl: text('RINGBOOK_PUBLIC_URL'),
  }
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value)) throw new EnvError(`${name} must be a whole number, not "${value}"`)
  return Number(value)
}

function onOrOff(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (/^(1|true|yes|on)$/i.test(value)) return true
  if (/^(0|false|no|off)$/i.test(value)) return false
  throw new EnvError(`${name} must be on or off, not "${value}"`)
}
