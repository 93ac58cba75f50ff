import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One line of a hunt: what caught a bug, or that nothing did. */
export type Caught = {
  readonly name: string
  readonly isRight: boolean
  readonly seed: number | null
  readonly what?: string
}

/**
 * Hunts in a process of its own, with the seeds that are known: there modules are loaded as they are in production,
 * without a test runner's transformations between the source and what is planted in it.
 */
export async function huntKnown(): Promise<readonly Caught[]> {
  const hunter = spawn(process.execPath, ['test/planted/run.ts', '--known'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const caught: Caught[] = []
  for await (const line of createInterface({ input: hunter.stdout })) caught.push(JSON.parse(line) as Caught)
  return caught
}
