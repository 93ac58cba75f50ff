import { checkAvailability as checkTime } from '../../appointments/check-availability.ts'
import { wishToMove } from '../../appointments/move.ts'
import type { AvailabilityOutcome } from '../../appointments/outcomes.ts'
import { findShownAppointment } from '../../appointments/own-appointments.ts'
import { CalendarUnavailableError } from '../../calendars/calendar.ts'
import type { Branch } from '../../companies/company.ts'
import { isOpenAt } from '../../companies/opening-hours.ts'
import { understandWhen, type When } from '../../speech/when.ts'
import { answerAvailability, type CalendarDown } from '../answers/check-availability.ts'
import type { Question } from '../answers/question.ts'
import { readAppointmentId } from './appointment-id.ts'
import { defineTool, type ToolVisit } from './tool.ts'
import { isQuestion, readVisitWish } from './visit-wish.ts'

/** What the check looks at; texts as said. */
export type TimeWish = Partial<
  Record<'date' | 'time' | 'service' | 'staff' | 'branch' | 'appointment_id', string | undefined>
>

export const checkAvailability = defineTool({
  name: 'check_availability',
  deadlineMs: 9_000,
  description: 'Whether a time is free, and up to three others. The time asked for is kept for this call if it is.',
  isPure: false,
  binding: 'never',
  run: async (visit, args) => answerAvailability(visit.speaking, await checkWish(visit, args)),
})

/** Checks a wish for a time, or says what has to be asked first: what, with whom, where, when. */
export async function checkWish(
  visit: ToolVisit,
  said: TimeWish,
): Promise<AvailabilityOutcome | Question | CalendarDown> {
  const moving = await appointmentToMove(visit, said.appointment_id)
  const wish = readVisitWish(visit, said)
  const { staffId } = wish
  // What moves stays what it is, and where it is unless somewhere else was named.
  const service = moving?.service ?? wish.service
  const further = (moving === undefined ? wish.further : moving.further) ?? []
  const branch = said.branch === undefined && moving !== undefined ? moving.branch : wish.branch
  if (isQuestion(service)) return service
  if (isQuestion(staffId)) return staffId
  if (isQuestion(branch)) return branch
  const when = readWhen(visit, said, branch)
  const wanted = wantedTime(when)
  if (wanted === undefined) return askWhen(when)
  const { house, call, customer, deps, signal } = visit
  try {
    const command = { house, call, customer, service, further, branch, staffId, when: wanted }
    const found = await checkTime(deps, { ...command, ...(moving?.moving && { moving: moving.moving }) }, signal)
    return found.kind === 'none' ? { kind: 'none', staffId } : found
  } catch (error) {
    if (error instanceof CalendarUnavailableError) return { kind: 'unavailable' }
    throw error
  }
}

/**
 * The appointment a time is looked for instead of, when the caller has shown that it is theirs; any other is as good as none:
 * what they say proves it when it is to be moved.
 */
async function appointmentToMove(visit: ToolVisit, said: string | undefined) {
  const appointmentId = readAppointmentId(said)
  if (appointmentId === null) return undefined
  const now = visit.deps.clock.now()
  const appointment = await visit.deps.database.inCompany(visit.house.company.id, (tx) =>
    findShownAppointment(tx, visit, appointmentId, now),
  )
  return appointment && wishToMove(visit, appointment, null)
}

/** What was said about when, read at the moment of the request. Hours of the branch settle which "three" is meant. */
export function readWhen(visit: ToolVisit, said: TimeWish, branch: Branch | null): When {
  const { company } = visit.house
  const open = branch === null ? {} : { isOpen: (at: Temporal.PlainDateTime) => isOpenAt(company, branch, at) }
  const context = { now: visit.now, language: visit.speaking.language, ...open }
  return understandWhen({ date: said.date, time: said.time }, context)
}

/** A time that has passed is looked at as well: whoever named it hears what comes next. */
export function wantedTime(when: When): Exclude<When, { kind: 'question' }> | undefined {
  if (when.kind !== 'question') return when
  const [at] = when.candidates
  return when.reason === 'past' && at !== undefined ? { kind: 'point', at } : undefined
}

/** The question instead of a time. */
export function askWhen(when: When): AvailabilityOutcome | Question {
  if (when.kind !== 'question') return { kind: 'none' }
  switch (when.reason) {
    case 'past':
      return { kind: 'past', alternatives: [] }
    case 'contradiction':
      return { kind: 'contradiction', candidates: when.candidates }
    case 'missing':
    case 'not_understood':
    case 'ambiguous':
    case 'impossible':
      return { kind: 'which_date', why: when.reason, candidates: when.candidates }
  }
}
