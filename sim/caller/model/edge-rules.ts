import type { Meaning } from './meanings.ts'
import { type Memory, textIn } from './memory.ts'

type Meanings = ReadonlySet<Meaning>

/** Decides one kind of condition in place of the language model. */
export type EdgeRule = {
  name: string
  /** Conditions of a flow whose edges have no names of ours, by their words. */
  prompt: RegExp | null
  /** Something the caller came for: it wins over whatever a node asks. */
  isErrand: boolean
  holds(meanings: Meanings, memory: Memory): boolean
}

const any =
  (...wanted: readonly Meaning[]) =>
  (meanings: Meanings) =>
    wanted.some((meaning) => meanings.has(meaning))

const hasTime = ({ told }: Memory) => [told['date'], told['time'], told['new_date']].some((one) => one !== undefined)
const hasService = ({ told }: Memory) => told['service'] !== undefined

const rule = (name: string, prompt: RegExp | null, holds: EdgeRule['holds']): EdgeRule => ({
  name,
  prompt,
  holds,
  isErrand: false,
})
const errand = (name: string, prompt: RegExp | null, holds: EdgeRule['holds']): EdgeRule => ({
  ...rule(name, prompt, holds),
  isErrand: true,
})

/**
 * By name: an edge whose id ends in `__<name>` is decided by that rule. Other edges, and global nodes, by the first rule whose
 * pattern fits the condition's words: so the special stands before the general.
 */
const edgeRules: readonly EdgeRule[] = [
  rule(
    'silent',
    /silen(t|ce)|says nothing|does not (respond|answer)|schweigt|antwortet nicht|sagt nichts/i,
    any('silent'),
  ),
  errand('wants_human', /human|real person|with a person|front desk|Menschen|durchgestellt/i, any('human')),
  errand('wants_callback', /call(ed)? ?back|Rückruf|zurückgerufen/i, wantsCallback),
  errand('wants_link', /\blink\b|\bSMS\b|text message/i, any('link')),
  rule('refuses_consent', /not want to be recorded|nicht aufgezeichnet/i, any('declines')),
  rule('consents', /recorded|Aufzeichnung/i, (meanings) => !meanings.has('declines') && meanings.has('answers')),
  rule(
    'says_goodbye',
    /goodbye|nothing (else|more)|end the call|verabschied|nichts (mehr|weiter)|beenden/i,
    saysGoodbye,
  ),
  errand('wants_move', /reschedul|\bmove|postpone|verschieb|verleg|umbuch/i, any('move')),
  errand('wants_cancel', /cancel|absag|stornier/i, any('cancel')),
  errand(
    'asks_own_appointments',
    /appointment they have|existing appointment|own appointments?|upcoming appointment|bestehenden? Termin/i,
    any('own_appointments'),
  ),
  rule('names_several_times', /several times|mehrere Zeiten/i, any('names_several_times')),
  rule('wants_soonest', /as soon as possible|next free|so bald wie möglich|nächsten freien/i, (meanings, memory) => {
    return meanings.has('soonest') && hasService(memory)
  }),
  rule(
    'takes_offer',
    /(accepts?|chooses?|picks?|takes?|selects?|nimmt|wählt).*(offer|alternative|one of|time|slot|Zeit|Termin)/i,
    takesOffer,
  ),
  rule(
    'wants_otherwise',
    /(another|other|different|andere)[nrs]? (day|date|time|slot|Tag|Zeit|Uhrzeit)/i,
    wantsOtherwise,
  ),
  rule('none_suits', /none of (it|them) suits|passt nichts/i, (meanings) => {
    return meanings.has('declines') && !namesAnything(meanings)
  }),
  rule('changes_mind', /not want it after all|möchte es doch nicht/i, any('changes_mind')),
  rule('takes_anybody', /not mind|no preference|gleich, bei wem|egal/i, any('anybody')),
  rule('declines_contact', /not want to give a number|keine Nummer nennen/i, any('declines')),
  rule('confirms_contact', /number read back|vorgelesene Nummer/i, any('agrees', 'declines')),
  rule(
    'declines',
    /declin|refus|does not (want|agree)|says no|reject|lehnt ab|möchte nicht|sagt nein/i,
    any('declines'),
  ),
  rule('wants_person', /certain person|named no time|bestimmten Person/i, (meanings, memory) => {
    return meanings.has('names_person') && !hasTime(memory)
  }),
  rule('wants_booking_at', /what is to be done and when|was gemacht werden soll und wann/i, (meanings, memory) => {
    return wantsBooking(meanings) && hasService(memory) && hasTime(memory)
  }),
  rule('wants_booking_of', /said what is to be done, but not when|aber nicht wann/i, (meanings, memory) => {
    return wantsBooking(meanings) && hasService(memory) && !hasTime(memory)
  }),
  rule('wants_booking_alone', /appointment and has not said when/i, (meanings, memory) => {
    return (wantsBooking(meanings) || meanings.has('services')) && !hasTime(memory)
  }),
  rule('wants_booking_when', /appointment and has said when/i, (meanings, memory) => {
    return wantsBooking(meanings) && hasTime(memory)
  }),
  rule('wants_booking_on', /has said when, but not what|wann, aber nicht, was/i, (meanings, memory) => {
    return wantsBooking(meanings) && hasTime(memory) && !hasService(memory)
  }),
  rule('asks_services', /only roughly describes|nur ungefähr/i, any('services', 'unsure', 'describes_need')),
  rule(
    'wants_booking',
    /asks what there is|was angeboten wird|which services|what services|Leistungen/i,
    (meanings) => {
      return wantsBooking(meanings) || any('services', 'unsure')(meanings)
    },
  ),
  rule('asks_about_house', /question about|Frage zum Haus|opening hours|Öffnungszeiten/i, any('about_house')),
  rule('chooses_service_at', /names a service, and a time/i, (meanings, memory) => {
    return any('names_service', 'agrees')(meanings) && hasTime(memory)
  }),
  rule('chooses_service', /names or confirms a service|names a service|nennt .*Leistung/i, (meanings, memory) => {
    return any('names_service', 'agrees')(meanings) && hasService(memory)
  }),
  rule(
    'asks_further',
    /names a category|unsure|Kategorie|unsicher/i,
    any('unsure', 'describes_need', 'services', 'names_service'),
  ),
  rule('proves_themselves', /name, the day|seinen Namen, den Tag/i, any('gives_name', 'gives_code', 'names_old_time')),
  rule('gives_contact', /name or a telephone|Namen oder eine Telefon/i, any('gives_name', 'gives_phone')),
  rule('gives_name', /\bname\b|\bNamen\b/i, any('gives_name')),
  rule('names_person', /person|staff|colleague|Mitarbeiter/i, any('names_person')),
  rule('names_time', /\b(date|day|time|when)\b|Datum|\bTag\b|Uhrzeit|\bZeit\b/i, any('names_time')),
  rule(
    'agrees',
    /agree|confirm|says yes|accepts?|consent|stimmt zu|bestätigt|sagt ja/i,
    any('agrees', 'takes_alternative'),
  ),
  rule('answers', /answer|respond|repl(y|ies)|says anything|antwort|reagiert/i, any('answers')),
  rule('books', /\bbook|an appointment|Termin|buchen/i, wantsBooking),
  rule('service', /service|treatment|Leistung|Behandlung/i, (meanings, memory) => {
    return meanings.has('names_service') || hasService(memory)
  }),
]

function wantsBooking(meanings: Meanings): boolean {
  // "Something for Tuesday, a beard trim" names no errand, and everybody knows which.
  return any('booking', 'names_service')(meanings) || (namesAnything(meanings) && !anyErrand(meanings))
}

function anyErrand(meanings: Meanings): boolean {
  return any('move', 'cancel', 'own_appointments', 'callback', 'human', 'services', 'link', 'about_house')(meanings)
}

function namesAnything(meanings: Meanings): boolean {
  return any('names_time', 'names_several_times', 'names_service', 'names_person', 'names_branch')(meanings)
}

function takesOffer(meanings: Meanings): boolean {
  return meanings.has('takes_alternative') || (meanings.has('agrees') && !namesAnything(meanings))
}

function wantsOtherwise(meanings: Meanings): boolean {
  return namesAnything(meanings) || any('anybody', 'gives_name', 'soonest')(meanings)
}

function saysGoodbye(meanings: Meanings): boolean {
  return meanings.has('goodbye')
}

/** Asked for outright, or offered and taken. */
function wantsCallback(meanings: Meanings, memory: Memory): boolean {
  if (meanings.has('callback')) return true
  const asked = memory.lastAsked === '' ? textIn(memory.lastReply, 'say') : memory.lastAsked
  const offer = asked.split(/(?<=[.?!])\s+/).findLast((sentence) => sentence.includes('?')) ?? ''
  return meanings.has('agrees') && /zurückrufen|call you/i.test(offer)
}

/** The rule of an edge: the one its id names, else the one for its words. Undefined when there is none. */
export function ruleFor(id: string, prompt: string): EdgeRule | undefined {
  const [, name] = /__([a-z_]+)$/.exec(id) ?? []
  return edgeRules.find((one) => one.name === name) ?? edgeRules.find((one) => one.prompt?.test(prompt) === true)
}
