import { type AlternativesCommand, findAlternatives } from '../../appointments/alternatives.ts'
import { CalendarUnavailableError } from '../../calendars/calendar.ts'
import type { Branch } from '../../companies/company.ts'
import { answerAlternatives } from '../answers/get-alternatives.ts'
import type { Arguments } from '../arguments.ts'
import { heardTurns } from '../heard-turns.ts'
import type { Answer } from '../reply.ts'
import { isSettled, isTime, settleTime, settleWish } from './settled-wish.ts'
import { defineTool, type ToolVisit } from './tool.ts'

export const getAlternatives = defineTool({
  name: 'get_alternatives',
  deadlineMs: 9_000,
  description: 'Up to three other times than one that is not free or does not suit; none the caller has turned down.',
  isPure: false,
  binding: 'never',
  run: answer,
})

async function answer(visit: ToolVisit, args: Arguments<'get_alternatives'>): Promise<Answer<'get_alternatives'>> {
  const { house, call, customer, speaking, toolCall, deps, signal } = visit
  const wish = settleWish(visit, args)
  if (!isSettled(wish)) return answerAlternatives(speaking, wish, null)
  const when = settleTime(visit, args, wish.branch)
  if (!isTime(when)) return answerAlternatives(speaking, when, null)
  const refused = readRefused(visit, args, wish.branch)
  const command = { house, call, customer, ...wish, when, refused, heard: heardTurns(toolCall.transcript) }
  try {
    return answerAlternatives(speaking, await findAlternatives(deps, command, signal), wish.staffId)
  } catch (error) {
    if (!(error instanceof CalendarUnavailableError)) throw error
    return answerAlternatives(speaking, { kind: 'unavailable' }, wish.staffId)
  }
}

/** Each is the id of an offer, or a time; an hour alone is meant of the day that was asked for. */
function readRefused(
  visit: ToolVisit,
  { not = [], date }: Arguments<'get_alternatives'>,
  branch: Branch,
): AlternativesCommand['refused'] {
  return not.map((said) => {
    const alone = settleTime(visit, { date: said }, branch)
    const time = isTime(alone) ? alone : settleTime(visit, { date, time: said }, branch)
    return { offerId: said.toLowerCase(), time: isTime(time) ? time : null }
  })
}
