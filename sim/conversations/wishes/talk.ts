import { fullName } from '../company/company.ts'
import { ANY_NAME } from '../judge/judge.ts'
import type { Proposal } from '../proposal.ts'
import { isCalled } from '../proposal.ts'
import { hearName, type Scene, say, today } from '../scene.ts'
import { mishear } from '../speech/mishear.ts'
import { sayClock, weekdayWord } from '../speech/say-when.ts'
import { type SpokenWish, speakWish, type WishedTime } from '../speech/wished-time.ts'
import type { Trouble } from '../troubles.ts'
import type { BookingGoal } from './booking-goal.ts'

/** A talk about a time: what the caller still wants, and what the model has understood so far. */
export type Talk = {
  readonly scene: Scene
  goal: BookingGoal
  wish: WishedTime
  spoken: SpokenWish
  /** Said once before: from then on nothing is heard wrongly any more. */
  hasSpoken: boolean
  /** As the model passes them on. */
  service: string
  staff: string | undefined
  branch: string | undefined
  name: string | undefined
  /** Every name the model has heard for whom it is. */
  readonly names: Set<string>
  /** Troubles that happened already; most of them once are enough. */
  readonly over: Set<Trouble>
  /** Bookings so far under the day first asked for. */
  firstDates: number
  /** What the model sent when it booked last. */
  booked: Readonly<Record<string, unknown>>
}

export function openTalk(scene: Scene, goal: BookingGoal): Talk {
  return {
    scene,
    goal,
    wish: goal.wish,
    spoken: { said: '', heard: '', args: {} },
    hasSpoken: false,
    service: '',
    staff: undefined,
    branch: undefined,
    name: undefined,
    names: new Set(),
    over: new Set(),
    firstDates: 0,
    booked: {},
  }
}

/** Names the model has passed on for this person before. */
export function hearFor(talk: Talk, name: string): string {
  talk.name = hearName(talk.scene, name)
  talk.names.add(talk.name)
  return talk.name
}

/** True the first time a trouble of this call is asked for. */
export function happens(talk: Talk, trouble: Trouble): boolean {
  if (!talk.scene.troubles.has(trouble) || talk.over.has(trouble)) return false
  talk.over.add(trouble)
  return true
}

/** Puts the wish into words, which may be heard wrongly the first time. */
export function speak(talk: Talk, wish: WishedTime = talk.wish): SpokenWish {
  const { random, language, troubles } = talk.scene
  const context = { random, language, today: today(talk.scene), has: (one: Trouble) => troubles.has(one) }
  talk.wish = wish
  talk.spoken = speakWish(context, wish, !talk.hasSpoken)
  talk.hasSpoken = true
  return talk.spoken
}

/** The words of a service a caller uses, and what is heard of them. */
export function speakService(talk: Talk): { said: string; heard: string } {
  const { scene, goal } = talk
  const said = scene.random.chance(0.6)
    ? goal.service.said[scene.language][0]
    : scene.random.pick(goal.service.said[scene.language])
  const heard = happens(talk, 'misheard_service') ? mishear(scene.random, said) : said
  talk.service = heard
  return { said, heard }
}

/** The person asked for, as said and as heard. */
export function speakStaff(talk: Talk): { said: string; heard: string } | undefined {
  const { staff } = talk.goal
  if (staff === null) return undefined
  const said = talk.scene.random.chance(0.7) ? fullName(staff) : `${staff.title} ${staff.lastName}`.trim()
  const heard = hearName(talk.scene, said)
  talk.staff = heard
  return { said, heard }
}

/** Says when, in the way of the moment. */
export function sayWish(
  talk: Talk,
  kind: 'when' | 'instead' | 'changedMind' | 'yesAndNo' | 'notThatTime' | 'nothingFits',
  wish?: WishedTime,
): void {
  const { said, heard } = speak(talk, wish)
  say(talk.scene, kind, { when: said }, { when: heard })
}

/** Chooses one of several times by its day and time. */
export function sayChoice(talk: Talk, choice: Proposal): void {
  const { random, language } = talk.scene
  const time = sayClock(random, language, choice.start.toPlainTime())
  say(talk.scene, 'take', { weekday: weekdayWord(choice.start.toPlainDate(), language), time })
}

/** What of a proposal is not what the caller came for, as far as they could hear it. */
export function whatIsWrong(goal: BookingGoal, proposal: Proposal): 'service' | 'staff' | undefined {
  const { service, staff } = goal
  if (proposal.heardService && proposal.service !== service.name && proposal.service !== service.nameEn)
    return 'service'
  if (staff !== null && proposal.heardStaff && !isCalled(staff, proposal.staff)) return 'staff'
  return undefined
}

/** Puts right what was understood wrongly; the model takes the words of the house from then on. */
export function correct(talk: Talk, what: 'service' | 'staff', wrong: Proposal): void {
  const { scene, goal } = talk
  if (what === 'service') {
    const name = goal.service.said[scene.language][0]
    say(scene, 'notThatService', { service: name, wrong: wrong.service })
    talk.service = name
    return
  }
  const staffName = goal.staff === null ? '' : fullName(goal.staff)
  say(scene, 'notThatStaff', { staffName, wrong: wrong.staff })
  talk.staff = staffName
}

/** What the caller now agrees to, as they understand it. */
export function agree(talk: Talk, proposal: Proposal): void {
  const { scene, goal } = talk
  const attendee = fullName(goal.attendee)
  const { regular } = scene.caller
  if (goal.moves !== undefined) {
    scene.ledger.agree({ kind: 'move', appointmentId: goal.moves.id, start: proposal.start })
    return
  }
  scene.ledger.agree({
    kind: 'book',
    service: goal.service.name,
    start: proposal.start,
    staff: goal.staff === null ? '' : fullName(goal.staff),
    branchId: goal.branch.id,
    attendees: [
      scene.troubles.has('odd_name') ? ANY_NAME : attendee,
      ...talk.names,
      regular === null ? '' : fullName(regular),
    ].filter((name) => name !== ''),
  })
}
