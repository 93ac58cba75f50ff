import type { AlternativesOutcome } from '../../appointments/alternatives.ts'
import type { Answer } from '../reply.ts'
import { askOtherwise } from './ask-otherwise.ts'
import { sayCalendarDown } from './calendar-down.ts'
import { askOtherDayOrCall } from './check-availability.ts'
import { offerFields } from './opening-data.ts'
import { type Question, sayQuestion } from './question.ts'
import { sayAlternatives } from './say-offer.ts'
import { inLanguage, sentences, type Speaking } from './speaking.ts'

/**
 * The answer to the wish for something else. A question and a calendar that cannot be asked are `none` as well, as there is
 * nothing to choose from: the sentence says which, and `question` what is to be asked.
 */
export function answerAlternatives(
  speaking: Speaking,
  outcome: AlternativesOutcome | Question | { kind: 'unavailable' },
  askedForStaffId: string | null,
): Answer<'get_alternatives'> {
  switch (outcome.kind) {
    case 'alternatives':
      return {
        status: 'alternatives',
        say: sayAlternatives(speaking, outcome.alternatives),
        data: { alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)) },
      }
    case 'none':
      return {
        status: 'none',
        say: sentences(sayNoOther(speaking), askOtherwise(speaking, askedForStaffId) || askOtherDayOrCall(speaking)),
      }
    case 'unavailable':
      return { status: 'none', say: sayCalendarDown(speaking) }
    case 'which_service':
    case 'which_branch':
    case 'which_date':
    case 'contradiction':
    case 'staff_unknown':
      return { status: 'none', ...askFirst(speaking, outcome) }
  }
}

/** A question before there is anything to choose from, whatever the tool's statuses are. */
export function askFirst(
  speaking: Speaking,
  question: Question,
): { say: string; data: NonNullable<Answer<'get_alternatives'>['data']> } {
  const { say, data } = sayQuestion(speaking, question)
  return { say, data: { ...data, question: question.kind } }
}

function sayNoOther(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Etwas anderes kann ich Ihnen um diese Zeit leider nicht anbieten.',
    en: 'I am afraid I have nothing else to offer you around that time.',
  })
}
