import type { Offer } from '../../appointments/offer.ts'
import type { AvailabilityOutcome } from '../../appointments/outcomes.ts'
import { sayDuration } from '../../speech/say-when.ts'
import type { Answer } from '../reply.ts'
import { offerFields } from './opening-data.ts'
import { sayQuestion, type Question } from './question.ts'
import { askToBook, sayAlternatives, sayVisit } from './say-offer.ts'
import { inLanguage, sentence, sentences, speakable, type Speaking } from './speaking.ts'

/** The answer to the wish for a time. */
export function answerAvailability(
  speaking: Speaking,
  outcome: AvailabilityOutcome | Question,
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
  const visit = sayVisit(speaking, offer, { price: true })
  return sentences(
    sentence(inLanguage(speaking, { de: `Ja, da ist frei: ${visit}`, en: `Yes, that is free: ${visit}` })),
    askToBook(speaking),
  )
}

type WithAlternatives = Extract<AvailabilityOutcome, { kind: 'alternatives' | 'closed' | 'past' | 'too_soon' }>

function sayWhyNot(speaking: Speaking, outcome: WithAlternatives): string {
  switch (outcome.kind) {
    case 'alternatives':
      return sayReason(speaking, outcome.reason)
    case 'closed': {
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
      const notice = sayDuration(outcome.minimumNoticeMinutes, speaking.language)
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

function sayNothing(speaking: Speaking, outcome: Extract<AvailabilityOutcome, { kind: 'none' | 'too_far' }>): string {
  if (outcome.kind === 'none') {
    return sentences(
      inLanguage(speaking, {
        de: 'In der Zeit danach ist leider nichts mehr frei.',
        en: 'I am afraid there is nothing free around that time.',
      }),
      askOtherDay(speaking),
    )
  }
  const horizon = sayDuration(outcome.horizonDays * MINUTES_PER_DAY, speaking.language)
  const why = inLanguage(speaking, {
    de: `So weit im Voraus nehmen wir noch keine Termine an, sondern höchstens ${horizon}.`,
    en: `We do not take appointments that far ahead, but ${horizon} at most.`,
  })
  return sentences(why, askOtherDay(speaking))
}

const MINUTES_PER_DAY = 1_440
