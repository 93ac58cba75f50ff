import type { FindNextOutcome } from '../../appointments/find-next.ts'
import type { Answer } from '../reply.ts'
import { askOtherwise } from './ask-otherwise.ts'
import { sayCalendarDown } from './calendar-down.ts'
import { askOtherDayOrCall } from './check-availability.ts'
import { askFirst } from './get-alternatives.ts'
import { offerFields } from './opening-data.ts'
import type { Question } from './question.ts'
import { askToBook, sayVisit } from './say-offer.ts'
import { inLanguage, sentence, sentences, type Speaking, withStaff } from './speaking.ts'

/** The answer to "when is the next free time?". A question is `none` as well: `question` says what is to be asked. */
export function answerNext(
  speaking: Speaking,
  outcome: FindNextOutcome | Question,
  askedForStaffId: string | null,
): Answer<'find_next_available'> {
  switch (outcome.kind) {
    case 'available': {
      const visit = sayVisit(speaking, outcome.offer, { price: true })
      const next = inLanguage(speaking, {
        de: `Der nächste freie Termin wäre ${visit}`,
        en: `The next free appointment would be ${visit}`,
      })
      return {
        status: 'available',
        say: sentences(sentence(next), askToBook(speaking)),
        data: {
          ...offerFields(speaking, outcome.offer),
          alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)),
        },
      }
    }
    case 'none':
      return {
        status: 'none',
        say: sentences(
          sayNothing(speaking, askedForStaffId),
          askOtherwise(speaking, askedForStaffId) || askOtherDayOrCall(speaking),
        ),
      }
    case 'unavailable':
      return { status: 'unavailable', say: sayCalendarDown(speaking) }
    case 'which_service':
    case 'which_branch':
    case 'which_date':
    case 'contradiction':
    case 'staff_unknown':
      return { status: 'none', ...askFirst(speaking, outcome) }
  }
}

/** "In den zwei Wochen …": the search begins when the caller said, not always today. */
function sayNothing(speaking: Speaking, askedForStaffId: string | null): string {
  const person = askedForStaffId === null ? '' : withStaff(speaking, askedForStaffId)
  if (person === '') {
    return inLanguage(speaking, {
      de: 'In diesen zwei Wochen ist leider nichts frei.',
      en: 'I am afraid nothing is free within those two weeks.',
    })
  }
  return inLanguage(speaking, {
    de: `In diesen zwei Wochen ist ${person} leider nichts frei.`,
    en: `I am afraid nothing is free ${person} within those two weeks.`,
  })
}
