import { distance } from 'fastest-levenshtein'

import { foldName } from '../speech/name-folding.ts'
import type { Customer } from './customer.ts'

/** What the agent may know about who is calling. */
export type CustomerCheck =
  /** The number is a customer's. The first name is empty until the number has proven itself. */
  | { kind: 'known'; firstName: string }
  | { kind: 'new' }
  /** No number to know anybody by; a name alone is neither confirmed nor denied. */
  | { kind: 'anonymous' }
  /** The number is a customer's, and somebody with another name is speaking: for whom is the appointment? */
  | { kind: 'ambiguous' }

/**
 * Who is calling, as far as the agent needs it. The surname is never told: it is what a caller proves themselves with.
 * A name that was said changes the answer only for a trusted number: otherwise asking for names would be a way to learn
 * who is a customer.
 */
export function checkCustomer(
  call: { callerNumber: string | null },
  customer: Customer | null,
  saidName: string | null,
): CustomerCheck {
  if (call.callerNumber === null) return { kind: 'anonymous' }
  if (customer === null) return { kind: 'new' }
  if (!customer.trusted) return { kind: 'known', firstName: '' }
  if (saidName !== null && !isNameOf(saidName, customer)) return { kind: 'ambiguous' }
  return { kind: 'known', firstName: customer.firstName }
}

/** Whether what name was said changes the answer: only for a trusted number. Such an answer is worth something to whoever guesses. */
export function dependsOnName(call: { callerNumber: string | null }, customer: Customer | null): boolean {
  return call.callerNumber !== null && customer !== null && customer.trusted
}

/** One slip of speech recognition in five letters is forgiven; more is another name. */
const lettersPerSlip = 5

/**
 * Whether a name as said is this customer's: every word of it fits a part of the name, and one of them the surname when
 * there is one ("Müller", "Anna Müller", "Frau Mueller"; but not "Anna", which many are called).
 */
export function isNameOf(said: string, customer: { firstName: string; lastName: string }): boolean {
  const words = foldName(said).split(' ').filter(Boolean)
  const firstNames = foldName(customer.firstName).split(' ').filter(Boolean)
  const lastNames = foldName(customer.lastName).split(' ').filter(Boolean)
  const surnames = lastNames.length > 0 ? lastNames : firstNames
  return (
    words.some((word) => surnames.some((part) => soundsAlike(word, part))) &&
    words.every((word) => [...firstNames, ...lastNames].some((part) => soundsAlike(word, part)))
  )
}

function soundsAlike(word: string, part: string): boolean {
  return distance(word, part) <= Math.floor(Math.min(word.length, part.length) / lettersPerSlip)
}
