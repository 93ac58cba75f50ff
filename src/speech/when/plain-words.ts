import { ENGLISH_PLAIN_WORDS } from './english-plain-words.ts'
import { GERMAN_PLAIN_WORDS } from './german-plain-words.ts'

/**
 * Words that may stand inside "ab dem 14." or "so gegen zehn" without breaking it: articles, politeness, hesitation.
 */
export const FILLER_WORDS: ReadonlySet<string> = new Set(
  `am an im in den dem der des die das dann so bitte mal ja also ahm ah eh ehm hm hmm mhm oh gern gerne ungefahr etwa rund
  genau exakt schon noch eben halt etwas knapp zu zur zum es ist sind ware ok okay uhr tag datum termin wohl ruhig auch
  on the a an of well uh um er erm please just maybe vielleicht moglichst eventuell evtl like say sagen wir cirka sharp
  approximately approx kurz bissl bisschen herum rum drum the is its it for fur this dieser diesem diesen dies denn nur
  jeweils ish innerhalb binnen innert wahrend entweder einschliesslich inklusive inkl sehr hochstens maximal max ganztags ganztagig days date time times zeit zeiten uhrzeit irgendwo oclock h alle possible moglich hours`.split(
    /\s+/,
  ),
)

/**
 * Everyday words of booking calls that say nothing about when. They end what a preposition began ("nach Hause") but
 * are no reason to ask. Any other unknown word beside a date or time is one.
 */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  `${GERMAN_PLAIN_WORDS} ${ENGLISH_PLAIN_WORDS}`.split(/\s+/).filter((word) => word !== ''),
)

/** Endings and stems that make a word speak of time, whatever it is: such a word is never passed over. */
const TELLING =
  /(?:tag|tags|tage|tagen|taglich|woche|wochen|wochentlich|monat|monate|monatlich|jahr|jahre|jahrlich|jahrig|stunde|stunden|minute|minuten|sekunden|uhr|zeit|morgen|mittag|abend|abends|nacht|nachts|ferien|feiertage|fest|fruh|fruher|spat|spater|jeden|jede|jeder|jedes|every|each|daily|weekly|monthly|yearly|day|days|week|weeks|month|months|year|years|hour|hours|minutes|noon|night|morning|evening|time|times|holiday|holidays|later|earlier|sooner|ago|mal|halb|viertel|hundert|tausend|zig|zehn|teen|werktags|wochentags|weekday|weekdays|weihnacht|oster|pfingst|immer|always|montag|dienstag|mittwoch|sonntag)$|^(?:mo|di|mi|fr|sa|we)$/

/** Does this word, unknown to every lexicon, look as if it spoke of time? */
export function isTelling(folded: string): boolean {
  return TELLING.test(folded)
}
