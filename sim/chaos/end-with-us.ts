import type { ChildProcess } from 'node:child_process'

/** Ends a process when this one ends, however it ends short of a kill: nothing that was started here is left running. */
export function endWithUs(child: ChildProcess): void {
  const end = () => {
    child.kill('SIGKILL')
  }
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}
