import type { Clock } from '../../infra/clock.ts'
import { startEmbeddedPostgres } from '../../infra/db/embedded-postgres.ts'
import type { Random } from '../../infra/random.ts'
import { createSealer } from '../../infra/sealing.ts'
import { type Config, toConfig } from '../config.ts'
import { EnvError, readEnv } from '../env.ts'
import { type Secrets, gatherSecrets } from '../secrets.ts'
import { checkDatabase } from './check-database.ts'
import { checkDemoKey, checkRetellKey, checkSealedKeys } from './check-keys.ts'
import { checkDataDirectory, checkNode } from './check-machine.ts'
import { checkPort } from './check-port.ts'
import { checkRedis } from './check-redis.ts'
import { checkRetell } from './check-retell.ts'
import { checkServices } from './check-services.ts'
import { type Finding, bad, firstLine } from './finding.ts'

/**
 * Looks at everything the gateway needs and says how to mend what is wrong. Changes nothing, save that an embedded
 * database that is not running is started to be looked at, and a missing key file is made.
 */
export async function examine(
  variables: Readonly<Record<string, string | undefined>>,
  deps: { clock: Clock; random: Random },
): Promise<Finding[]> {
  const findings = [checkNode(process.versions.node)]
  let config: Config
  let secrets: Secrets
  try {
    const env = readEnv(variables)
    config = toConfig(env)
    findings.push(checkDataDirectory(config.dataDir))
    secrets = gatherSecrets(env, config, deps.random)
    findings.push(checkRetellKey(secrets))
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return [...findings, bad('Settings', error.message, 'Set this variable in the environment of the process')]
  }
  findings.push(...(await examineDatabase(config, secrets, deps)))
  findings.push(...(await checkRedis(secrets.redisUrl)))
  findings.push(await checkRetell(config.retellApiUrl, deps.clock))
  findings.push(...(await checkPort(config.http)))
  return findings
}

async function examineDatabase(
  config: Config,
  secrets: Secrets,
  deps: { clock: Clock; random: Random },
): Promise<Finding[]> {
  await using parts = new AsyncDisposableStack()
  let appUrl = secrets.database?.appUrl
  if (appUrl === undefined) {
    try {
      const server = await startEmbeddedPostgres({ dataDir: config.dataDir })
      parts.defer(() => server.stop())
      appUrl = server.appUrl
    } catch (error) {
      return [bad('Database', firstLine(error), 'Mend this, or set DATABASE_URL to a PostgreSQL of your own')]
    }
  }
  const { findings, db } = await checkDatabase(appUrl, deps.clock)
  if (db === undefined) return findings
  parts.defer(() => db.close())
  const sealer = createSealer(secrets.sealingKey, secrets.previousSealingKeys, deps.random)
  const demoKey = { production: config.production, retellApiKeyIsDemo: secrets.retellApiKeyIsDemo }
  return [
    ...findings,
    await checkSealedKeys(db.kysely, sealer),
    await checkDemoKey(db.kysely, sealer, demoKey),
    await checkServices(db, deps.clock),
  ]
}
