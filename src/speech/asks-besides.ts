import { writeOutLetters } from './name-folding.ts'

/** What speaks of an appointment: whoever hears these answers about it, whatever else was asked in the same breath. */
const appointment =
  /\b(?:termin\w*|\w*buch(?:e|en|t|ung)|\w*tragen?|eingetragen|reservier\w*|vormerk\w*|vereinbar\w*|angebot\w*|vorschlag\w*|uhr|uhrzeit|zeit\w*|wann|pass(?:t|en)|\w+tag|mittwoch|verschieb\w*|verleg\w*|absagen?|stornier\w*|einverstanden|sicher|dabei|appointments?|book\w*|reserv\w*|slot|offer\w*|oclock|o'clock|[ap]\.?m|when|times?|suits?|works?|\w+day|mov(?:e|ed|ing)|reschedul\w*|cancel\w*|sure|go ahead|put(?:ting)? (?:it|that|you) down)\b/u

/** What asks who somebody is and how to reach them. */
const person =
  /\b(?:\w*namens?|heissen|buchstabier\w*|schreib(?:t|en)|\w*nummer|erreich\w*|vorwahl|e-?mail\w*|\w*adresse|names?|surname|spell\w*|phone|number|reach|address)\b/u

/** A question whether something was noted rightly. */
const readBack = /\b(?:stimmt|richtig|korrekt|right|correct)\b/u

/** A number that is read back comes in digits, as figures or as words. */
const severalDigits =
  /(?:(?:\d|\b(?:null|eins|zwei|zwo|drei|vier|fuenf|sechs|sieben|acht|neun|zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)[\s,./–-]*){5,}/u

/**
 * Whether what an agent said asks for something else than an appointment, so that a no to it is none to the appointment: a
 * name, a number, whether a number that was read back is right. After such a question (`wasBesides`) the bare question
 * whether something is right is one more.
 *
 * The worse mistake is a no that is not heard. So whatever also speaks of an appointment is about that, and so is every
 * question that is not plainly about the person. German and English are read together.
 */
export function asksBesides(words: string, wasBesides = false): boolean {
  if (!words.includes('?') || speaksOfAppointment(words)) return false
  const folded = writeOutLetters(words)
  return person.test(folded) || severalDigits.test(folded) || (wasBesides && readBack.test(folded))
}

/** Whether somebody speaks of an appointment, or of a time. */
export function speaksOfAppointment(words: string): boolean {
  return appointment.test(writeOutLetters(words).replaceAll(/\b(?:guten|good) (?:tag|day)\b/gu, ' '))
}

/** Whether somebody speaks of who they are or how to reach them. */
export function speaksOfPerson(words: string): boolean {
  return person.test(writeOutLetters(words))
}
