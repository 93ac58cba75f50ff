import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { isAlive, processIdentity } from '../process-identity.ts'

/**
 * Who uses an embedded server: one file per user, naming its process. Call all three while holding the server's lock.
 * The last user to leave stops the server, so that no process pulls it away under another; a process that was killed
 * cannot leave, and does not count.
 */
export function enter(directory: string): string {
  const file = join(directory, `${process.pid}-${crypto.randomUUID()}`)
  writeFileSync(file, processIdentity(process.pid) ?? '')
  return file
}

/** Takes back an `enter`. */
export function leave(file: string): void {
  rmSync(file, { force: true })
}

/** How many users still live; forgets the dead ones. */
export function countUsers(directory: string): number {
  let alive = 0
  for (const name of readdirSync(directory)) {
    const file = join(directory, name)
    if (isAlive(readFileSync(file, 'utf8'))) alive += 1
    else rmSync(file, { force: true })
  }
  return alive
}
