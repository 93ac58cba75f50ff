import { createHmac, timingSafeEqual } from 'node:crypto'

/** A key that signs for a workspace; a workspace has two of them while its key is being exchanged. */
export type SigningKey = { readonly workspaceId: string; readonly key: string }

/** Retell signs with the sender's clock; five minutes cover its drift and the way, in both directions. */
const WINDOW_MS = 300_000
const HEADER = /^v=(\d+),d=([0-9a-f]{64})$/i

/**
 * Whose key signed these very bytes, or undefined when none did.
 *
 * The header is `v=<epoch milliseconds>,d=<64 hex digits>`; the digest is HMAC-SHA256 over the raw body followed by the
 * number in plain decimal. A number further than five minutes from `now` is refused in both directions. Keys are tried
 * one after the other, each compared in constant time.
 */
export function verifySignature(
  rawBody: Buffer,
  header: string | undefined,
  keys: readonly SigningKey[],
  now: Temporal.Instant,
): SigningKey | undefined {
  const match = HEADER.exec(header ?? '')
  if (match === null) return undefined
  const signedAtMs = Number(match[1])
  if (!Number.isSafeInteger(signedAtMs)) return undefined
  if (Math.abs(now.epochMilliseconds - signedAtMs) > WINDOW_MS) return undefined
  const given = Buffer.from(match[2] ?? '', 'hex')
  return keys.find(({ key }) => timingSafeEqual(digest(rawBody, signedAtMs, key), given))
}

function digest(rawBody: Buffer, signedAtMs: number, key: string): Buffer {
  // The number is written anew: leading zeros of the header are not part of what was signed.
  return createHmac('sha256', key).update(rawBody).update(String(signedAtMs)).digest()
}
