import type { Language } from './wants.ts'

/** What a caller is asked for, or told: what they react to. */
export type Cue =
  | 'consent'
  | 'cancel'
  | 'move'
  | 'offer'
  | 'choice'
  | 'contradiction'
  | 'which'
  | 'verify'
  | 'staff'
  | 'branch'
  | 'phone'
  | 'name'
  | 'callback'
  | 'link'
  | 'here'
  | 'what_and_when'
  | 'service'
  | 'new_time'
  | 'when'
  | 'more'
  | 'there'
  | 'right'
  | 'book_instead'
  | 'greeting'
  | 'done'

type Rule = readonly [cue: Cue, de: RegExp, en: RegExp]

/**
 * The questions a caller understands, in German and English. The first rule that fits is what a sentence asks; so the special
 * stands before the general.
 */
const RULES: readonly Rule[] = [
  ['consent', /aufgezeichnet|Aufzeichnung|mitschneiden/i, /record(ed|ing)/i],
  ['there', /sind Sie noch (da|dran)|hören Sie mich/i, /are you still there|can you hear me/i],
  ['right', /Stimmt das( so)?\?/i, /is that right\?/i],
  ['contradiction', /Was ist richtig|Welcher Tag soll es sein/i, /which is right|which day do you mean/i],
  [
    'callback',
    /zurückrufen|Rückruf (für Sie )?(notieren|aufnehmen)|anrufen, sobald/i,
    /call you( back)?\b.*\?|callback\?/i,
  ],
  ['which', /Welchen Termin|Um welchen Termin/i, /which appointment/i],
  ['book_instead', /Möchten Sie einen buchen/i, /like to book one/i],
  ['cancel', /absagen\?|stornieren\?/i, /cancel (this|it|that|one|your).*\?|shall I cancel/i],
  ['move', /(dorthin|diesen) verlegen\?/i, /move (your|the) appointment there|move this one\?/i],
  ['here', /hier am Telefon finden\?/i, /(here )?on the phone\?/i],
  ['link', /\b(Link|SMS)\b.*(\?|schicken)/i, /(text message|link)\b.*\?/i],
  [
    'offer',
    /Soll ich (diesen|den|Ihnen|das|ihn)?.*(buchen|eintragen|reservieren)\?|Passt Ihnen das/i,
    /shall I book|would that suit you|does that suit/i,
  ],
  [
    'choice',
    /Welche (Zeit|davon|der Zeiten)|Welcher (der )?(Termin|Zeit)e? passt|was davon passt/i,
    /which (time|of (them|these|those)) (suits|would)|which one suits/i,
  ],
  [
    'verify',
    /(vollen )?Namen.*(Tag|Datum).*(Termin|nummer)|Buchungscode|Terminnummer/i,
    /(full )?name.*(day|date).*(appointment|code)|booking code/i,
  ],
  [
    'new_time',
    /(verlegen|verschieben).*\?|Auf welchen Tag/i,
    /(move|reschedule).*to\?|to which day|like to move (it|the)/i,
  ],
  [
    'staff',
    /Meinen Sie |Zu wem |jemand ander(em|en)|bestimmten (Mitarbeiter|Person)/i,
    /do you mean |whom |somebody else/i,
  ],
  ['branch', /Filiale|Standort/i, /branch|location/i],
  ['phone', /(welcher|Ihre) (Telefon)?nummer|Ziffer für Ziffer/i, /(which|your) (phone )?number|digit by digit/i],
  [
    'name',
    /welchen Namen|Ihr(en|e)? (vollständigen )?Name|Wie heißen Sie|wie ist Ihr Name/i,
    /(your|which|what) name|under which name/i,
  ],
  ['what_and_when', /Was soll gemacht werden, und wann/i, /what would you like to have done, and when/i],
  [
    'service',
    /Was (darf|dürfen|soll|möchten)|Worum geht|welche (Leistung|Behandlung|Dienstleistung)|anderen Worten|am ehesten|Möchten Sie dazu|Meinten Sie|dafür einen Termin|Welche Leistung/i,
    /what would you like( to have done)?\?|what is it about|which service|other words|comes closest|like .* with it|appointment for it/i,
  ],
  [
    'when',
    /An welchem Tag|wie viel Uhr|Wann |Welche(r|n)? (andere(n|r)? )?(Tag|Zeit|Uhrzeit)|welchen Tag/i,
    /on which day|what time|when (would|do|should)|which (other )?(day|time)/i,
  ],
  ['more', /sonst noch|noch etwas|weiterhelfen/i, /anything else|something else/i],
  ['greeting', /Was kann ich|Wie kann ich|Womit kann ich|Was darf ich/i, /(what|how) (can|may) I/i],
]

/** What the agent's words ask for last; `done` when they ask nothing. */
export function cueIn(words: string, language: Language): Cue {
  const sentences = words.split(/(?<=[.?!])\s+/)
  const questions = sentences.filter((sentence) => sentence.includes('?') || ASKS_WITHOUT_SIGN.test(sentence))
  for (const question of questions.toReversed()) {
    const rule = RULES.find(([, de, en]) => (language === 'de' ? de : en).test(question))
    if (rule !== undefined) return rule[0]
  }
  return questions.length > 0 ? 'greeting' : 'done'
}

/** "Please tell me …" asks as well. */
const ASKS_WITHOUT_SIGN = /nennen Sie mir|sagen Sie mir|please tell me|sagen Sie (sie )?mir bitte/i
