import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Names one life of a process: `<pid>:<when it started>`, or undefined when there is no such process (a dead one that
 * nobody has waited for yet counts as gone). Process ids are used again; their start is not.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The name, the second field, may hold spaces and brackets: the fields are counted from its closing bracket.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}:${fields[19]}`
    } catch {
      return undefined
    }
  }
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const started = answer.stdout.trim()
  return started === '' ? undefined : `${pid}:${started.replaceAll(/\s+/g, '_')}`
}

/** Whether the process that `identity` names still lives. */
export function isAlive(identity: string): boolean {
  const pid = Number(identity.split(':')[0])
  return Number.isInteger(pid) && pid > 0 && processIdentity(pid) === identity
}

/** The command line of a living process, its parts joined by blanks; undefined when there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  if (processIdentity(pid) === undefined) return undefined
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    } catch {
      return undefined
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
}
