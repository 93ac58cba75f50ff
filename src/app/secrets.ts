import { hkdfSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { DEMO_RETELL_API_KEY } from '../companies/workspaces.ts'
import type { Random } from '../infra/random.ts'
import { SEALING_KEY_BYTES } from '../infra/sealing.ts'
import type { Config } from './config.ts'
import { type Env, EnvError } from './env.ts'

/** What must not be logged. Kept apart from the configuration for that. */
export type Secrets = {
  /** Where the database is; undefined when it is embedded. */
  database: { appUrl: string; ownerUrl: string } | undefined
  /** Where Redis is; undefined when there is none. */
  redisUrl: string | undefined
  /** Where mails go out, with its password; undefined when there is no server for them. */
  smtpUrl: string | undefined
  /** The key of the first workspace. */
  retellApiKey: string
  /** Whether it is the demo's, which everybody knows. */
  retellApiKeyIsDemo: boolean
  sealingKey: Uint8Array
  previousSealingKeys: Uint8Array[]
  /** Makes phone numbers in logs unreadable. */
  phoneMarkKey: Uint8Array
}

const KEY_FILE = 'secret.key'

/**
 * Gathers the secrets. The secret key comes from RINGBOOK_SECRET_KEY or, so that a first start needs nothing, from a file
 * in the data directory, made when missing and readable by this user alone.
 *
 * @throws EnvError in one line naming the variable: no signing key in production, a secret key of another length
 */
export function gatherSecrets(env: Env, config: Config, random: Random): Secrets {
  if (config.production && (env.retellApiKey === undefined || env.retellApiKey === DEMO_RETELL_API_KEY)) {
    throw new EnvError('RETELL_API_KEY must be set to the key of your Retell workspace when NODE_ENV is production')
  }
  const retellApiKey = env.retellApiKey ?? DEMO_RETELL_API_KEY
  const sealingKey =
    env.secretKey === undefined ? keyFromFile(config.dataDir, random) : decodeKey('RINGBOOK_SECRET_KEY', env.secretKey)
  return {
    database:
      env.databaseUrl === undefined
        ? undefined
        : { appUrl: env.databaseUrl, ownerUrl: env.databaseOwnerUrl ?? env.databaseUrl },
    redisUrl: env.redisUrl,
    smtpUrl: env.smtpUrl,
    retellApiKey,
    retellApiKeyIsDemo: retellApiKey === DEMO_RETELL_API_KEY,
    sealingKey,
    previousSealingKeys: env.previousSecretKeys.map((key) => decodeKey('RINGBOOK_PREVIOUS_SECRET_KEYS', key)),
    phoneMarkKey: new Uint8Array(hkdfSync('sha256', sealingKey, '', 'ringbook phone marks', SEALING_KEY_BYTES)),
  }
}

function keyFromFile(dataDir: string, random: Random): Uint8Array {
  const path = join(dataDir, KEY_FILE)
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(path)) {
    try {
      // Fails if another process was quicker; then its key is read below.
      writeFileSync(path, `${random.bytes(SEALING_KEY_BYTES).toHex()}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!existsSync(path))
        throw new EnvError(`RINGBOOK_SECRET_KEY is not set and ${path} cannot be written`, { cause: error })
    }
  }
  chmodSync(path, 0o600)
  return decodeKey(path, readFileSync(path, 'utf8'))
}

function decodeKey(name: string, text: string): Uint8Array {
  const value = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64')
  if (bytes.length !== SEALING_KEY_BYTES) {
    throw new EnvError(
      `${name} must be ${SEALING_KEY_BYTES} bytes as 64 hex digits or base64: openssl rand -hex 32 makes one`,
    )
  }
  return bytes
}
