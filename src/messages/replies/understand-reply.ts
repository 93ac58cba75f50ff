import { asAnswerToChange } from '../../speech/answer-to-change.ts'
import { understandAnswer } from '../../speech/answer.ts'

/** What somebody answered to a text about an appointment. */
export type ReplyMeaning = 'yes' | 'cancel' | 'stop' | 'start' | 'unclear'

/** Longer than any answer; what is beyond is not read. */
const LONGEST_REPLY = 320
/** The words carriers have agreed on; alone, as "stopp" may be part of a sentence. */
const STOP = /^\s*(?:stopp?|stop all|unsubscribe|abmelden|ende)\s*[.!]*\s*$/iu
const START = /^\s*(?:start|unstop|anmelden)\s*[.!]*\s*$/iu
const THUMBS = /^\s*(?:👍|✅|👌|🙏)[\p{Emoji_Modifier}\p{M}\s]*$/u
/** Ways to say that one cancels, before the word itself: they add nothing to it. */
const LEAD_IN =
  /\b(?:(?:ich|wir) (?:muss|müssen|muessen|möchten?|moechten?|will|wollen)|(?:i|we) (?:have to|need to|must|want to|would like to)|hiermit|leider)\b/giu
/** "Ich sage den Termin ab" is the word in two pieces. */
const IN_TWO_PIECES =
  /\b(?:ich|wir)? ?sagen? (?:ich |wir )?(?:(?:hiermit|leider|den|meinen|unseren|termin|ihn|das) )*ab\b/giu
const NAMES_CANCELLING = /\b(?:ab(?:zu)?sag|abgesagt|sage?\b.*\bab\b|stornier|cancel)/iu
/** They want to come, only not then: nothing to be cancelled for. */
const WANTS_ANOTHER_TIME =
  /\b(?:verschieb|verleg|umbuch|ander(?:e[nmrs]?)? (?:termin|tag|zeit|uhrzeit)|resched|another (?:time|day)|move)/iu

/**
 * Reads the answer to a reminder. The worse mistake is a cancellation nobody wanted: only who names cancelling, and nothing else,
 * cancels. A bare "nein" may mean anything and is for a person to read.
 *
 * @param at the appointment's start, in its own wall time
 */
export function understandReply(said: string, at: Temporal.PlainDateTime, today: Temporal.PlainDate): ReplyMeaning {
  const text = said.slice(0, LONGEST_REPLY)
  if (STOP.test(text)) return 'stop'
  if (START.test(text)) return 'start'
  if (THUMBS.test(text)) return 'yes'
  if (WANTS_ANOTHER_TIME.test(text)) return 'unclear'
  const offer = [{ id: 'appointment', at }]
  if (NAMES_CANCELLING.test(text)) {
    const plain = text.replaceAll(LEAD_IN, ' ').replaceAll(IN_TWO_PIECES, ' absagen ')
    const answer = understandAnswer([asAnswerToChange('cancel', plain)], offer, today)
    return answer.kind === 'yes' && !text.includes('?') ? 'cancel' : 'unclear'
  }
  return understandAnswer([text], offer, today).kind === 'yes' ? 'yes' : 'unclear'
}
