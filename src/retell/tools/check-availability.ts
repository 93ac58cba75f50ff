import { checkAvailability as checkTime } from '../../appointments/check-availability.ts'
import type { AvailabilityOutcome } from '../../appointments/outcomes.ts'
import type { Branch } from '../../companies/company.ts'
import { isOpenAt } from '../../companies/opening-hours.ts'
import { understandWhen, type When } from '../../speech/when.ts'
import { answerAvailability } from '../answers/check-availability.ts'
import type { Question } from '../answers/question.ts'
import { defineTool, type ToolVisit } from './tool.ts'
import { isQuestion, readVisitWish } from './visit-wish.ts'

/** What the check looks at; texts as said. */
export type TimeWish = Partial<Record<'date' | 'time' | 'service' | 'staff' | 'branch', string | undefined>>

export const checkAvailability = defineTool({
  name: 'check_availability',
  deadlineMs: 9_000,
  description: 'Whether a time is free, and up to three others. The time asked for is kept for this call if it is.',
  isPure: false,
  run: async (visit, args) => answerAvailability(visit.speaking, await checkWish(visit, args)),
})

/** Checks a wish for a time, or says what has to be asked first: what, with whom, where, when. */
export async function checkWish(visit: ToolVisit, said: TimeWish): Promise<AvailabilityOutcome | Question> {
  const { service, staffId, branch } = readVisitWish(visit, said)
  if (isQuestion(service)) return service
  if (isQuestion(staffId)) return staffId
  if (isQuestion(branch)) return branch
  const when = readWhen(visit, said, branch)
  const wanted = wantedTime(when)
  if (wanted === undefined) return askWhen(when)
  const { house, call, customer, deps, signal } = visit
  return await checkTime(deps, { house, call, customer, service, branch, staffId, when: wanted }, signal)
}

/** What was said about when, read at the moment of the request. Hours of the branch settle which "three" is meant. */
export function readWhen(visit: ToolVisit, said: TimeWish, branch: Branch | null): When {
  const { company } = visit.house
  const open = branch === null ? {} : { isOpen: (at: Temporal.PlainDateTime) => isOpenAt(company, branch, at) }
  const context = { now: visit.now, language: visit.speaking.language, ...open }
  return understandWhen({ date: said.date, time: said.time }, context)
}

/** A time that has passed is looked at as well: whoever named it hears what comes next. */
function wantedTime(when: When): Exclude<When, { kind: 'question' }> | undefined {
  if (when.kind !== 'question') return when
  const [at] = when.candidates
  return when.reason === 'past' && at !== undefined ? { kind: 'point', at } : undefined
}

function askWhen(when: When): AvailabilityOutcome | Question {
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
