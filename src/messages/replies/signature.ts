import { createHmac, timingSafeEqual } from 'node:crypto'

/** Form fields as they came; several of one name are several entries. */
export type FormFields = readonly (readonly [name: string, value: string])[]

/** The fields of a form body. */
export function readForm(rawBody: Uint8Array): FormFields {
  return [...new URLSearchParams(Buffer.from(rawBody).toString('utf8'))]
}

/**
 * Whether Twilio sent this: HMAC-SHA1 by the account's token over the address it was told to call, as it was told, followed by every
 * field in the order of their names, each name and value run together; base64.
 *
 * The address is ours to know and never taken from the request: whoever could choose it could choose what was signed.
 */
export function isSignedByTwilio(
  token: string,
  url: string,
  fields: FormFields,
  signature: string | undefined,
): boolean {
  if (signature === undefined || signature.length > 100) return false
  const sorted = fields.toSorted(([name, value], [other, otherValue]) =>
    name === other ? compare(value, otherValue) : compare(name, other),
  )
  const signed = sorted.reduce((text, [name, value]) => text + name + value, url)
  const own = createHmac('sha1', token).update(signed, 'utf8').digest()
  const theirs = Buffer.from(signature, 'base64')
  return theirs.length === own.length && timingSafeEqual(own, theirs)
}

/** By the units of the text, as they sort. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
