import { readTurn } from './answer-turn.ts'
import { speaksOfPerson } from './asks-besides.ts'
import { writeOutLetters } from './name-folding.ts'

/** What refuses to tell something, and nothing else: "das möchte ich doch lieber nicht sagen". Folded, as all of these are. */
const keepsToThemselves =
  /\b(?:(?:doch |lieber |besser |eher )*(?:nicht|ungern) (?:sagen|nennen|angeben|verraten|mitteilen|herausgeben|rausgeben)|(?:do not|dont|rather not|prefer not to)(?: want to| like to)? (?:say|give|tell|share))\b/g

/** What speaks of the appointment, or of having changed one's mind. */
const takesItBack: readonly RegExp[] = [
  /\b(?:doch|dann) (?:lieber |besser )?nicht\b/,
  /\bnicht mehr\b/,
  /\blass(?:en sie|en wir|t)? (?:es|das|ihn|den|mal|wir|doch|lieber|bleiben|sein)\b/,
  /\b(?:vergessen sie|vergiss|hat sich erledigt|abbrechen|abbruch|stopp|warten sie|moment)\b/,
  /\b(?:absagen|storniere?n?|streichen|termin\w*)\b/,
  /\b(?:buchen|tragen) sie (?:\w+ ){0,3}nicht\b/,
  /\bnicht (?:\w+ )?(?:buchen|eintragen|reservieren|kommen)\b/,
  /\b(?:ueberleg\w*|anders|keine zeit)\b/,
  /\b(?:kann|schaffe|passt|geht|klappt)(?: (?:ich|mir|da|dann|es|das|leider|so|doch|auch))* nicht\b/,
  /\b(?:never ?mind|forget it|leave it|drop it|cancel|stop|wait|hold on|appointment)\b/,
  /\b(?:chang(?:e|ed) my mind|on second thoughts?|after all)\b/,
  /\b(?:dont|do not) (?:book|put|need|want (?:it|that|to (?:book|come)))\b/,
  /\b(?:can not|cannot|cant)(?: (?:make|come|do)\b|$)/,
  /\b(?:doesnt|does not|wont|will not) (?:work|suit|do)\b/,
]

/**
 * Whether a no, or a wish for something else, that answers another question speaks of the appointment all the same: "ach nein,
 * doch nicht", "lassen Sie den Termin", "lieber um elf". A no that names nothing answers its question alone, as does one to a
 * name or a number, and a wish for another of these. German and English are read together.
 */
export function saysBesides(said: string, answer: 'no' | 'change'): boolean {
  if (answer === 'change') return !speaksOfPerson(said) || namesTime(said)
  const folded = writeOutLetters(said).replaceAll(/['’‘ʼ`´]/gu, '')
  const told = folded
    .replaceAll(/[\s.,!?;:]+/g, ' ')
    .replaceAll(keepsToThemselves, ' ')
    .trim()
  return takesItBack.some((words) => words.test(told))
}

function namesTime(said: string): boolean {
  return readTurn(said, { offers: [] }).some((signal) => signal.kind === 'mention' && signal.mention.what !== 'bare')
}
