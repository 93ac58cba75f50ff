import type { Offer } from '../../appointments/offer.ts'
import type { AvailabilityOutcome } from '../../appointments/outcomes.ts'
import type { Answer } from '../reply.ts'
import { askOtherwise } from './ask-otherwise.ts'
import { sayCalendarDown } from './calendar-down.ts'
import { offerFields } from './opening-data.ts'
import { sayQuestion, type Question } from './question.ts'
import { askToBook, sayAlternatives, sayVisit } from './say-offer.ts'
import { sayLength } from './say-refusal.ts'
import { inLanguage, sentence, sentences, speakable, type Speaking, withStaff } from './speaking.ts'

/** The calendar cannot be asked, and no earlier answer of it is known. */
export type CalendarDown = { kind: 'unavailable' }

/**
 * The answer to the wish for a time. A calendar that cannot be asked is `none`: there is nothing to choose from, and the
 * sentence says why.
 */
export function answerAvailability(
  speaking: Speaking,
  outcome: AvailabilityOutcome | Question | CalendarDown,
): Answer<'check_availability'> {
  switch (outcome.kind) {
    case 'available':
      return {
        status: 'available',
        say: sayFree(speaking, outcome.offer),
        data: {
          ...offerFields(speaking, outcome.offer),
          alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)),
        },
      }
    case 'alternatives':
    case 'closed':
    case 'past':
    case 'too_soon':
      return {
        status: outcome.kind,
        say: sentences(sayWhyNot(speaking, outcome), sayOthers(speaking, outcome.alternatives)),
        data: { alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)) },
      }
    case 'none':
    case 'too_far':
      return { status: outcome.kind, say: sayNothing(speaking, outcome) }
    case 'unavailable':
      return { status: 'none', say: sayCalendarDown(speaking) }
    case 'which_service':
    case 'which_branch':
    case 'which_date':
    case 'contradiction':
    case 'staff_unknown':
      return sayQuestion(speaking, outcome)
  }
}

/** The free time with everything that is agreed to, and the question. */
export function sayFree(speaking: Speaking, offer: Offer): string {
  // Who moves an appointment has agreed on its price before.
  const visit = sayVisit(speaking, offer, { price: offer.movesAppointmentId === null })
  return sentences(
    sentence(inLanguage(speaking, { de: `Ja, da ist frei: ${visit}`, en: `Yes, that is free: ${visit}` })),
    askToBook(speaking, offer),
  )
}

type WithAlternatives = Extract<AvailabilityOutcome, { kind: 'alternatives' | 'closed' | 'past' | 'too_soon' }>

function sayWhyNot(speaking: Speaking, outcome: WithAlternatives): string {
  switch (outcome.kind) {
    case 'alternatives':
      return sayReason(speaking, outcome.reason)
    case 'closed': {
      if (outcome.isOpenThen) {
        return inLanguage(speaking, {
          de: 'Bis wir schließen, reicht die Zeit dafür nicht.',
          en: 'There is not enough time for that before we close.',
        })
      }
      if (outcome.holiday === null) {
        return inLanguage(speaking, { de: 'Dann haben wir geschlossen.', en: 'We are closed then.' })
      }
      const { de, en } = outcome.holiday
      return inLanguage(speaking, {
        de: sentence(`Dann haben wir geschlossen, es ist ${speakable(speaking, de)}`),
        en: sentence(`We are closed then, it is ${speakable(speaking, en)}`),
      })
    }
    case 'past':
      return inLanguage(speaking, { de: 'Diese Zeit ist schon vorbei.', en: 'That time has already passed.' })
    case 'too_soon': {
      const notice = sayLength(speaking, outcome.minimumNoticeMinutes)
      return inLanguage(speaking, {
        de: `So kurzfristig geht es leider nicht, der Vorlauf beträgt ${notice}.`,
        en: `I am afraid that is too soon, the minimum notice is ${notice}.`,
      })
    }
  }
}

function sayReason(
  speaking: Speaking,
  reason: Extract<AvailabilityOutcome, { kind: 'alternatives' }>['reason'],
): string {
  switch (reason) {
    case 'window':
      return ''
    case 'taken':
      return inLanguage(speaking, { de: 'Da ist leider nichts frei.', en: 'I am afraid nothing is free then.' })
    case 'staff_away':
      return inLanguage(speaking, {
        de: 'Da ist Ihre Wunschperson leider nicht im Haus.',
        en: 'I am afraid the person you asked for is not in then.',
      })
  }
}

function sayOthers(speaking: Speaking, alternatives: readonly Offer[]): string {
  return alternatives.length > 0 ? sayAlternatives(speaking, alternatives) : askOtherDay(speaking)
}

/** Asks for another day, when there is nothing to name. */
export function askOtherDay(speaking: Speaking): string {
  return inLanguage(speaking, { de: 'Welcher andere Tag würde Ihnen passen?', en: 'Which other day would suit you?' })
}

/** The same where nothing at all is free: whoever wants to wait can be called, which is `request_callback`'s to note. */
export function askOtherDayOrCall(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Welcher andere Tag würde Ihnen passen, oder sollen wir Sie anrufen, sobald etwas frei wird?',
    en: 'Which other day would suit you, or shall we call you as soon as something becomes free?',
  })
}

function sayNothing(speaking: Speaking, outcome: Extract<AvailabilityOutcome, { kind: 'none' | 'too_far' }>): string {
  if (outcome.kind === 'none') {
    const askedFor = outcome.staffId ?? null
    return sentences(sayNoneFree(speaking, askedFor), askOtherwise(speaking, askedFor) || askOtherDayOrCall(speaking))
  }
  const horizon = sayLength(speaking, outcome.horizonDays * MINUTES_PER_DAY)
  const why = inLanguage(speaking, {
    de: `So weit im Voraus nehmen wir noch keine Termine an, sondern höchstens ${horizon}.`,
    en: `We do not take appointments that far ahead, but ${horizon} at most.`,
  })
  return sentences(why, askOtherDay(speaking))
}

/** With whom where somebody was asked for: the search was for them alone. */
function sayNoneFree(speaking: Speaking, askedForStaffId: string | null): string {
  const person = askedForStaffId === null ? '' : withStaff(speaking, askedForStaffId)
  if (person === '') {
    return inLanguage(speaking, {
      de: 'In der Zeit danach ist leider nichts mehr frei.',
      en: 'I am afraid there is nothing free around that time.',
    })
  }
  return inLanguage(speaking, {
    de: sentence(`${person} ist in der Zeit danach leider nichts mehr frei`),
    en: `I am afraid there is nothing free ${person} around that time.`,
  })
}

const MINUTES_PER_DAY = 1_440
