import type { Mention } from './answer-mention.ts'
import { readTurn, type Signal, type TurnContext } from './answer-turn.ts'

/** A free time that was read to the caller. */
export type OfferRead = { id: string; at: Temporal.PlainDateTime }

/** What the caller answered. `said` is the turn that asks for something else, as it was said. */
export type Answer =
  | { kind: 'yes' }
  | { kind: 'no' }
  | { kind: 'change'; said: string }
  | { kind: 'choice'; offerId: string }
  | { kind: 'unclear' }

/** `silent` says nothing about the offers ("danke", a name); `agreed` is a yes that names the time itself. */
type TurnAnswer =
  | { kind: 'yes' | 'agreed' | 'no' | 'change' | 'unclear' | 'silent' }
  | { kind: 'choice'; index: number }

/** The signals of a turn, weighed. Everything said before a "nein" is taken back by it. */
type Weighed = {
  yes: 'none' | 'faint' | 'firm'
  refused: boolean
  mentions: readonly Mention[]
  refusedMentions: boolean
  has: (kind: Signal['kind']) => boolean
  unknownWords: number
  /** Do the unknown words stand apart from the yes, behind a comma or full stop? */
  isAside: boolean
}

function weigh(signals: readonly Signal[]): Weighed {
  const denied = new Set(signals.filter(({ kind }) => kind === 'not').map(({ clause }) => clause))
  // "Das geht nicht" is a no, whatever "das geht" is.
  const isNo = ({ kind, clause }: Signal): boolean =>
    kind === 'no' || (denied.has(clause) && (kind === 'yes' || kind === 'faint_yes'))
  const lastNo = signals.findLastIndex(isNo)
  const rest = signals.slice(lastNo + 1)
  const mentioned = rest.filter((signal) => signal.kind === 'mention')
  const yesses = rest.filter(({ kind }) => kind === 'yes' || kind === 'faint_yes')
  const unknown = rest.filter(({ kind }) => kind === 'unknown')
  const firstUnknown = unknown[0]?.clause ?? Infinity
  return {
    yes: yesses.some(({ kind }) => kind === 'yes') ? 'firm' : yesses.length > 0 ? 'faint' : 'none',
    refused: lastNo >= 0,
    mentions: mentioned.filter(({ clause }) => !denied.has(clause)).map(({ mention }) => mention),
    refusedMentions: mentioned.some(({ clause }) => denied.has(clause)),
    has: (kind) => rest.some((signal) => signal.kind === kind),
    unknownWords: unknown.length,
    isAside: yesses.length > 0 && yesses.every(({ clause }) => clause < firstUnknown),
  }
}

/** Offers that fit everything named, and whether something was named that fits none at all. */
function fitting(
  mentions: readonly Mention[],
  { offers }: TurnContext,
): { indexes: readonly number[]; fitsNone: boolean } {
  const fits = (mention: Mention): readonly boolean[] => offers.map((at, index) => mention.fits(at, index, offers))
  const byMention = mentions.map(fits)
  return {
    indexes: [...offers.keys()].filter((index) => byMention.every((row) => row[index] === true)),
    fitsNone: byMention.some((row) => !row.includes(true)),
  }
}

/** The caller named times or days: those of one offer, or others. */
function answerWithMentions(weighed: Weighed, context: TurnContext): TurnAnswer {
  const { mentions, yes, refused } = weighed
  const isTorn = weighed.has('unsure') || weighed.has('question') || weighed.unknownWords > 3
  // A day that cannot be told is another day only for someone who refuses or wants to change.
  const isUntold = context.offers.length === 0 || mentions.some(({ what }) => what === 'relative')
  if (isUntold) return { kind: refused || weighed.has('change') || weighed.has('contrast') ? 'change' : 'unclear' }
  const { indexes, fitsNone } = fitting(mentions, context)
  const only = indexes.length === 1 ? indexes[0] : undefined
  if (context.offers.length === 1) {
    if (only === undefined) return { kind: 'change' }
    if (weighed.has('change') && yes === 'none') return { kind: 'change' }
    if (isTorn || refused || weighed.refusedMentions || weighed.has('change') || weighed.has('contrast'))
      return { kind: 'unclear' }
    const namesTime = mentions.some(({ what }) => what === 'time' || what === 'bare')
    if (yes === 'none' && (!namesTime || weighed.unknownWords > 0)) return { kind: 'unclear' }
    return yes === 'none' || mayAgree(weighed) ? { kind: namesTime ? 'agreed' : 'yes' } : { kind: 'unclear' }
  }
  if (fitsNone) return { kind: mentions.every(({ what }) => what === 'bare') ? 'unclear' : 'change' }
  if (only === undefined || isTorn) return { kind: 'unclear' }
  return { kind: 'choice', index: only }
}

/** Words nobody understood spoil a "ja" always, a firm yes unless they stand apart from it. */
function mayAgree({ yes, unknownWords, isAside }: Weighed): boolean {
  return yes !== 'none' && (unknownWords === 0 || (yes === 'firm' && isAside))
}

function answerWithoutMentions(weighed: Weighed): TurnAnswer {
  const { yes, refused, unknownWords } = weighed
  if (weighed.has('change')) return { kind: 'change' }
  if (weighed.has('unsure')) return { kind: refused && yes === 'none' ? 'no' : 'unclear' }
  if (weighed.has('question')) return { kind: 'unclear' }
  if (refused) return { kind: yes === 'none' ? 'no' : 'unclear' }
  if (weighed.has('not') || weighed.refusedMentions)
    return { kind: weighed.has('contrast') && yes !== 'none' ? 'change' : 'no' }
  if (yes === 'none') return { kind: weighed.has('contrast') ? 'unclear' : 'silent' }
  if (weighed.has('contrast')) return { kind: unknownWords > 0 ? 'change' : 'unclear' }
  if (!mayAgree(weighed)) return { kind: 'unclear' }
  return { kind: 'yes' }
}

function answerOfTurn(said: string, context: TurnContext): TurnAnswer {
  const weighed = weigh(readTurn(said, context))
  return weighed.mentions.length > 0 ? answerWithMentions(weighed, context) : answerWithoutMentions(weighed)
}

/** A bare yes: it keeps a choice, brings nothing back, and chooses none of several. */
function answerAfterYes(before: Answer, offers: readonly OfferRead[], isWithdrawn: boolean): Answer {
  if (before.kind === 'choice' || before.kind === 'change') return before
  return { kind: isWithdrawn || offers.length > 1 ? 'unclear' : 'yes' }
}

function answerAfter(
  before: Answer,
  turn: TurnAnswer,
  said: string,
  offers: readonly OfferRead[],
  isWithdrawn: boolean,
): Answer {
  if (turn.kind === 'silent') return before
  if (turn.kind === 'yes') return answerAfterYes(before, offers, isWithdrawn)
  if (turn.kind === 'agreed') return { kind: 'yes' }
  if (turn.kind === 'change') return { kind: 'change', said: said.trim() }
  if (turn.kind !== 'choice') return { kind: turn.kind }
  const chosen = offers[turn.index]
  return chosen === undefined ? { kind: 'unclear' } : { kind: 'choice', offerId: chosen.id }
}

/**
 * What a caller answered to offers: the one the house asks about, or the few it reads out for choosing.
 *
 * `turns` are what the caller said after hearing the offers, in order; `offers` in the order read out, in wall time of the
 * branch; `today` (same zone) lets "morgen" be compared. German and English are read together, and the last word counts.
 *
 * The worse mistake is a yes nobody said. So: naming another time or day than those offered is a change; a question or
 * hesitation is unclear; a bare yes to several offers is unclear, for it names none; a bare yes after a no or a change
 * answers something else and does not bring the offer back, naming its time does.
 */
export function understandAnswer(
  turns: readonly string[],
  offers: readonly OfferRead[],
  today?: Temporal.PlainDate,
): Answer {
  const context: TurnContext = { offers: offers.map(({ at }) => at), today }
  let answer: Answer = { kind: 'unclear' }
  let isWithdrawn = false
  for (const said of turns) {
    const turn = answerOfTurn(said, context)
    answer = answerAfter(answer, turn, said, offers, isWithdrawn)
    if (turn.kind === 'no' || turn.kind === 'change') isWithdrawn = true
    if (turn.kind === 'agreed' || turn.kind === 'choice') isWithdrawn = false
  }
  return answer
}
