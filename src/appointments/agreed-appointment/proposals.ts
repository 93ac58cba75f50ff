import { type DaysSpoken, type MentionedTime, timesMentioned, type WhenContext } from '../../speech/when.ts'
import { type AgentSentence, agentSentences, isAsking, isOffering, type Topic, topicOf } from './agent-sentence.ts'
import type { Exchange } from './exchanges.ts'
import { readToolReply, type ReplyOffer, type ToolReply } from './tool-reply.ts'

/** A time the agent put to the caller. */
export type Proposal = {
  readonly at: Temporal.PlainDateTime
  /** Told as free, not only said back. */
  readonly isOffered: boolean
  /** Not among what our tool had just answered. */
  readonly isMisread: boolean
  /** As our tool calls them; '' without its answer. */
  readonly service: string
  readonly staff: string
}

/** When the caller wishes to come, as far as they have said. */
export type Wish = {
  readonly at?: Temporal.PlainDateTime | undefined
  readonly time?: Temporal.PlainTime | undefined
  /** Said just before: what is answered without naming a time is about it. */
  readonly isFresh?: boolean | undefined
}

/** What the agent's part of an exchange puts to the caller. */
export type AgentTurn = {
  readonly sentences: readonly AgentSentence[]
  readonly proposals: readonly Proposal[]
  /** Times that turned out to be taken. */
  readonly gone: readonly Temporal.PlainDateTime[]
  /** Something is gone, and no time was named. */
  readonly isSomethingGone: boolean
  readonly topic: Topic
  /** It asks for a yes or tells what is free, so that a mere "gut" is an answer. */
  readonly isAsked: boolean
  /** "oder": one of several. */
  readonly isChoice: boolean
  readonly replies: readonly ToolReply[]
  readonly spoken: DaysSpoken
}

/** What was said before it. */
export type Before = {
  readonly spoken: DaysSpoken
  readonly wish: Wish
  /** Times that were told as free. */
  readonly offered: readonly Temporal.PlainDateTime[]
}

type Named = { readonly at: Temporal.PlainDateTime; readonly isEcho: boolean }

/** Reads what the agent said. Only what it told after a tool's answer can be about that answer. */
export function readAgentTurn(exchange: Exchange, before: Before, context: WhenContext): AgentTurn {
  const sentences = agentSentences(exchange.told)
  const replies = exchange.results.flatMap((content) => readToolReply(content) ?? [])
  const heard = hearTimes(sentences, before, context)
  const isAsked = sentences.some(({ text, kind, isQuestion }) => kind === 'plain' && (isQuestion || isOffering(text)))
  const named = heard.named.length > 0 ? heard.named : withoutTime(sentences, before, heard.days)
  return {
    sentences,
    proposals: exchange.told === '' ? [] : proposalsOf(named, sentences, replies.at(-1), before),
    gone: heard.gone,
    isSomethingGone: sentences.some(isGoneAltogether),
    topic: topicOf(sentences, (text) => timesMentioned(text, context, before.spoken).times.length > 0),
    isAsked,
    isChoice: sentences.some((sentence) => isChoice(sentence, before, context)),
    replies,
    spoken: heard.spoken,
  }
}

/** "Um zehn oder um", "Welche Zeit passt Ihnen?": there is more than one, though only one may have been heard. */
function isChoice({ text, kind }: AgentSentence, { spoken }: Before, context: WhenContext): boolean {
  if (kind !== 'plain') return false
  const isEither = /\b(?:oder|or)\b/iu.test(text) && timesMentioned(text, context, spoken).times.length > 0
  return isEither || /\b(?:welche\w*|which)\b/iu.test(text)
}

/** Something is gone that was there; "leider nicht, das ist der früheste" takes nothing away. */
function isGoneAltogether({ text, kind }: AgentSentence): boolean {
  return kind === 'gone' && /vergeben|belegt|nicht mehr|\btaken\b|\bgone\b|no longer/iu.test(text)
}

type HeardTimes = {
  named: readonly Named[]
  gone: readonly Temporal.PlainDateTime[]
  days: readonly Temporal.PlainDate[]
  spoken: DaysSpoken
}

function hearTimes(sentences: readonly AgentSentence[], before: Before, context: WhenContext): HeardTimes {
  let { spoken } = before
  const heard: { sentence: AgentSentence; time: MentionedTime }[] = []
  for (const sentence of sentences) {
    if (sentence.kind === 'aside' || sentence.kind === 'standing' || sentence.kind === 'cancelling') continue
    const mentioned = timesMentioned(sentence.text, context, spoken)
    spoken = mentioned.spoken
    for (const time of mentioned.times) heard.push({ sentence, time })
  }
  const pointsOf = (...kinds: readonly AgentSentence['kind'][]) =>
    heard.flatMap(({ sentence, time }) =>
      time.kind === 'point' && kinds.includes(sentence.kind) ? [{ at: time.at, isEcho: sentence.kind === 'echo' }] : [],
    )
  const gone = pointsOf('gone').map(({ at }) => at)
  return {
    named: distinct(pointsOf('plain', 'echo')).filter(({ at }) => !gone.some((other) => other.equals(at))),
    gone,
    days: heard.flatMap(({ sentence, time }) =>
      time.kind === 'day' && sentence.kind === 'plain' && isOffering(sentence.text) ? [time.day] : [],
    ),
    spoken,
  }
}

function distinct(named: readonly Named[]): readonly Named[] {
  return named.filter(({ at }, index) => named.findIndex((other) => other.at.equals(at)) === index)
}

/** Told of a time without naming it: "Ja, das ist frei." */
const saysFree = /\bfrei\b|verfügbar|\bgeht\b|ginge|möglich|\bfree\b|available|\bworks?\b|possible|can do/iu

/** A yes to the time the caller wished for; or a day of those they wished for, at their time. */
function withoutTime(
  sentences: readonly AgentSentence[],
  { wish }: Before,
  days: readonly Temporal.PlainDate[],
): readonly Named[] {
  const isRefused = sentences.some(({ kind }) => kind !== 'plain')
  const isFree = sentences.some(({ text, isQuestion }) => !isQuestion && saysFree.test(text))
  if (isRefused || !isFree || wish.isFresh !== true) return []
  const [day, ...others] = days
  if (day !== undefined) {
    return others.length > 0 || wish.time === undefined ? [] : [{ at: day.toPlainDateTime(wish.time), isEcho: false }]
  }
  return wish.at === undefined ? [] : [{ at: wish.at, isEcho: false }]
}

const telling =
  /\b(?:ist|sind|war|waren|steht|stehen|sehe|finde|gibt|hat|hatten?|hab|habe|is|are|was|were|see|found|has|had|have)\b/iu

function proposalsOf(
  named: readonly Named[],
  sentences: readonly AgentSentence[],
  reply: ToolReply | undefined,
  before: Before,
): readonly Proposal[] {
  const offers = reply === undefined || reply.isDone ? [] : [reply.main, ...reply.others].flatMap((one) => one ?? [])
  const isFree = sentences.some(({ text, kind }) => kind === 'plain' && (isOffering(text) || isAsking(text)))
  if (named.length === 0) return fromReply(reply, isFree, before)
  const isOld = ({ at }: Named) => before.offered.some((other) => other.equals(at))
  // "Mittwoch, acht Uhr." is an offer; "Hier steht Mittwoch um acht" tells something.
  const isBare = !sentences.some(({ text, kind }) => kind === 'plain' && telling.test(text))
  const matched = named.map((one) => ({ ...one, offer: offers.find(({ at }) => at.equals(one.at)) }))
  const isAnswered = matched.some(({ offer }) => offer !== undefined)
  // Beside what the tool answered, the wish is only said back.
  const kept = isAnswered ? matched.filter(({ offer }) => offer !== undefined) : matched
  return kept.map(({ at, isEcho, offer }) => {
    const isWish = before.wish.at?.equals(at) ?? false
    const isOffered = offer !== undefined || isOld({ at, isEcho }) || (!isEcho && (isFree || (isBare && !isWish)))
    const isMisread = offers.length > 0 && offer === undefined && !isOld({ at, isEcho })
    return { at, isOffered, isMisread, service: offer?.service ?? '', staff: offer?.staff ?? '' }
  })
}

/** "Ja, da ist frei. Soll ich buchen?": the answer's own time, if it is the one that was wished for. */
function fromReply(reply: ToolReply | undefined, isFree: boolean, { wish }: Before): readonly Proposal[] {
  if (reply === undefined || reply.isDone || reply.main === undefined || !isFree) return []
  const { at, service, staff }: ReplyOffer = reply.main
  return [{ at, isOffered: true, isMisread: !(wish.at?.equals(at) ?? false), service, staff }]
}
