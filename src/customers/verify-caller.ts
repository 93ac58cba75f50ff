import { isNameOf } from './check-customer.ts'
import type { Customer } from './customer.ts'

/** What a caller offers as proof of who they are, besides the number they call from; null for what was not said. */
export type Proof = {
  readonly name: string | null
  /** The day of one of their appointments. */
  readonly date: Temporal.PlainDate | null
  /** The code of one. */
  readonly code: string | null
}

/** One appointment as far as a caller can show to know of it. */
export type Provable = {
  /** Whose name proves it: that of who comes, and of the customer who made it. */
  readonly names: readonly Pick<Customer, 'firstName' | 'lastName'>[]
  readonly date: Temporal.PlainDate
  readonly code: string
}

/** Whether anything was offered at all: who offers nothing has not tried. */
export function isOffered(proof: Proof): boolean {
  return proof.name !== null || proof.date !== null || proof.code !== null
}

/** Whether a caller whose number is a customer's has shown to be that customer: the number proves half, the name the rest. */
export function provesCustomer({ name }: Proof, customer: Customer): boolean {
  return name !== null && isNameOf(name, customer)
}

/**
 * Whether a caller has shown that one appointment is theirs. With the number of the customer it is for, one of name, day and
 * code is enough, and opens this one alone: whoever made it may have borrowed the number. With no number to go by
 * everything has to be said and fit.
 */
export function provesAppointment(proof: Proof, appointment: Provable, isTheirNumber: boolean): boolean {
  const known = [knowsName(proof, appointment), knowsDate(proof, appointment), knowsCode(proof, appointment)]
  return isTheirNumber ? known.includes(true) : !known.includes(false)
}

function knowsName({ name }: Proof, appointment: Provable): boolean {
  return name !== null && appointment.names.some((one) => isNameOf(name, one))
}

function knowsDate({ date }: Proof, appointment: Provable): boolean {
  return date !== null && date.equals(appointment.date)
}

function knowsCode({ code }: Proof, appointment: Provable): boolean {
  return code !== null && code === appointment.code
}
