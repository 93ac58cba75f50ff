import { findNext, type FindNextCommand } from '../../appointments/find-next.ts'
import type { Branch } from '../../companies/company.ts'
import { answerNext } from '../answers/find-next-available.ts'
import type { Question } from '../answers/question.ts'
import type { Arguments } from '../arguments.ts'
import { heardTurns } from '../heard-turns.ts'
import type { Answer } from '../reply.ts'
import { readWhen } from './check-availability.ts'
import { isSettled, isTime, settleTime, settleWish } from './settled-wish.ts'
import { defineTool, type ToolVisit } from './tool.ts'

export const findNextAvailable = defineTool({
  name: 'find_next_available',
  deadlineMs: 9_000,
  description:
    'The first free time of the next two weeks, from a day on and at a time of day if the caller named them.',
  isPure: false,
  binding: 'never',
  run: answer,
})

async function answer(
  visit: ToolVisit,
  args: Arguments<'find_next_available'>,
): Promise<Answer<'find_next_available'>> {
  const { house, call, customer, speaking, toolCall, deps, signal } = visit
  const wish = settleWish(visit, args)
  if (!isSettled(wish)) return answerNext(speaking, wish, null)
  const span = readSpan(visit, args, wish.branch)
  if ('kind' in span) return answerNext(speaking, span, null)
  const command = { house, call, customer, ...wish, ...span, heard: heardTurns(toolCall.transcript) }
  return answerNext(speaking, await findNext(deps, command, signal), wish.staffId)
}

type Span = Pick<FindNextCommand, 'from' | 'daily'>

/** From when on and at what hours. A day that is over counts from now; without a day it is now. */
function readSpan(
  visit: ToolVisit,
  { from, daypart }: Arguments<'find_next_available'>,
  branch: Branch,
): Span | Question {
  const now = visit.now.toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const hours = daypart === undefined ? null : readHours(visit, daypart, branch)
  if (hours !== null && 'kind' in hours) return hours
  if (from === undefined) return { from: now, daily: hours }
  const when = readWhen(visit, { date: from }, branch)
  // An hour or a part of the day without a day: of every day from now on.
  if (when.kind === 'question' && when.reason === 'missing') {
    const said = readHours(visit, from, branch)
    return 'kind' in said ? { from: now, daily: hours } : { from: now, daily: hours ?? said }
  }
  const wanted = settleTime(visit, { date: from }, branch)
  if (!isTime(wanted)) return wanted
  const first = wanted.kind === 'point' ? wanted.at : wanted.from
  const daily = hours ?? (wanted.kind === 'window' ? (wanted.daily ?? null) : null)
  return { from: Temporal.PlainDateTime.compare(first, now) < 0 ? now : first, daily }
}

/**
 * The hours of a day that words like "vormittags" or "nach 17 Uhr" stand for: read of a day of their own, so that nothing of
 * them is over yet. A minute stands for itself.
 */
function readHours(visit: ToolVisit, said: string, branch: Branch): NonNullable<Span['daily']> | Question {
  const tomorrow = visit.now.toPlainDate().add({ days: 1 }).toString()
  const wanted = settleTime(visit, { date: tomorrow, time: said }, branch)
  if (!isTime(wanted)) return wanted
  if (wanted.kind === 'point') {
    const from = wanted.at.toPlainTime()
    return { from, to: from.add({ minutes: 1 }) }
  }
  return wanted.daily ?? { from: wanted.from.toPlainTime(), to: wanted.to.toPlainTime() }
}
