import { fullName } from '../company/company.ts'
import type { Agreement, Change, Ledger, Told } from '../ledger.ts'
import { fieldOf } from '../phone-line.ts'
import type { Caller } from '../scene.ts'
import { writeDate, writeTime } from '../speech/say-when.ts'
import { appointmentIdsIn, type Stage } from '../stage.ts'
import type { Finding, Rule } from './finding.ts'
import { isOpen, type Standing, type Standings } from './records.ts'
import { missingTime } from './said-time.ts'

/** One caller's side of a conversation. */
export type Side = { stage: Stage; ledger: Ledger; caller: Caller }

/** The database before and after a conversation, and what everybody who took part wanted and was told. */
export type Case = { before: Standings; after: Standings; sides: readonly Side[] }

/** What the conversation did that nobody wanted, and what was told that is not so. Nothing found is an empty list. */
export function judge(of: Case): readonly Finding[] {
  return [...judgeEffects(of), ...of.sides.flatMap((side) => [...judgeTold(of, side), ...judgeReplies(of, side)])]
}

/** Every difference between before and after must be something somebody agreed to, once. */
function judgeEffects({ before, after, sides }: Case): readonly Finding[] {
  const left = sides.flatMap((side) => side.ledger.permitted().map((wish) => ({ wish, side })))
  const take = (fits: (wish: Agreement | Change, side: Side) => boolean) => {
    const index = left.findIndex((one) => fits(one.wish, one.side))
    return index >= 0 && left.splice(index, 1).length > 0
  }
  const findings: Finding[] = []
  const note = (rule: Rule, standing: Standing) => findings.push({ rule, detail: tell(standing) })
  for (const standing of after.values()) {
    const was = before.get(standing.id)
    if (was === undefined) {
      const isAgreed = take((wish, side) => wish.kind === 'book' && isBooked(wish, standing, side.caller))
      if (!isAgreed) note(standing.confirmedBy === 'agent' ? 'vouched_booked' : 'unasked_booked', standing)
      else if (!sides.some((side) => isKnown(side, standing))) note('untold', standing)
      continue
    }
    const isOnes = sides.some(({ caller }) => caller.regular !== null && was.number === caller.number)
    if (hasMoved(was, standing)) {
      const isAgreed = take(
        (wish) => wish.kind === 'move' && wish.appointmentId === was.id && wish.start.equals(standing.start),
      )
      if (!isAgreed) note(isOnes ? 'unasked_moved' : 'stranger_changed', standing)
    }
    if (isOpen(was) && !isOpen(standing)) {
      const isAgreed = take((wish) => wish.kind === 'cancel' && wish.appointmentId === was.id)
      if (!isAgreed) note(isOnes ? 'unasked_cancelled' : 'stranger_changed', standing)
    }
  }
  return findings
}

/** The caller heard of it, or could not any more because the line was cut. */
function isKnown(side: Side, standing: Standing): boolean {
  const last = side.stage.moments().findLast((one) => one.kind === 'tool')
  const isCut = last !== undefined && appointmentIdsIn(last.reply).includes(standing.id)
  return isCut || side.ledger.told().some((one) => one.appointmentId === standing.id)
}

function hasMoved(was: Standing, is: Standing): boolean {
  return !was.start.equals(is.start) || was.branchId !== is.branchId || was.service !== is.service
}

/** Whether an appointment is what was agreed to. */
export function isBooked(wish: Agreement, standing: Standing, caller: Caller): boolean {
  return (
    standing.start.equals(wish.start) &&
    (wish.service === standing.service || wish.service === standing.serviceEn) &&
    (wish.staff === '' || wish.staff === fullName(standing)) &&
    wish.branchId === standing.branchId &&
    wish.attendees.some((name) => name === ANY_NAME || isName(name, standing.attendee)) &&
    (caller.shownNumber !== caller.number || standing.number === caller.number)
  )
}

/** A name no register would hold: however it is written down, it is theirs. */
export const ANY_NAME = '*'

/** As it was said, apart from blanks and titles the agent may have put before it. */
function isName(said: string, written: string): boolean {
  return fold(written) === fold(said)
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** What was told last of each appointment must be so. */
function judgeTold({ after }: Case, { ledger }: Side): readonly Finding[] {
  const last = new Map<string, Told>()
  for (const told of ledger.told()) last.set(told.appointmentId, told)
  return [...last.values()].flatMap((told) => {
    const standing = after.get(told.appointmentId)
    const rule = wrongTold(told, standing)
    if (rule === undefined) return []
    const is = standing === undefined ? 'there is none' : tell(standing)
    return [{ rule, detail: `told ${told.kind} ${told.date} ${told.time} ${told.appointmentId}: ${is}` }]
  })
}

function wrongTold(told: Told, standing: Standing | undefined): Rule | undefined {
  const rule = told.kind === 'pending_approval' ? 'false_booked' : (`false_${told.kind}` as const)
  if (standing === undefined) return rule
  if (told.kind === 'cancelled') return isOpen(standing) ? rule : undefined
  if (!isOpen(standing) || !isAt(standing, told)) return rule
  const isOnlyAsked = standing.state === 'pending_approval' || standing.state === 'unknown'
  return told.kind === 'booked' && isOnlyAsked ? rule : undefined
}

function isAt({ start }: Standing, { date, time }: Told): boolean {
  return writeDate(start.toPlainDate()) === date && writeTime(start.toPlainTime()) === time
}

function judgeReplies(of: Case, side: Side): readonly Finding[] {
  const findings: Finding[] = []
  for (const { tool, reply } of side.stage.replies()) {
    const note = (rule: Rule, detail: string) => findings.push({ rule, detail: `${tool}: ${detail}` })
    if (reply.statusCode !== 200 || reply.status === 'error' || reply.status === '') {
      note('fault', `${reply.statusCode} ${reply.text.slice(0, 200)}`)
      continue
    }
    const why = whyUnspeakable(reply.text, reply.say)
    if (why !== undefined) note('unspeakable', `${why}: ${reply.say}`)
    const missing = missingTime(reply)
    if (missing !== undefined) note('said_otherwise', `${missing} is not in: ${reply.say}`)
    for (const id of appointmentIdsIn(reply)) {
      if (!mayHear(of, side, id)) note('told_to_stranger', `${reply.status} ${id} ${fieldOf(reply.data, 'date')}`)
    }
  }
  return findings
}

/** Their own, or one that came of this call. */
function mayHear({ before, after, sides }: Case, { caller, ledger }: Side, id: string): boolean {
  const standing = before.get(id)
  if (standing !== undefined) return caller.regular !== null && standing.number === caller.regular.number
  const made = after.get(id)
  return made === undefined || sides.length === 1 || made.number === caller.number || ledger.permitted().length > 0
}

const LONGEST_REPLY = 1_500

function whyUnspeakable(text: string, say: string): string | undefined {
  if (text.length > LONGEST_REPLY) return `${text.length} characters`
  if (say.trim() === '') return 'nothing to say'
  if (/[[\]{}<>|_*#]/.test(say)) return 'signs nobody can say'
  if (/\d{4}-\d\d|\d\d:\d\d|[0-9a-f]{8}-/.test(say)) return 'a date, a time or an id in figures'
  return undefined
}

function tell(standing: Standing): string {
  const { id, attendee, service, start, state, number } = standing
  return `${id} ${attendee} ${service} with ${fullName(standing)} ${writeDate(start.toPlainDate())} ${writeTime(start.toPlainTime())} ${state} ${number}`
}
