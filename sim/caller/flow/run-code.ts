import { runInNewContext } from 'node:vm'

/** Longer than anything a flow computes takes. */
const TIMEOUT_MS = 1_000

/**
 * Runs the JavaScript of a code node with the call's variables as `dv`, and gives what it returns. Undefined when it throws or
 * takes too long: the platform goes on without. Meant for flows one would deploy; this is no sandbox against hostile code.
 */
export async function runCode(code: string, variables: ReadonlyMap<string, string>): Promise<unknown> {
  const context = { dv: Object.fromEntries(variables) }
  try {
    const result: unknown = runInNewContext(`(async () => { ${code} })()`, context, { timeout: TIMEOUT_MS })
    return await result
  } catch {
    return undefined
  }
}
