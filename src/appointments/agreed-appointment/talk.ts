import { type DaysSpoken, timesMentioned, type WhenContext } from '../../speech/when.ts'
import { isAsking, type Topic } from './agent-sentence.ts'
import type { HowAgreed, NotAgreed } from './agreed-appointment.ts'
import { nameAnswered } from './attendee-name.ts'
import { answerTo, isHarmless, isQuestion, takesBack } from './caller-answer.ts'
import type { Exchange } from './exchanges.ts'
import { type AgentTurn, type Proposal, readAgentTurn, type Wish } from './proposals.ts'

/** What was agreed, in which exchange. */
export type Agreement = { readonly proposal: Proposal; readonly how: HowAgreed; readonly exchange: number }

/** How far a talk about an appointment has come. */
export type Talk = {
  readonly spoken: DaysSpoken
  readonly wish: Wish
  /** What the caller may say yes to. */
  readonly table: readonly Proposal[]
  /** The last answer decided nothing: what is on the table has to be asked about again. */
  readonly isOpen: boolean
  readonly agreement: Agreement | undefined
  /** Why there is no agreement. */
  readonly why: NotAgreed
  /** Told as free at some point. */
  readonly offered: readonly Temporal.PlainDateTime[]
  /** Booked by a tool: what is said of them is about an appointment that stands. */
  readonly booked: readonly Temporal.PlainDateTime[]
  /** A yes to several appointments. */
  readonly isSeveral: boolean
  /** A tool spoke of moving one. */
  readonly isMove: boolean
}

export const silentTalk: Talk = {
  spoken: {},
  wish: {},
  table: [],
  isOpen: false,
  agreement: undefined,
  why: 'nothing_offered',
  offered: [],
  booked: [],
  isSeveral: false,
  isMove: false,
}

/** The talk after one more exchange; `index` is its place in the call. */
export function continueTalk(talk: Talk, exchange: Exchange, index: number, context: WhenContext): Talk {
  const agent = readAgentTurn(exchange, talk, context)
  const told = { ...afterAgent(afterReplies(talk, agent), agent), spoken: agent.spoken }
  // Later on it is what has just been agreed that is moved.
  const isMove = told.isMove || (told.offered.length === 0 && exchange.answered.some(asksToMove))
  const answered = withWish(afterCaller(told, agent, exchange, index, context), exchange.answered, context)
  const { agreement, spoken } = answered
  // "Elf Uhr, gern": from now on the talk is about that day.
  const day = agreement?.proposal.at.toPlainDate()
  return { ...answered, isMove, spoken: day === undefined ? spoken : { ...spoken, day } }
}

/** "Ich möchte meinen Termin verschieben": what is agreed then is another time for it. */
function asksToMove(said: string): boolean {
  const isOwn = /\b(?:meinen?|unseren?|den|my|our|the) (?:termin|appointment)/iu.test(said)
  return (
    /verschieb|verleg|umbuch|umleg|reschedul/iu.test(said) ||
    (isOwn && /\bmove\b|\bchange\b|(?<!\p{L})änder/iu.test(said))
  )
}

/** What tools did: what is booked is agreed no longer but done, and a new proposal of a tool puts the old one aside. */
function afterReplies(talk: Talk, { replies }: AgentTurn): Talk {
  let next = talk
  for (const reply of replies) {
    const isMove = next.isMove || reply.isMove
    if (reply.isDone) {
      const booked = reply.main === undefined ? next.booked : [...next.booked, reply.main.at]
      next = { ...next, isMove: false, booked, agreement: undefined, table: [], why: 'booked', wish: {} }
      continue
    }
    const offers = [reply.main, ...reply.others].flatMap((one) => one ?? [])
    const { agreement } = next
    const isStill = agreement === undefined || offers.length === 0 || offers.some(({ at }) => isSame(at, agreement))
    next = isStill ? { ...next, isMove } : { ...next, isMove, agreement: undefined, table: [], why: 'taken' }
  }
  return next
}

function isSame(at: Temporal.PlainDateTime, { proposal }: Agreement): boolean {
  return at.equals(proposal.at)
}

/** What the agent put on the table, or took from it. */
function afterAgent(before: Talk, agent: AgentTurn): Talk {
  const talk = withoutGone(before, agent)
  const proposals = agent.proposals.filter(({ at }) => !talk.booked.some((one) => one.equals(at)))
  const isElsewhere = agent.topic === 'elsewhere' || agent.topic === 'cancelling'
  // Whatever was named with it: a yes is one to that question.
  if (isElsewhere && talk.agreement === undefined) return { ...talk, table: [] }
  if (proposals.length > 0 && !isElsewhere) {
    const { agreement } = talk
    const isKept = agreement !== undefined && proposals.some(({ at }) => isSame(at, agreement))
    const offered = proposals.filter(({ isOffered }) => isOffered).map(({ at }) => at)
    return {
      ...talk,
      table: proposals,
      isOpen: false,
      offered: [...talk.offered, ...offered],
      agreement: isKept ? agreement : undefined,
      why: agreement === undefined || isKept ? unlessBooked(talk, 'unanswered') : 'changed',
    }
  }
  const isAskedAgain = agent.sentences.some(({ text, kind }) => kind !== 'aside' && isAsking(text))
  return talk.isOpen && !isAskedAgain && talk.agreement === undefined ? { ...talk, table: [] } : talk
}

function unlessBooked(talk: Talk, why: NotAgreed): NotAgreed {
  return talk.why === 'booked' ? 'booked' : why
}

function withoutGone(talk: Talk, { gone, isSomethingGone }: AgentTurn): Talk {
  const { agreement } = talk
  const isGone = (at: Temporal.PlainDateTime) => gone.some((other) => other.equals(at))
  const table = gone.length === 0 && isSomethingGone ? [] : talk.table.filter(({ at }) => !isGone(at))
  if (agreement === undefined) return { ...talk, table }
  const isLost = isGone(agreement.proposal.at) || (isSomethingGone && gone.length === 0)
  return isLost ? { ...talk, table: [], agreement: undefined, why: 'taken' } : { ...talk, table }
}

/** What the caller answered, sentence by sentence: what comes behind a yes may take it back. */
function afterCaller(
  before: Talk,
  agent: AgentTurn,
  { answered: sentences, entries }: Exchange,
  index: number,
  context: WhenContext,
): Talk {
  let talk = before
  let from = 0
  let topic: Topic = agent.topic
  for (const [at, said] of sentences.entries()) {
    if (talk.agreement === undefined) {
      const answer = sentences.slice(from, at + 1)
      const isAside = answer.some((one, place) => isQuestion(one) && entries[from + place] !== entries[at])
      talk = afterAnswer(talk, { agent, sentences: answer, isAside, exchange: index }, context)
      if (talk.agreement !== undefined) topic = 'nothing'
    } else {
      talk = afterTakingBack(talk, said, topic, agent, context)
      if (talk.agreement === undefined) from = at + 1
    }
  }
  return talk
}

/** What the caller has said to the agent so far in an exchange. */
type Answering = {
  readonly agent: AgentTurn
  readonly sentences: readonly string[]
  readonly isAside: boolean
  readonly exchange: number
}

function afterAnswer(talk: Talk, answering: Answering, context: WhenContext): Talk {
  if (talk.table.length === 0) return talk
  const { agent, sentences, isAside, exchange } = answering
  const answer = answerTo(sentences, { table: talk.table, agent, isAside, today: context.now.toPlainDate() })
  switch (answer.kind) {
    case 'agreed': {
      const { proposal, isChoice } = answer
      return { ...talk, agreement: { proposal, how: isChoice ? 'chosen' : 'confirmed', exchange } }
    }
    case 'all': {
      const [proposal] = talk.table
      if (proposal === undefined || agent.isChoice) return { ...talk, isOpen: true, why: 'unclear' }
      return { ...talk, isSeveral: true, agreement: { proposal, how: 'confirmed', exchange } }
    }
    case 'no':
      return { ...talk, isOpen: true, why: 'declined' }
    case 'change':
      return { ...talk, isOpen: true, why: 'changed' }
    case 'unclear':
      return named(talk, answering) ?? { ...talk, isOpen: true, why: 'unclear' }
  }
}

/** "Ja, das ist frei. Auf welchen Namen?": whoever asked for this very time and gives the name wants it. */
function named(talk: Talk, { agent, sentences, exchange }: Answering): Talk | undefined {
  const [proposal, ...others] = talk.table
  if (proposal === undefined || others.length > 0 || agent.topic !== 'name' || !proposal.isOffered) return undefined
  const isWish = talk.wish.at?.equals(proposal.at) ?? false
  const isNamed = sentences.some((said) => nameAnswered(said) !== null) && sentences.every(isHarmless)
  return isWish && isNamed ? { ...talk, agreement: { proposal, how: 'named', exchange } } : undefined
}

function afterTakingBack(talk: Talk, said: string, topic: Topic, agent: AgentTurn, context: WhenContext): Talk {
  const { agreement } = talk
  if (agreement === undefined) return talk
  const lost = { ...talk, agreement: undefined, table: [], why: 'withdrawn' } as const
  if (topic === 'cancelling') {
    const answer = answerTo([said], {
      table: [agreement.proposal],
      agent: { ...agent, isAsked: true },
      isAside: false,
      today: context.now.toPlainDate(),
    })
    if (answer.kind === 'agreed') return lost
  }
  const taken = takesBack(said, agreement.proposal.at, topic, context)
  if (taken === undefined) return talk
  // Whoever is asked again and hesitates has not taken it back: it is open once more.
  return taken === 'unsure' ? { ...lost, table: [agreement.proposal], isOpen: true, why: 'unclear' } : lost
}

/** What the caller said about when, which an agent's "ja, das ist frei" is about. */
function withWish(talk: Talk, sentences: readonly string[], context: WhenContext): Talk {
  let { spoken } = talk
  let wish: Wish = { ...talk.wish, isFresh: false }
  for (const said of sentences) {
    const mentioned = timesMentioned(said, context, spoken)
    spoken = mentioned.spoken
    const points = mentioned.times.filter((time) => time.kind === 'point')
    const [first] = points
    const last = mentioned.times.at(-1)
    if (first !== undefined)
      wish = points.length === 1 ? { at: first.at, time: first.at.toPlainTime(), isFresh: true } : {}
    else if (last?.kind === 'hour') wish = { time: last.time, isFresh: true }
    else if (last?.kind === 'day')
      wish = { at: wish.time && last.day.toPlainDateTime(wish.time), time: wish.time, isFresh: true }
  }
  return { ...talk, spoken, wish }
}
