import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { DEMO_RETELL_API_KEY } from '../companies/workspaces.ts'
import { systemRandom } from '../infra/random.ts'
import { toConfig } from './config.ts'
import { EnvError, readEnv } from './env.ts'
import { gatherSecrets } from './secrets.ts'

const secretKey = 'ab'.repeat(32)
const directories: string[] = []

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ringbook-config-'))
  directories.push(directory)
  return directory
}

function secretsOf(variables: Record<string, string>) {
  const env = readEnv({ RINGBOOK_DATA_DIR: freshDirectory(), ...variables })
  return gatherSecrets(env, toConfig(env), systemRandom)
}

test('with nothing set it serves this machine alone, on port 3000, with a database of its own', () => {
  expect(toConfig(readEnv({}))).toEqual({
    production: false,
    dataDir: resolve('.ringbook'),
    http: { host: '127.0.0.1', port: 3000 },
    log: { level: 'info', showPersonal: false },
    demo: false,
    retellApiUrl: 'https://api.retellai.com',
    database: 'embedded',
    redis: false,
    mailFrom: null,
    publicUrl: null,
  })
})

test('where Redis is stays out of the configuration, which may be logged', () => {
  const url = 'rediss://ringbook:secret@redis.example.org:6380/1'
  expect(toConfig(readEnv({ REDIS_URL: url })).redis).toBe(true)
  expect(secretsOf({ REDIS_URL: url }).redisUrl).toBe(url)
  expect(secretsOf({}).redisUrl).toBeUndefined()
  for (const wrong of ['redis.example.org:6379', 'http://redis.example.org', 'redis://']) {
    expect(() => toConfig(readEnv({ REDIS_URL: wrong }))).toThrow(EnvError)
  }
})

test('mails go out by a server and from an address, or not at all; the password stays out of the configuration', () => {
  const mail = { SMTP_URL: 'smtps://ringbook:secret@mail.example.org', MAIL_FROM: 'termine@example.org' }
  expect(JSON.stringify(toConfig(readEnv(mail)))).not.toContain('secret')
  expect(toConfig(readEnv(mail)).mailFrom).toBe('termine@example.org')
  expect(secretsOf(mail).smtpUrl).toBe(mail.SMTP_URL)
  for (const wrong of [
    { SMTP_URL: mail.SMTP_URL },
    { MAIL_FROM: mail.MAIL_FROM },
    { ...mail, SMTP_URL: 'https://mail.example.org' },
    { ...mail, MAIL_FROM: 'Salon <termine@example.org>' },
  ]) {
    expect(() => toConfig(readEnv(wrong))).toThrow(EnvError)
  }
})

test('where people reach it is an address without a slash at the end', () => {
  expect(toConfig(readEnv({ RINGBOOK_PUBLIC_URL: 'https://ringbook.example.org/' })).publicUrl).toBe(
    'https://ringbook.example.org',
  )
  expect(() => toConfig(readEnv({ RINGBOOK_PUBLIC_URL: 'ringbook.example.org' }))).toThrow(EnvError)
})

test('an empty variable is an unset one', () => {
  expect(toConfig(readEnv({ PORT: '', HOST: ' ', DATABASE_URL: '' }))).toEqual(toConfig(readEnv({})))
})

test.each([
  [{ PORT: 'abc' }, 'PORT must be a whole number, not "abc"'],
  [{ PORT: '70000' }, 'PORT must be at most 65535, not 70000'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, silent, not "loud"'],
  [{ RINGBOOK_DEMO: 'maybe' }, 'RINGBOOK_DEMO must be on or off, not "maybe"'],
  [{ DATABASE_URL: 'mysql://me:hunter2@db' }, 'DATABASE_URL must begin with postgresql://'],
  [{ DATABASE_OWNER_URL: 'postgresql://db' }, 'DATABASE_OWNER_URL is set but DATABASE_URL is not: set both or neither'],
  [{ RINGBOOK_SECRET_KEY: 'short' }, /^RINGBOOK_SECRET_KEY must be 32 bytes/],
  [{ RINGBOOK_SECRET_KEY: secretKey, RINGBOOK_PREVIOUS_SECRET_KEYS: 'x' }, /^RINGBOOK_PREVIOUS_SECRET_KEYS must be/],
  [{ NODE_ENV: 'production' }, /^RETELL_API_KEY must be set/],
  [{ NODE_ENV: 'production', RETELL_API_KEY: DEMO_RETELL_API_KEY }, /^RETELL_API_KEY must be set/],
])('%j is refused in one line that names the variable', (variables, message) => {
  expect(() => secretsOf(variables)).toThrow(EnvError)
  expect(() => secretsOf(variables)).toThrow(message)
})

test('the configuration holds no secret', () => {
  const env = readEnv({
    DATABASE_URL: 'postgresql://me:hunter2@db/x',
    RETELL_API_KEY: 'key_hunter2',
    RINGBOOK_SECRET_KEY: secretKey,
  })
  expect(JSON.stringify(toConfig(env))).not.toMatch(/hunter2|abab/)
})

test('without a secret key one is made, kept for this user alone, and found again', () => {
  const dataDir = freshDirectory()
  const first = secretsOf({ RINGBOOK_DATA_DIR: dataDir })
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(dataDir, 'secret.key'), 'utf8').trim()).toHaveLength(64)
  expect(secretsOf({ RINGBOOK_DATA_DIR: dataDir }).sealingKey).toEqual(first.sealingKey)
})

test('a damaged key file is named', () => {
  const dataDir = freshDirectory()
  writeFileSync(join(dataDir, 'secret.key'), 'x')
  expect(() => secretsOf({ RINGBOOK_DATA_DIR: dataDir })).toThrow(`${join(dataDir, 'secret.key')} must be 32 bytes`)
})

test('the key of the demo is used when none is set, and is known as such', () => {
  expect(secretsOf({})).toMatchObject({ retellApiKey: DEMO_RETELL_API_KEY, retellApiKeyIsDemo: true })
  expect(secretsOf({ RETELL_API_KEY: 'key_own' })).toMatchObject({ retellApiKey: 'key_own', retellApiKeyIsDemo: false })
})
