import { createHmac, timingSafeEqual } from 'node:crypto'

/** What Cal.com writes instead of a signature when its webhook has no secret: no proof of anything. */
const NO_SECRET = 'no-secret-provided'
const HEX_SHA256 = /^[0-9a-f]{64}$/i

/** Whether a body was signed with this secret: the hex HMAC-SHA256 over its bytes as they came. */
export function isSignedWith(secret: string, rawBody: Uint8Array, signature: string | undefined): boolean {
  if (signature === undefined || signature === NO_SECRET || !HEX_SHA256.test(signature)) return false
  const own = createHmac('sha256', secret).update(rawBody).digest()
  return timingSafeEqual(own, Buffer.from(signature, 'hex'))
}
