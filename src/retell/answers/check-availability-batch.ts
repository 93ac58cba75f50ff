import type { SlotOutcome } from '../../appointments/check-batch.ts'
import type { Offer } from '../../appointments/offer.ts'
import type { Answer } from '../reply.ts'
import { sayCalendarDown } from './calendar-down.ts'
import { askOtherDay, sayFree } from './check-availability.ts'
import { askFirst } from './get-alternatives.ts'
import { dayFields, offerFields } from './opening-data.ts'
import type { Question } from './question.ts'
import { askToBook, sayAlternatives, sayVisit } from './say-offer.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

/** One of the times asked for and what became of it; one that could not be understood was not looked at. */
export type AskedSlot =
  | { kind: 'point' | 'window'; at: Temporal.PlainDateTime; outcome: SlotOutcome | { kind: 'unknown' } }
  | { kind: 'unclear' }

export type BatchAnswer =
  | {
      kind: 'checked'
      slots: readonly AskedSlot[]
      first: Offer | null
      alternatives: readonly Offer[]
      /** More were sent than are looked at. */
      isCut: boolean
    }
  /** The calendar cannot be asked. */
  | { kind: 'unavailable'; slots: readonly AskedSlot[] }

/**
 * The answer to several times at once: always `ok`, each time with its own result. The first that is free is asked about;
 * the others that are free can be booked by their ids. Without any, others are named.
 */
export function answerBatch(speaking: Speaking, outcome: BatchAnswer | Question): Answer<'check_availability_batch'> {
  switch (outcome.kind) {
    case 'checked': {
      const { first, alternatives } = outcome
      return {
        status: 'ok',
        say: sentences(
          sayCut(speaking, outcome.isCut),
          sayUnclear(speaking, outcome.slots),
          sayResult(speaking, outcome),
        ),
        data: {
          ...(first !== null && offerFields(speaking, first)),
          slots: outcome.slots.map((slot) => slotFields(speaking, slot)),
          alternatives: alternatives.map((offer) => offerFields(speaking, offer)),
        },
      }
    }
    case 'unavailable': {
      const slots = outcome.slots.map((slot) => slotFields(speaking, slot))
      return { status: 'ok', say: sayCalendarDown(speaking), data: { slots } }
    }
    case 'which_service':
    case 'which_branch':
    case 'which_date':
    case 'contradiction':
    case 'staff_unknown':
      return { status: 'ok', ...askFirst(speaking, outcome) }
  }
}

/** Few fields, as there are ten of them: the service and the rest are those of the reply. */
function slotFields(speaking: Speaking, slot: AskedSlot): Record<'date' | 'time' | 'result' | 'offer_id', string> {
  if (slot.kind === 'unclear') return { date: '', time: '', result: 'unclear', offer_id: '' }
  const { outcome } = slot
  const { zone } = speaking.house.company
  const isFree = outcome.kind === 'available'
  const at = isFree ? outcome.offer.startsAt.toZonedDateTimeISO(zone).toPlainDateTime() : slot.at
  const { date, time } = dayFields(speaking, at)
  // A stretch with nothing in it has no hour of its own.
  const isHour = isFree || slot.kind === 'point'
  return { date, time: isHour ? time : '', result: outcome.kind, offer_id: isFree ? outcome.offer.id : '' }
}

function sayResult(speaking: Speaking, outcome: Extract<BatchAnswer, { kind: 'checked' }>): string {
  const { first, slots, alternatives } = outcome
  if (first === null) {
    const others = sayAlternatives(speaking, alternatives)
    return sentences(sayNoneFree(speaking, slots), others === '' ? askOtherDay(speaking) : others)
  }
  if (slots.length === 1) return sayFree(speaking, first)
  const visit = sayVisit(speaking, first, { price: true })
  const free = slots.filter((slot) => slot.kind !== 'unclear' && slot.outcome.kind === 'available').length
  const which =
    free > 1
      ? inLanguage(speaking, {
          de: `Mehrere dieser Zeiten sind frei, die erste ist ${visit}`,
          en: `Several of these times are free, the first is ${visit}`,
        })
      : inLanguage(speaking, { de: `Davon ist eine Zeit frei: ${visit}`, en: `One of these is free: ${visit}` })
  return sentences(sentence(which), askToBook(speaking))
}

function sayNoneFree(speaking: Speaking, slots: readonly AskedSlot[]): string {
  if (slots.length === 1) {
    return inLanguage(speaking, { de: 'Da ist leider nichts frei.', en: 'I am afraid nothing is free then.' })
  }
  if (slots.some((slot) => slot.kind === 'unclear')) {
    return inLanguage(speaking, {
      de: 'Sonst ist davon leider nichts frei.',
      en: 'I am afraid none of the others is free.',
    })
  }
  return inLanguage(speaking, {
    de: 'Von diesen Zeiten ist leider keine frei.',
    en: 'I am afraid none of these times is free.',
  })
}

function sayCut(speaking: Speaking, isCut: boolean): string {
  if (!isCut) return ''
  return inLanguage(speaking, {
    de: 'Ich habe die ersten zehn Zeiten nachgesehen.',
    en: 'I have looked up the first ten times.',
  })
}

function sayUnclear(speaking: Speaking, slots: readonly AskedSlot[]): string {
  const count = slots.filter((slot) => slot.kind === 'unclear').length
  if (count === 0) return ''
  return count === 1
    ? inLanguage(speaking, {
        de: 'Eine der Zeiten habe ich nicht verstanden.',
        en: 'I did not understand one of the times.',
      })
    : inLanguage(speaking, {
        de: 'Einige der Zeiten habe ich nicht verstanden.',
        en: 'I did not understand some of the times.',
      })
}
