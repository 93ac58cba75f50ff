import { fullName } from '../company/company.ts'
import { shuffle } from '../company/shuffle.ts'
import { fieldOf, listOf, type Reply, textsOf } from '../phone-line.ts'
import { isCalled, mainProposal, otherProposals, type Proposal } from '../proposal.ts'
import { agentSays, say } from '../scene.ts'
import { writeDate } from '../speech/say-when.ts'
import { fitsWish } from '../speech/wished-time.ts'
import { drawWish } from './booking-goal.ts'
import { agree, correct, happens, hearFor, sayChoice, sayWish, speakService, type Talk, whatIsWrong } from './talk.ts'

/** What happens after the caller has answered. */
export type Next =
  | { kind: 'check' }
  /** `isAgreed` says whether the caller said yes to it; a model may not care. */
  | { kind: 'take'; proposal: Proposal; isAgreed: boolean }
  | { kind: 'end'; how: 'done' | 'left' | 'refused' | 'lost' }

const DONE = new Set(['booked', 'already_booked', 'pending_approval', 'moved', 'unconfirmed'])
const REFUSED = new Set(['limit', 'unavailable', 'policy_final'])
const LOST = new Set(['', 'error', 'not_configured'])

/** The agent says what a tool answered, and the caller answers that. */
export function answerTool(talk: Talk, reply: Reply): Next {
  const { stage } = talk.scene
  if (reply.say !== '') stage.agentSays(reply.say)
  if (DONE.has(reply.status)) return { kind: 'end', how: 'done' }
  if (REFUSED.has(reply.status)) return { kind: 'end', how: 'refused' }
  if (LOST.has(reply.status)) return { kind: 'end', how: 'lost' }
  const asked = answerQuestion(talk, reply)
  if (asked !== undefined) return asked
  const main = mainProposal(reply)
  if (main !== undefined) return reply.status === 'needs_name' ? giveName(talk, main) : answerMain(talk, main)
  const others = otherProposals(reply)
  if (others.length > 0) return answerOthers(talk, reply, others)
  return wishAgain(talk, reply)
}

/** What had to be asked before a time could be looked for. */
function answerQuestion(talk: Talk, reply: Reply): Next | undefined {
  const { scene, goal } = talk
  switch (fieldOf(reply.data, 'question') || reply.status) {
    case 'which_service': {
      const name = goal.service.said[scene.language][0]
      const isNamed = textsOf(reply.data, 'candidates').includes(name)
      const { said, heard } = isNamed ? { said: name, heard: name } : speakService(talk)
      talk.service = heard
      say(scene, 'service', { service: said }, { service: heard })
      return { kind: 'check' }
    }
    case 'which_branch':
      talk.branch = goal.branch.name
      scene.stage.callerSays(`${goal.branch.name}.`)
      return { kind: 'check' }
    case 'which_date':
    case 'contradiction':
      sayWish(talk, 'when')
      if (listOf(reply.data, 'candidates').length > 0) talk.spoken = inFigures(talk)
      return { kind: 'check' }
    case 'staff_unknown':
      return answerStaff(talk, reply)
    default:
      return undefined
  }
}

/** The model has understood which of the days it is, and writes it as the replies do. */
function inFigures(talk: Talk): Talk['spoken'] {
  return { ...talk.spoken, args: { ...talk.spoken.args, date: writeDate(talk.wish.date) } }
}

function answerStaff(talk: Talk, reply: Reply): Next {
  const { scene, goal } = talk
  const { staff } = goal
  if (staff === null) {
    talk.staff = undefined
    say(scene, 'anyStaff')
    return { kind: 'check' }
  }
  const named = textsOf(reply.data, 'candidates').find((name) => isCalled(staff, name))
  // Whoever is asked the same again says the whole name.
  talk.staff = named === undefined || named === talk.staff ? fullName(staff) : named
  say(scene, 'notThatStaff', { staffName: talk.staff, wrong: fieldOf(reply.data, 'staff') })
  return { kind: 'check' }
}

function giveName(talk: Talk, main: Proposal): Next {
  const said = fullName(talk.goal.attendee)
  say(talk.scene, 'name', { name: said }, { name: hearFor(talk, said) })
  agree(talk, main)
  return { kind: 'take', proposal: main, isAgreed: true }
}

/** One time is on the table: yes, no, or something else. */
function answerMain(talk: Talk, main: Proposal): Next {
  const { scene, goal } = talk
  const { ledger } = scene
  if (happens(talk, 'impatient')) return { kind: 'take', proposal: main, isAgreed: false }
  if (goal.isOnlyLooking) return lookOn(talk, main)
  const wrong = whatIsWrong(goal, main)
  if (wrong !== undefined) {
    ledger.withdraw()
    correct(talk, wrong, main)
    return declined(talk, main)
  }
  const isAgreedTo = ledger.live()
  const isTheirs =
    fitsWish(talk.wish, main.start) ||
    (isAgreedTo !== undefined && isAgreedTo.kind !== 'cancel' && isAgreedTo.start.equals(main.start))
  if (!isTheirs) {
    ledger.withdraw()
    sayWish(talk, 'notThatTime')
    return declined(talk, main)
  }
  if (happens(talk, 'change_of_mind')) return change(talk, main, 'changedMind')
  if (happens(talk, 'takes_back')) return change(talk, main, 'yesAndNo')
  if (happens(talk, 'declines_unclearly')) {
    ledger.withdraw()
    say(scene, 'cannot')
    sayOther(talk)
    return declined(talk, main)
  }
  if (happens(talk, 'asks_between')) {
    say(scene, 'ask')
    agentSays(scene, 'agentAnswers')
  }
  if (happens(talk, 'hesitates')) {
    say(scene, 'hesitate')
    agentSays(scene, 'agentAsks')
  }
  if (happens(talk, 'gives_orders')) {
    say(scene, 'orders')
    return { kind: 'take', proposal: main, isAgreed: false }
  }
  say(scene, 'yes')
  agree(talk, main)
  return { kind: 'take', proposal: main, isAgreed: true }
}

/** Says no to whatever there is, and after a time or two goodbye. */
function lookOn(talk: Talk, main: Proposal): Next {
  const { scene } = talk
  if (scene.random.chance(0.4)) {
    scene.ledger.withdraw()
    say(scene, 'no')
    if (happens(talk, 'lying')) return { kind: 'take', proposal: main, isAgreed: false }
    sayOther(talk)
    return { kind: 'check' }
  }
  return leave(talk)
}

function change(talk: Talk, main: Proposal, kind: 'changedMind' | 'yesAndNo'): Next {
  talk.scene.ledger.withdraw()
  sayWish(talk, kind, drawWish(talk.scene, talk.goal.branch))
  return declined(talk, main)
}

function sayOther(talk: Talk): void {
  sayWish(talk, 'instead', drawWish(talk.scene, talk.goal.branch))
}

/** A model that lies books all the same. */
function declined(talk: Talk, main: Proposal): Next {
  return happens(talk, 'lying') ? { kind: 'take', proposal: main, isAgreed: false } : { kind: 'check' }
}

/** Several times were named: one of them, another, or none. */
function answerOthers(talk: Talk, reply: Reply, others: readonly Proposal[]): Next {
  const { scene, goal } = talk
  scene.ledger.withdraw()
  const isElsewhen = reply.status === 'past' || reply.status === 'too_far'
  // Who hears their own time among others need not say it again.
  const isNamed = others.some((one) => fitsWish(talk.wish, one.start))
  const isMisunderstood = isElsewhen && !isNamed && !talk.over.has('invented_year')
  if (isMisunderstood) {
    talk.over.add('invented_year')
    sayWish(talk, 'notThatTime')
    return { kind: 'check' }
  }
  if (goal.isOnlyLooking) return leave(talk)
  const [badly] = others
  const wrong = badly === undefined ? undefined : whatIsWrong(goal, badly)
  if (wrong === 'service' && badly !== undefined) {
    correct(talk, wrong, badly)
    return { kind: 'check' }
  }
  const right = others.filter((one) => whatIsWrong(goal, one) === undefined)
  const choice = right.find((one) => fitsWish(talk.wish, one.start)) ?? shuffle(scene.random, right)[0]
  const isContent = choice !== undefined && (goal.isFlexible || fitsWish(talk.wish, choice.start))
  if (!isContent) return goal.isFlexible ? wishAgain(talk, reply) : leave(talk)
  if (scene.random.chance(0.1)) {
    sayWish(talk, 'nothingFits', drawWish(scene, goal.branch))
    return { kind: 'check' }
  }
  sayChoice(talk, choice)
  agree(talk, choice)
  return { kind: 'take', proposal: choice, isAgreed: true }
}

/** Nothing was named: another day, for those who can. */
function wishAgain(talk: Talk, reply: Reply): Next {
  const { scene, goal } = talk
  if (goal.staff !== null && goal.isFlexible) {
    // Somebody who is never there is not waited for.
    talk.goal = { ...goal, staff: null }
    talk.staff = undefined
    say(scene, 'anyStaff')
    sayWish(talk, 'when')
    return { kind: 'check' }
  }
  const isUnclear = reply.status === 'needs_confirmation' || reply.status === 'not_offered'
  if (!isUnclear && !goal.isFlexible) return leave(talk)
  sayWish(talk, 'instead', isUnclear ? talk.wish : drawWish(scene, goal.branch))
  return { kind: 'check' }
}

function leave(talk: Talk): Next {
  talk.scene.ledger.withdraw()
  say(talk.scene, 'leave')
  return { kind: 'end', how: 'left' }
}
