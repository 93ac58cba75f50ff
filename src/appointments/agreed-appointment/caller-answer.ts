import { readTurn, type Signal } from '../../speech/answer-turn.ts'
import { understandAnswer } from '../../speech/answer.ts'
import { timesMentioned, type WhenContext } from '../../speech/when.ts'
import type { Topic } from './agent-sentence.ts'
import { hearAnswer } from './hear-answer.ts'
import type { AgentTurn, Proposal } from './proposals.ts'

/** What the caller's sentences say to what was proposed. */
export type CallerAnswer =
  | { readonly kind: 'agreed'; readonly proposal: Proposal; readonly isChoice: boolean }
  /** A yes to several at once. */
  | { readonly kind: 'all' }
  | { readonly kind: 'no' | 'change' | 'unclear' }

/** What is answered: what is on the table, and what the agent said last. */
type Asked = {
  readonly table: readonly Proposal[]
  readonly agent: AgentTurn
  /** The caller has put a question to somebody there: a mere yes may be theirs, or for them. */
  readonly isAside: boolean
  readonly today: Temporal.PlainDate
}

const unclear: CallerAnswer = { kind: 'unclear' }

/** The answer of sentences in order; the last that decides counts. */
export function answerTo(sentences: readonly string[], asked: Asked): CallerAnswer {
  const { table, agent, today } = asked
  const said = sentences.map((sentence) => hearAnswer(sentence, agent.sentences))
  const [only, ...others] = table
  if (only === undefined) return unclear
  if (others.length === 0) return answerToOne(said, only, asked)
  const offers = table.map(({ at }, index) => ({ id: String(index), at }))
  const answer = understandAnswer(said, offers, today)
  if (answer.kind === 'no' || answer.kind === 'change') return { kind: answer.kind }
  const chosen = answer.kind === 'choice' ? table[Number(answer.offerId)] : undefined
  if (chosen !== undefined) return { kind: 'agreed', proposal: chosen, isChoice: true }
  return isYesToAll(said, only, today) ? { kind: 'all' } : unclear
}

function answerToOne(said: readonly string[], only: Proposal, { agent, isAside, today }: Asked): CallerAnswer {
  const agreed = { kind: 'agreed', proposal: only, isChoice: false } as const
  const read = (sentences: readonly string[]) => understandAnswer(sentences, [{ id: '', at: only.at }], today).kind
  const kind = read(said)
  const last = said.at(-1) ?? ''
  if (kind === 'no' || kind === 'change') return { kind }
  if (kind === 'unclear') {
    const isYes = isYesWithMore(last, read) || isInsisting(said, read)
    return isYes && !agent.isChoice ? agreed : unclear
  }
  const signals = said.filter((sentence) => !isAside || !isQuestion(sentence)).flatMap(signalsOf)
  const namesIt = signals.some((signal) => signal.kind === 'mention')
  // One of several, of which only one was heard: a yes does not say that it is this one.
  if (agent.isChoice && !namesIt) return unclear
  const isYes = signals.some((signal) => signal.kind === 'yes')
  const isFaint = signals.some((signal) => signal.kind === 'faint_yes')
  // Only said after the agent, as one does who is thinking, or answers nothing that was asked.
  if (!isYes && !isFaint && !taking.test(said.join(' '))) return unclear
  if (!isYes && !namesIt && ((isAside && isMereYes(last)) || isCutOff(last))) return unclear
  if (isOfSomethingElse(agent) && !namesIt && !committing.test(said.join(' '))) return unclear
  return isYes || namesIt || agent.isAsked ? agreed : unclear
}

/** Whether it was written down as a question. */
export function isQuestion(said: string): boolean {
  return /\?\s*$/u.test(said)
}

function isMereYes(said: string): boolean {
  return !/\b(?:geht|gut|okay|ok|klar|recht|schön|fine|good|right|cool)\b/iu.test(said)
}

/** "Ja, das wäre wirklich": written down without an end, and longer than a yes. */
function isCutOff(said: string): boolean {
  return !/[.!?]\s*$/u.test(said) && said.split(/\s+/u).length > 3
}

/** The last question was another: "Um zehn ist frei. Sind Sie Neukunde?" */
function isOfSomethingElse({ topic, sentences }: AgentTurn): boolean {
  return topic === 'details' || (topic === 'side' && sentences.some((sentence) => sentence.isQuestion))
}

const committing = /\b(?:nehm\w*|buch\w*|eintragen|tragen|reservier\w*|passt|klappt|take|book|works?|suits?|put me)\b/iu

const taking = /\b(?:bitte|dann|gerne?|nehme?n?|please|then|take)\b/iu
/** Goes back on a no in the same breath: "nein, äh, doch, ja! Buchen Sie." */
const insisting = /\b(?:buchen|buch|eintragen|tragen|nehme?|book|take)\b/iu

type Read = (sentences: readonly string[]) => string

function isInsisting(said: readonly string[], read: Read): boolean {
  const last = said.at(-1) ?? ''
  return read(said.slice(0, 1)) === 'no' && insisting.test(last) && read([last]) === 'yes'
}

/** "Ja, bitte, das ist ein Geschenk": a clear yes at its head, and nothing behind that takes from it. */
function isYesWithMore(said: string, read: Read): boolean {
  const clauses = said.split(/(?<=,)\s+/u)
  return clauses.slice(1).some((_, index) => {
    const head = clauses.slice(0, index + 1).join(' ')
    const rest = clauses.slice(index + 1).join(' ')
    const isFirm = /\b(?:bitte|danke|please|thanks|thank you)\b/iu.test(head) || signalsOf(head).some(isFirmly)
    const isYes = signalsOf(head).some((signal) => signal.kind === 'yes' || signal.kind === 'faint_yes')
    if (read([head]) !== 'yes' || !isYes || !isFirm || takingBack.test(rest)) return false
    const kind = read([rest])
    const takesFrom = signalsOf(rest).some((signal) => signal.kind === 'unsure' || signal.kind === 'contrast')
    return kind !== 'no' && kind !== 'change' && !takesFrom
  })
}

function isFirmly({ kind }: Signal): boolean {
  return kind === 'yes' || kind === 'mention'
}

function isYesToAll(said: readonly string[], only: Proposal, today: Temporal.PlainDate): boolean {
  const sentences = said.map((sentence) =>
    sentence.replaceAll(/\b(?:alle )?(?:beide[nrs]?|both(?: of them)?)\b/giu, ''),
  )
  return understandAnswer(sentences, [{ id: '', at: only.at }], today).kind === 'yes'
}

/** Signals of a sentence, whatever is on the table. */
function signalsOf(said: string): readonly Signal[] {
  return readTurn(said, { offers: [] })
}

/** Whether a sentence says nothing against what is proposed: no doubt, no question, no condition. */
export function isHarmless(said: string): boolean {
  return signalsOf(said).every(
    ({ kind }) => kind === 'filler' || kind === 'unknown' || kind === 'yes' || kind === 'faint_yes',
  )
}

/** Takes an agreement back whatever was asked. */
const takingBack =
  /\bdoch (?:nicht|lieber|kein)|\blieber (?:nicht(?! (?:sagen|nennen|angeben|verraten|mitteilen|heraus|raus))|doch|am|um|an|erst|später|früher|einen?|bei|die|den|das|morgen|übermorgen|nächste)|\b(?:ab|zu)?sagen? sie\b.*\bab\b|absag|abzusagen|stornier|verschieb|verleg|umbuch|nicht (?:mehr|buchen|eintragen|nehmen)|vergessen sie|vergiss|lassen (?:sie|wir)(?: mal)?(?: (?:es|das|mal))?(?:\W|$)|\bstopp?\b|\bhalt,|abbrech|abbruch|überleg|klären|meld\w* mich|ruf\w*\b.*\b(?:wieder|nochmal|noch mal|zurück|später)\b|weiß (?:ich )?(?:noch |es )?nicht|(?:geht|kann|passt|klappt|schaffe?)(?: \p{L}+){0,3} nicht|keine zeit|zu teuer|dann nicht|ander(?:e|er|en|es|em) (?:termin|tag|zeit|uhrzeit)|anders|früher|(?<!bis )später|\bdon'?t\b|do not|\bcancel|forget (?:it|about)|never ?mind|\binstead\b|rather (?:not(?! (?:say|give|tell))|on|at|have|do|come|in|a)|reschedul|\bmove it|\bstop\b|\bwait\b|\bactually\b|think about|call (?:you )?(?:back|again)|not sure|\bcan'?t\b|\bcannot\b|\bwon'?t\b|too expensive|changed my mind|another (?:time|day)|different (?:time|day)|make it\b|\bearlier\b|(?<!you )\blater\b/iu
/** Days and clocks that are no birthday and no number plate. */
const timeWords =
  /\buhr\b|\b(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|\bheute\b|\bmorgen\b|übermorgen|nächste|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|o'?clock|\b[ap]\.m\b|\bpm\b|\d ?am\b|tomorrow|\btoday\b|next week/iu

/** Whether a sentence takes back what was agreed. `topic` is what it answers: a "nein" to a text message takes nothing back. */
export function takesBack(
  said: string,
  at: Temporal.PlainDateTime,
  topic: Topic,
  context: WhenContext,
): 'no' | 'change' | 'unsure' | undefined {
  if (takingBack.test(said)) return 'no'
  if (timeWords.test(said) && namesAnother(said, at, context)) return 'change'
  if (topic === 'name' || topic === 'details' || topic === 'side') return undefined
  const answer = understandAnswer([said], [{ id: '', at }], context.now.toPlainDate())
  if (answer.kind === 'no' || answer.kind === 'change') return answer.kind
  if (answer.kind !== 'unclear') return undefined
  const isUnsure = signalsOf(said).some(({ kind }) => kind === 'unsure' || kind === 'contrast')
  return isUnsure ? 'unsure' : undefined
}

function namesAnother(said: string, at: Temporal.PlainDateTime, context: WhenContext): boolean {
  const { times } = timesMentioned(said, context, { day: at.toPlainDate() })
  return times.some((time) => {
    if (time.kind === 'point') return !time.at.equals(at)
    if (time.kind === 'day') return !time.day.equals(at.toPlainDate())
    return !time.time.equals(at.toPlainTime())
  })
}
