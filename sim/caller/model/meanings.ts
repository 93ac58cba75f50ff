import type { Memory } from './memory.ts'

/** What a caller's turn can mean, by the rule that finds it. */
export type Meaning =
  | 'booking'
  | 'move'
  | 'cancel'
  | 'own_appointments'
  | 'callback'
  | 'human'
  | 'services'
  | 'link'
  | 'about_house'
  | 'soonest'
  | 'agrees'
  | 'declines'
  | 'changes_mind'
  | 'anybody'
  | 'unsure'
  | 'goodbye'
  | 'takes_alternative'
  | 'names_time'
  | 'names_several_times'
  | 'names_service'
  | 'describes_need'
  | 'names_person'
  | 'names_branch'
  | 'gives_name'
  | 'gives_code'
  | 'gives_phone'
  | 'names_old_time'
  | 'silent'
  | 'answers'

/** Words by which a meaning is heard, German and English read together. */
const HEARD: Readonly<Partial<Record<Meaning, RegExp>>> = {
  move: /verschieb|verleg|umbuch|\b(move|reschedule|postpone)\b/i,
  cancel: /\babsag|stornier|streich|nicht kommen|\bcancel|call off|cannot make it/i,
  own_appointments:
    /wann (ist|hab|hatte|muss|war|bin)|was (habe|steht) .*(Termin|eingetragen)|when (is|was|do|did|are) (my|i|the)|what time is my/i,
  callback: /zurückruf|Rückruf|rufen Sie mich .*an\b|call (me )?back|callback|ring me/i,
  human:
    /(mit|zu) (einem|einer) (Menschen|Mitarbeiter|Mitarbeiterin|Person|richtigen)|jemandem? sprechen|richtigen Menschen|kein(en)? (Roboter|Computer|Maschine)|durchstellen|verbinden Sie|(speak|talk) (to|with) (a |an |some|the )?(human|person|somebody|someone|real|manager|owner)|not (to )?a (machine|robot)|put me through/i,
  services:
    /was (bieten|machen) Sie|welche (Leistungen|Behandlungen)|was (gibt es|haben Sie) .*(alles|so)|what (services|do you (offer|do))|which services/i,
  link: /\bLink\b|per SMS|online buchen|text me|booking link|book online/i,
  about_house:
    /geöffnet|Öffnungszeiten|parken|Parkpl|Adresse|Karte zahlen|was kostet|opening hours|when are you open|parking|address|pay by card|how much/i,
  soonest:
    /so (bald|schnell) wie möglich|nächste[nr]? freie|frühest|möglichst bald|as soon as possible|next free|earliest|soonest/i,
  booking:
    /(einen|nen|ein|den|zwei|noch einen|weiteren) Termin|Termine? (für|bei|machen|buchen|ausmachen|frei)|buchen|reservieren|vorbeikommen|was frei|\b(an|another|new|two) appointment|\bbook\b|come in|anything free/i,
  agrees:
    /^(ja\b|jo\b|jawohl|jep|genau|gern|passt|perfekt|super|einverstanden|in ordnung|okay|ok\b|richtig|stimmt|mhm|alles klar|klar|dann nehme ich|(den|die) nehme ich|yes|yeah|yep|sure|please do|perfect|right|correct|exactly|that (works|is fine|suits|is right)|sounds good|go ahead|fine|of course|i will take|i'll take|then i will take)/i,
  declines:
    /^(nein|nee|nö|ne,|ach nein|lieber nicht|no\b|nope|not that|rather not|i cannot|i can't)|passt (mir |uns )?(leider )?(gar |da )?nicht|geht (bei mir |da )?(leider )?nicht|does not (suit|work)|doesn't (suit|work)|möchte ich nicht|rather not|lasse ich es/i,
  changes_mind:
    /doch (lieber )?nicht|überlege? (ich )?(es )?mir|melde mich (noch ?mal|wieder)|lasse ich es|after all|think about it|leave it|call again later/i,
  anybody: /egal|wer (gerade )?frei|niemand bestimmte|do not mind|don't mind|does not matter|anybody|anyone/i,
  unsure:
    /weiß (ich )?(es )?(leider )?(selbst )?nicht|keine Ahnung|unsicher|do not( really| quite)? know|don't( really| quite)? know|not sure|no idea/i,
  goodbye:
    /wiederhören|wiedersehen|tschüss|tschau|das war alles|das war's|bis dann|goodbye|good bye|\bbye\b|that was all|that is all/i,
}

/** What the marks in a line tell. */
const MARKED: Readonly<Partial<Record<Meaning, readonly string[]>>> = {
  names_time: ['date', 'time', 'new_date', 'new_time', 'daypart', 'from'],
  names_several_times: ['slots'],
  names_service: ['service'],
  describes_need: ['query', 'category'],
  names_person: ['staff'],
  names_branch: ['branch'],
  gives_name: ['name'],
  gives_code: ['code'],
  gives_phone: ['phone'],
  names_old_time: ['old_date'],
}

/** Errands of which a turn has one: the first that is heard. */
const ERRANDS: readonly Meaning[] = [
  'human',
  'callback',
  'cancel',
  'move',
  'own_appointments',
  'link',
  'services',
  'booking',
]

/** Everything the caller's last turn means. */
export function meaningsOf(memory: Memory): ReadonlySet<Meaning> {
  if (memory.wasSilent) return new Set<Meaning>(['silent'])
  const words = memory.lastWords.trim()
  const found = new Set<Meaning>(words === '' ? [] : ['answers'])
  for (const [meaning, pattern] of Object.entries(HEARD)) if (pattern.test(words)) found.add(meaning as Meaning)
  for (const [meaning, marks] of Object.entries(MARKED)) {
    if (marks.some((mark) => memory.justTold[mark] !== undefined)) found.add(meaning as Meaning)
  }
  if (memory.taken !== null) found.add('takes_alternative')
  settle(found)
  return found
}

/** "No, rather Wednesday" is no yes, and whoever moves an appointment does not book one. */
function settle(found: Set<Meaning>): void {
  if (found.has('declines') || found.has('unsure') || found.has('changes_mind')) found.delete('agrees')
  const errand = ERRANDS.find((one) => found.has(one))
  for (const other of ERRANDS) if (other !== errand) found.delete(other)
}
