import { checkFlow, isFault } from '../check/check-flow.ts'
import type { Problem } from '../check/problem.ts'
import type { BuiltAgent } from '../flow-types.ts'
import { readFlow } from '../read-flow.ts'
import { DeployRefusedError } from './deploy.ts'

/** Addresses a platform out there cannot reach, and refuses to. */
const PRIVATE_HOST =
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[(::1|f[cd]|fe80))|\.(local|internal)$/i

/** What is wrong with what was built; empty when it may go on the phone. */
export function problemsOf(built: BuiltAgent): readonly Problem[] {
  const file = readFlow(JSON.stringify(built))
  if (file.kind === 'refused') throw new Error(`What was built cannot be read: ${file.reasons.join(' ')}`)
  return checkFlow(file.flow)
}

/**
 * Refuses what would go wrong on the phone: a flow with faults, or an address the platform cannot reach. A platform that is
 * itself on this machine, as the stand-in is, reaches this machine's.
 *
 * @throws DeployRefusedError
 */
export function assertFitToDeploy(built: BuiltAgent, publicUrl: string, platformUrl: string): void {
  const faults = problemsOf(built).filter(isFault)
  if (faults.length > 0) {
    const told = faults.map(({ where, detail }) => `${where}: ${detail}`).join('\n  ')
    throw new DeployRefusedError(`The flow would go wrong on the phone:\n  ${told}`)
  }
  const isNear = PRIVATE_HOST.test(new URL(platformUrl).hostname)
  const url = new URL(publicUrl)
  if (isNear || (url.protocol === 'https:' && !PRIVATE_HOST.test(url.hostname))) return
  throw new DeployRefusedError(
    `Retell cannot reach this Ringbook at ${publicUrl}: give its public https address with --public-url`,
  )
}
