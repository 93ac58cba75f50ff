import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

import type { Random } from './random.ts'

/** Keeps small secrets (keys of workspaces and calendars) readable for the gateway alone. */
export type Sealer = {
  /** Seals `text` for one place, named by `context` (e.g. `workspaces.sealed_key:<id>`): moved elsewhere it does not open. */
  seal(text: string, context: string): Buffer
  /** @throws SealError when it was not sealed by one of our keys, for this context, or was changed since. */
  open(sealed: Uint8Array, context: string): string
  /** The same value wrapped by the current key: what a rotation runs over every sealed value. @throws SealError as `open` */
  rewrap(sealed: Uint8Array, context: string): Buffer
  /** Whether it is wrapped by the current key already. */
  isCurrent(sealed: Uint8Array): boolean
}

/** A sealed value cannot be opened. Says why, never what. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/** Length of the keys, those that wrap and those that are wrapped: AES-256. */
export const SEALING_KEY_BYTES = 32

const VERSION = 1
const KEY_ID_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + KEY_ID_BYTES
const WRAPPED_BYTES = NONCE_BYTES + SEALING_KEY_BYTES + TAG_BYTES

/**
 * Envelope encryption, AES-256-GCM twice: each value under a key of its own, that key wrapped by `current`. Rotating
 * `current` rewraps the small keys and leaves the values as they are; `previous` keys still open.
 *
 * Bytes: version, id of the wrapping key, wrapped key (nonce, key, tag), value (nonce, text, tag). Version, key id and
 * context are authenticated with both.
 */
export function createSealer(current: Uint8Array, previous: readonly Uint8Array[], random: Random): Sealer {
  const keys = new Map([...previous, current].map((key) => [keyId(key).toString('hex'), key]))
  const header = Buffer.concat([Buffer.from([VERSION]), keyId(current)])

  function wrap(valueKey: Uint8Array, context: string): Buffer {
    return Buffer.concat([header, encrypt(current, valueKey, authenticated(header, 'key', context), random)])
  }
  function unwrap(sealed: Uint8Array, context: string): Buffer {
    const theirHeader = Buffer.from(sealed.subarray(0, HEADER_BYTES))
    const key = keys.get(theirHeader.subarray(1).toString('hex'))
    if (theirHeader[0] !== VERSION || key === undefined) throw new SealError('It was sealed with a key we do not have')
    const wrapped = sealed.subarray(HEADER_BYTES, HEADER_BYTES + WRAPPED_BYTES)
    return decrypt(key, wrapped, authenticated(theirHeader, 'key', context))
  }
  // The value must not depend on the wrapping key's id, or a rotation would have to touch it.
  const valueContext = (context: string) => authenticated(Buffer.from([VERSION]), 'value', context)

  return {
    seal(text, context) {
      const valueKey = random.bytes(SEALING_KEY_BYTES)
      const value = encrypt(valueKey, Buffer.from(text, 'utf8'), valueContext(context), random)
      return Buffer.concat([wrap(valueKey, context), value])
    },
    open(sealed, context) {
      const value = sealed.subarray(HEADER_BYTES + WRAPPED_BYTES)
      return decrypt(unwrap(sealed, context), value, valueContext(context)).toString('utf8')
    },
    rewrap(sealed, context) {
      return Buffer.concat([wrap(unwrap(sealed, context), context), sealed.subarray(HEADER_BYTES + WRAPPED_BYTES)])
    },
    isCurrent: (sealed) => header.equals(sealed.subarray(0, HEADER_BYTES)),
  }
}

/** Tells keys apart without telling anything about them. */
function keyId(key: Uint8Array): Buffer {
  if (key.length !== SEALING_KEY_BYTES) throw new RangeError(`A sealing key has ${SEALING_KEY_BYTES} bytes`)
  return createHash('sha256').update('ringbook key id').update(key).digest().subarray(0, KEY_ID_BYTES)
}

function authenticated(header: Buffer, part: 'key' | 'value', context: string): Buffer {
  return Buffer.concat([header, Buffer.from(`${part}\0${context}`, 'utf8')])
}

function encrypt(key: Uint8Array, plain: Uint8Array, authenticatedData: Buffer, random: Random): Buffer {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(authenticatedData)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, sealed: Uint8Array, authenticatedData: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealError('It is cut off')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticatedData)
      .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const text = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch (cause) {
    throw new SealError('It was changed, or sealed for another place', { cause })
  }
}
