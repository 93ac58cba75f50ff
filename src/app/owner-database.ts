import { startEmbeddedPostgres } from '../infra/db/embedded-postgres.ts'
import { toConfig } from './config.ts'
import { type Env, readEnv } from './env.ts'

/** Where the database of an installation is. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string }

/**
 * Runs `work` with the database the environment means: the one of DATABASE_URL, or the embedded one, which is started
 * for it unless it runs already.
 *
 * @throws EnvError, or Error in one sentence when the embedded server does not start
 */
export async function withDatabase<T>(
  variables: Readonly<Record<string, string | undefined>>,
  work: (urls: DatabaseUrls) => Promise<T>,
): Promise<T> {
  const env: Env = readEnv(variables)
  const config = toConfig(env)
  if (env.databaseUrl !== undefined) {
    return await work({ appUrl: env.databaseUrl, ownerUrl: env.databaseOwnerUrl ?? env.databaseUrl })
  }
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
