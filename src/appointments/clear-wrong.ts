import type { CalendarBooking, CancelAnswer } from '../calendars/mirror.ts'
import { type Counted, countAttempt, noteSent } from './calendar-attempts.ts'
import { MOST_ATTEMPTS, type SettleOutcome, type Settling, type Unsettled, WRITE_DEADLINE_MS } from './settle-deps.ts'

/**
 * Takes bookings of ours off the calendar that stand where they should not. What the calendar will not take off, or has been asked
 * to often enough, is left to the front desk. Gives what is being settled as it is after that; undefined when nobody knows yet.
 */
export async function clearWrong<One extends Unsettled>(
  settling: Settling,
  one: One,
  wrong: readonly CalendarBooking[],
): Promise<One | undefined> {
  if (wrong.length === 0) return one
  if (one.attempt.cleanUps >= MOST_ATTEMPTS) return { ...one, leavesWrong: true }
  const counted = await count(settling, one, 'clean_ups')
  if (counted === undefined) return undefined
  let leavesWrong = false
  for (const booking of wrong) {
    const answer = await takeOff(settling, booking)
    switch (answer.kind) {
      case 'cancelled':
        break
      case 'refused':
        leavesWrong = true
        break
      case 'unavailable':
      case 'unknown':
        await leaveOpen(settling, one, answer.kind === 'unknown', 'clean_ups')
        return undefined
    }
  }
  return { ...counted, leavesWrong }
}

async function takeOff({ mirror }: Settling, booking: CalendarBooking): Promise<CancelAnswer> {
  const { calendarReference, reference } = booking
  const wanted = { calendarReference, reference: reference ?? '', reason: 'Ringbook: not what was asked for' }
  return await mirror
    .cancel(wanted, AbortSignal.timeout(WRITE_DEADLINE_MS))
    .catch((): CancelAnswer => ({ kind: 'unknown' }))
}

/** Counts what is about to be sent once more; undefined when it may not be sent. */
export async function count<One extends Unsettled>(
  { deps }: Settling,
  one: One,
  what: Counted = 'attempts',
): Promise<One | undefined> {
  const { appointment, house } = one
  const counting = { attempt: one.attempt, what, now: deps.clock.now() }
  const attempt = await deps.database.inCompany(house.company.id, (tx) =>
    countAttempt(tx, house.company.id, appointment, counting),
  )
  return attempt && { ...one, attempt }
}

/** It is looked at again: at once where nothing was sent, else when what was sent can no longer land. */
export async function leaveOpen(
  { deps }: Settling,
  { appointment, house }: Unsettled,
  wasSent: boolean,
  what: Counted = 'attempts',
): Promise<SettleOutcome> {
  const { id: companyId } = house.company
  const now = deps.clock.now()
  await deps.database.inCompany(companyId, (tx) => noteSent(tx, companyId, appointment.id, { wasSent, what, now }))
  return 'open'
}
