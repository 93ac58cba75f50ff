import { readdir, readFile } from 'node:fs/promises'

/** What the kernel counts processor time in (`getconf CLK_TCK`, a hundred a second wherever Linux runs). */
const MS_PER_TICK = 10

/** Milliseconds of processor time so far: of the gateway, of the database below it, and of this program. */
export type ProcessorTime = { gatewayMs: number; databaseMs: number; loadMs: number }

/** `endedTicks`: of children that have ended, which no longer have an entry of their own. */
type Process = { parent: number; ticks: number; endedTicks: number }

/** What the kernel has counted for the gateway and everything it has started. */
export async function processorTime(gatewayPid: number): Promise<ProcessorTime> {
  const processes = new Map<number, Process>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/v.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null)
    if (stat === null) continue
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    const endedTicks = Number(fields[13]) + Number(fields[14])
    processes.set(Number(name), { parent: Number(fields[1]), ticks, endedTicks })
  }
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent ?? 0
    return parent === gatewayPid || (parent > 1 && isBelow(parent))
  }
  const msOf = (of: (pid: number) => boolean) =>
    [...processes].reduce((sum, [pid, { ticks }]) => (of(pid) ? sum + ticks * MS_PER_TICK : sum), 0)
  const endedMs = [...processes].reduce(
    (sum, [pid, one]) => (isBelow(pid) ? sum + one.endedTicks * MS_PER_TICK : sum),
    0,
  )
  return {
    gatewayMs: msOf((pid) => pid === gatewayPid),
    databaseMs: msOf(isBelow) + endedMs,
    loadMs: msOf((pid) => pid === process.pid),
  }
}

/** What has been spent from one look to a later one. */
export function since(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    gatewayMs: after.gatewayMs - before.gatewayMs,
    databaseMs: after.databaseMs - before.databaseMs,
    loadMs: after.loadMs - before.loadMs,
  }
}
