import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Ground } from './ground.ts'

const run = promisify(execFile)
const ROOT = new URL('../../..', import.meta.url)
/** A slow machine starts a process in seconds, and brings in an account in some more. */
const TIMEOUT_MS = 120_000
/** A flow of twenty services in full is far below. */
const MOST_OUTPUT = 16 * 1024 * 1024

/** What a scenario has the gateway's own commands do, in processes of their own. Each throws what its command says. */
export function createCommands(databases: {
  appUrl: string
  ownerUrl: string
}): Pick<Ground, 'flowOf' | 'importAccount'> {
  const ringbook = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { stdout } = await run(process.execPath, ['src/cli/ringbook.ts', ...args, '--json'], {
      cwd: ROOT,
      timeout: TIMEOUT_MS,
      maxBuffer: MOST_OUTPUT,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        DATABASE_URL: databases.appUrl,
        DATABASE_OWNER_URL: databases.ownerUrl,
        RINGBOOK_SECRET_KEY: '5e'.repeat(32),
        LOG_LEVEL: 'error',
        ...env,
      },
    })
    return stdout
  }
  const built = new Map<string, Promise<unknown>>()
  return {
    async flowOf({ slug, house }, language) {
      const key = `${house} ${language}`
      const building = async (): Promise<unknown> =>
        JSON.parse(await ringbook(['flow', 'build', '--company', slug, '--lang', language]))
      const flow = built.get(key) ?? building()
      built.set(key, flow)
      return await flow
    },
    async importAccount({ slug, url, key }) {
      const options = ['--company', slug, '--mailbox', 'termine@salon.test', '--url', `${url}/v2`]
      await ringbook(['import', 'calcom', ...options], { CALCOM_API_KEY: key })
    },
  }
}
