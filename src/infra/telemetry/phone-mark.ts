import { createHmac } from 'node:crypto'

/** Stands for a phone number in logs: the same number has the same mark, and nobody without the key finds the number. */
export type PhoneMark = { hash: string; lastDigits: string }

/** 64 bits: a few million numbers do not meet by chance. */
const HASH_HEX_DIGITS = 16

/**
 * Marks a phone number. The last two digits stay, so that a person can tell two callers of one log apart.
 *
 * @param key 32 secret bytes; there are so few phone numbers that a hash without a key is read backwards in minutes
 */
export function markPhone(number: string, key: Uint8Array): PhoneMark {
  const hash = createHmac('sha256', key).update(number).digest('hex').slice(0, HASH_HEX_DIGITS)
  return { hash, lastDigits: number.replaceAll(/\D/g, '').slice(-2) }
}
