import { sentencesOf } from './exchanges.ts'

/** What the times in a sentence of the agent's are. */
export type SentenceKind =
  /** Times somebody may come at, or anything else. */
  | 'plain'
  /** Times that cannot be had. */
  | 'gone'
  /** The wish, said back; whether it can be had is still to be seen. */
  | 'echo'
  | 'checking'
  /** An appointment that stands. */
  | 'standing'
  | 'cancelling'
  /** Opening hours, a call back, a car to fetch: a yes to it is none to an appointment. */
  | 'aside'

export type AgentSentence = { readonly text: string; readonly kind: SentenceKind; readonly isQuestion: boolean }

/** The first that fits counts. */
const kinds: readonly (readonly [SentenceKind, RegExp])[] = [
  ['cancelling', /absag|abzusagen|stornier|\bcancel/iu],
  [
    'aside',
    /geöffnet|öffnungszeit|geschlossen|schließ|\bhaben (?:wir )?.*\b(?:auf|offen)\b|\b(?:we are|we're) (?:open|closed)|opening hours|\bclos(?:e|ed)\b|\bopen (?:from|until|till)\b/iu,
  ],
  [
    'aside',
    /zurückruf|zurückzurufen|rückruf|\bruf\w*\b.*\b(?:zurück|an)\b|meldet sich|melden uns|\bcall(?:s|ing)? you\b|call(?:ed)? back|callback|ring you|get back to you|erinner|remind/iu,
  ],
  [
    'aside',
    /abhol|\bpick (?:it|him|her|them)?\s?up|\bfertig\b|\bready\b|seien sie|minuten (?:vorher|früher|vor)|minutes (?:early|earlier|before)|\bdauert\b[^?]*\bbis\b/iu,
  ],
  [
    'standing',
    /\bsie haben\b.*\btermin|\bihr(?:en|em)? (?:nächste[rn]? |bestehende[rn]? )?termin (?:ist|war|steht|lautet|am|um|morgen|heute)|ist (?:jetzt |nun |fest |hiermit )*(?:gebucht|eingetragen|reserviert|bestätigt|verschoben)|\b(?:sehe|finde|gibt es|steht|stehen|habe ich)\b.*\b(?:einen|ihren|ein|ihr|der) (?:nächste[rn]? )?termin\b(?! (?:frei|anbieten|für sie frei))|\bi (?:can )?(?:see|find|found)\b.*\bappointment|\byou (?:already )?have an appointment|\byour (?:next |existing |current )?appointment (?:is|was|on|at)|(?:is|has been) (?:now )?(?:booked|confirmed|moved)/iu,
  ],
  [
    'gone',
    /vergeben|belegt|ausgebucht|\bvoll\b|nicht (?:mehr )?(?:frei|verfügbar|möglich|da\b|im haus)|(?:nichts|kein\w*) (?:mehr )?.*(?:frei|verfügbar)|\bleider\b|\btaken\b|fully booked|already booked|unavailable|not (?:available|free|possible|in\b|work)|\b(?:geht|ginge|passt|klappt|kann|können)\b(?: \p{L}+){0,3} nicht\b|^nein\b|^no\b|\bcan'?t\b|cannot|(?:does|will)n'?t|won'?t|no longer|nothing (?:free|available|left)|afraid|\bsorry\b/iu,
  ],
  [
    'checking',
    /\bprüf|\bschau|\bsehe? (?:kurz |mal |gleich )*nach|nachsehen|nachschau|\bgucke|\bcheck(?:ing)?\b|\blet me (?:see|look|have)|have a look|see whether|see if/iu,
  ],
  [
    'echo',
    /\b(?:richtig|korrekt|stimmt das|stimmt's|correct|right)\s*\?|verstehe ich|verstanden|sie (?:möchten|wünschen|wollen|hätten gern\w*) also|^(?:so |okay,? )*you(?:'d| would)? (?:want|like)\b/iu,
  ],
]

/** Something else follows it: "zehn ist vergeben, aber elf wäre frei". */
const TURNING = /,\s+(?=(?:aber|sondern|dafür|jedoch|allerdings|but|however)\s)/iu

/** The sentences of what an agent said, parted where they turn, each with what its times are. */
export function agentSentences(text: string): readonly AgentSentence[] {
  return sentencesOf(text)
    .flatMap((sentence) => sentence.split(TURNING))
    .map((sentence) => ({
      text: sentence,
      kind: kinds.find(([, pattern]) => pattern.test(sentence))?.[0] ?? 'plain',
      isQuestion: /\?\s*$/u.test(sentence),
    }))
}

const offering =
  /\bfrei\b|freie|verfügbar|anbieten|\bhätten?\b|\bhab(?:e|en)? (?:ich|wir)|\bgäbe|ginge|\bgeht\b|möglich|\bpass(?:t|en)\b|\bwären?\b|\bwürden?\b|\bsoll(?:en)? (?:ich|wir)|\bdarf ich|(?:möchten|wollen) sie (?:den|das|ihn|es|diesen)\b|reserv|vormerk|eintrag|\btrage\b|\bbuch(?:e|en)\b|einschieben|\bkann ich\b|könnte|\bfree\b|available|\boffer\b|\b(?:i|we)(?:'ve| have)\b|there is|there's|could|can do|\bworks?\b|possible|would|\bshall i|should i|\bmay i\b|suit|\bbook|squeeze|fit you/iu
const asking =
  /\bpass(?:t|en)\b|\bsoll(?:en)? (?:ich|wir)|\bdarf ich|(?:möchten|wollen) sie(?:\s*\?| (?:den|das|ihn|es|diesen|so|kommen|einen termin)\b)|wollen wir|kommen sie|reservier|eintrag|vormerk|notier|festhalt|festmach|zusag|\btrage\b|\bbuche?n?\b|\b(?:wäre|ist|ginge|klingt) (?:das|der|dies\w*|es)\b|\bdas was\b|machen wir|bleib|nehmen|einverstanden|recht\b|in ordnung|\bok(?:ay)?\b|\bgut\b|machbar|klappt|geht|ginge|zeit\b|good\b|fine\b|all right|will you come|do you want (?:me|to|it|that)|\breserve|put you|\bsounds?\b|shall i|should i|may i|would you(?:\s*\?| (?:like|want|take|prefer) (?:it|that|this|me|to (?:come|book|take|have))\b)|would that|does that|is that|suit|\bwork\b|like (?:it|that|me)|\bbook/iu

/** Whether it says that something can be had. */
export function isOffering(text: string): boolean {
  return offering.test(text)
}

/** Whether it asks for the caller's yes to an appointment. */
export function isAsking(text: string): boolean {
  return asking.test(text)
}

/** What the agent's last words ask about. */
export type Topic = 'name' | 'details' | 'side' | 'cancelling' | 'elsewhere' | 'appointment' | 'nothing'

const sideQuestions =
  /\bsms\b|e-?mail|noch (?:etwas|was)|sonst|schon (?:ein)?mal bei uns|newsletter|für sie selbst|bestätigung|\btext\b|anything else|been (?:here|with us|to us)|for yourself|confirmation/iu
const nameQuestions = /\bnamen?\b|heißen|heißt|für wen|\bnames?\b|who is it for|\bcalled\b/iu
const detailQuestions =
  /geburt|geboren|nummer|kennzeichen|buchstabier|adresse|fahrzeug|versicher|karte|date of birth|birthday|\bborn\b|number|registration|which car|spell|address|insurance|\bcar\b/iu

/**
 * What the caller's next words answer: the last question; without one, whatever was told last besides hours and the like.
 * `saysWhen`: whether a sentence names a time, which makes a question one about it.
 */
export function topicOf(sentences: readonly AgentSentence[], saysWhen: (text: string) => boolean): Topic {
  const last =
    sentences.findLast((sentence) => sentence.isQuestion) ??
    sentences.findLast((sentence) => sentence.kind !== 'aside') ??
    sentences.at(-1)
  if (last === undefined) return 'nothing'
  if (last.kind === 'cancelling') return last.isQuestion ? 'cancelling' : 'side'
  if (last.kind === 'aside' || last.kind === 'standing' || isOfAside(last, sentences, saysWhen)) return 'elsewhere'
  if (sideQuestions.test(last.text)) return 'side'
  if (nameQuestions.test(last.text)) return 'name'
  if (detailQuestions.test(last.text)) return 'details'
  const isOfIt = isAsking(last.text) || saysWhen(last.text) || (!last.isQuestion && isOffering(last.text))
  if (isOfIt) return 'appointment'
  return last.isQuestion ? 'side' : 'nothing'
}

/** "Frau Meier ruft Sie zurück. Passt das?": asks about what was told just before, and that is no appointment. */
function isOfAside(
  question: AgentSentence,
  sentences: readonly AgentSentence[],
  saysWhen: (text: string) => boolean,
): boolean {
  const before = sentences[sentences.indexOf(question) - 1]
  if (!question.isQuestion || (before?.kind !== 'aside' && before?.kind !== 'standing')) return false
  return !saysWhen(question.text) && !/termin|buch|trag|reserv|\bbook|appointment|put you/iu.test(question.text)
}
