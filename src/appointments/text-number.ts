import { isMobile } from '../speech/phone.ts'
import type { Visit } from './visit.ts'

/** Where messages go: numbers of other countries cost a multiple, and are what fraud with text messages is made of. */
const SERVED_COUNTRIES = ['+49', '+43', '+41']

/**
 * The number (E.164) a caller can be sent a text message at: the one they call from, else the one their customer record has.
 * Null for fixed lines, for countries that are not served, and when there is none.
 */
export function textNumber({ call, customer }: Pick<Visit, 'call' | 'customer'>): string | null {
  const numbers = [call.callerNumber, customer?.phone ?? null]
  return numbers.find((number) => number !== null && isServed(number)) ?? null
}

function isServed(number: string): boolean {
  return SERVED_COUNTRIES.some((code) => number.startsWith(code)) && isMobile(number)
}
