import type { IncomingHttpHeaders } from 'node:http'

import type { ApiKey } from './account.ts'
import type { World } from './world.ts'

const KEY_PREFIX = 'cal_'

/** Who sent a request, as far as its credential says. */
export type Credential = { kind: 'none' } | { kind: 'key'; key: ApiKey } | { kind: 'wrong'; message: string }

/** Only the word Bearer is taken off: a key without it works as well. What does not begin like a key is a token, and none is known. */
export function readCredential({ directory }: World, headers: IncomingHttpHeaders): Credential {
  const token = headers.authorization?.replace('Bearer ', '').trim() ?? ''
  if (token === '') return { kind: 'none' }
  if (!token.startsWith(KEY_PREFIX)) return { kind: 'wrong', message: 'CustomThrottlerGuard - Invalid access token' }
  const key = directory.account.apiKeys.find((candidate) => candidate.key === token)
  return key === undefined ? { kind: 'wrong', message: 'CustomThrottlerGuard - Invalid API Key' } : { kind: 'key', key }
}

/** What counters and records call it. */
export function nameOf(credential: Credential): string {
  switch (credential.kind) {
    case 'none':
      return 'none'
    case 'key':
      return credential.key.name
    case 'wrong':
      return 'unknown'
  }
}
