import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { isAlive, processIdentity } from './process-identity.ts'

/** How often a waiting process looks again: often against how long the lock is held (a second or two). */
const LOOK_AGAIN_MS = 25

/**
 * Runs `work` while no other process runs its own under the same lock. The lock is a directory at `path` naming its
 * holder; a holder that died loses it.
 *
 * @throws Error in one sentence when another process holds it longer than `patienceMs`.
 */
export async function withFileLock<T>(path: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  const me = processIdentity(process.pid)
  if (me === undefined) throw new Error('This process cannot find itself among the processes')
  await takeLock(path, me, patienceMs)
  try {
    return await work()
  } finally {
    letGo(path)
  }
}

/** A directory appears whole, with its holder in it, by renaming: two that try at once cannot both succeed. */
async function takeLock(path: string, me: string, patienceMs: number): Promise<void> {
  const mine = `${path}.${process.pid}.${crypto.randomUUID()}`
  mkdirSync(mine)
  writeFileSync(join(mine, 'holder'), me)
  try {
    for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
      if (renamed(mine, path)) return
      const holder = holderOf(path)
      if (holder !== undefined && !isAlive(holder)) takeAside(path, mine, holder)
      else if (waitedMs >= patienceMs)
        throw new Error(`Process ${holder?.split(':')[0]} holds ${path} and does not let go`)
      else await wait(LOOK_AGAIN_MS)
    }
  } finally {
    if (existsSync(mine) && holderOf(mine) === me) rmSync(mine, { recursive: true, force: true })
  }
}

/** Moved away before it is emptied: a directory emptied in place could be another's by then. */
function letGo(path: string): void {
  const aside = `${path}.${process.pid}.${crypto.randomUUID()}`
  if (renamed(path, aside)) rmSync(aside, { recursive: true, force: true })
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}

function holderOf(path: string): string | undefined {
  try {
    return readFileSync(join(path, 'holder'), 'utf8')
  } catch {
    return undefined
  }
}

/** Of several that find the same dead holder one moves it away; who moved a living one by mistake puts it back. */
function takeAside(path: string, mine: string, dead: string): void {
  const aside = `${mine}.aside`
  if (!renamed(path, aside)) return
  if (holderOf(aside) === dead || !renamed(aside, path)) rmSync(aside, { recursive: true, force: true })
}
