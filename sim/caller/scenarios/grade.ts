import { isOpen, type Standing, type Standings } from '../../conversations/judge/records.ts'
import type { CallEvent, PlayedCall } from '../play/event.ts'
import type { Days } from './days.ts'
import type { Records } from './records.ts'
import type { ExpectedAppointment, Scenario } from './scenario.ts'

type ToolEvent = Extract<CallEvent, { kind: 'tool' }>

export type Graded = {
  scenario: Scenario
  days: Days
  call: PlayedCall
  before: Standings
  after: Records
  /** By id. */
  branchNames: ReadonlyMap<string, string>
}

/** What is not as the scenario says, a sentence each; nothing when it passed. Words are not looked at, but for braces. */
export function grade(graded: Graded): readonly string[] {
  return [
    ...gradeCall(graded),
    ...gradeAppointments(graded),
    ...gradeToldOf(graded),
    ...gradeList('task', graded.scenario.expect.tasks, graded.after.tasks),
    ...gradeList('message', graded.scenario.expect.messages, graded.after.messages),
    ...(graded.after.liveHolds > 0 ? [`${graded.after.liveHolds} times are still held after the call`] : []),
  ]
}

function gradeCall({ scenario, call, after }: Graded): readonly string[] {
  const { expect } = scenario
  const events = call.events.filter((event): event is ToolEvent => event.kind === 'tool')
  const used = new Set(events.map(({ tool }) => tool))
  const wrongAnswers = Object.entries(expect.answers).flatMap(([tool, wanted]) => {
    const last = events.findLast((event) => event.tool === tool)
    return last?.status === wanted ? [] : [`${tool} answered "${last?.status ?? 'nothing'}", not "${wanted}"`]
  })
  return [
    ...call.defects.map(({ kind, detail }) => `${kind}: ${detail}`),
    ...call.unruled.map((words) => `no rule for: ${words}`),
    ...(expect.ended === undefined || expect.ended === call.endedBy
      ? []
      : [`ended by ${call.endedBy}, not ${expect.ended}`]),
    ...(expect.result === undefined || expect.result === after.result
      ? []
      : [`the gateway says the call came to "${after.result}", not "${expect.result}"`]),
    ...expect.tools.filter((tool) => !used.has(tool)).map((tool) => `${tool} was not called`),
    ...expect.without.filter((tool) => used.has(tool)).map((tool) => `${tool} was called`),
    ...wrongAnswers,
  ]
}

/** Appointments that are new, or other ones than before. */
function gradeAppointments({ scenario, days, before, after, branchNames }: Graded): readonly string[] {
  const changed = [...after.appointments.values()].filter((one) => isChanged(before.get(one.id), one))
  const left = [...changed]
  const missing = scenario.expect.appointments.flatMap((wanted) => {
    const index = left.findIndex((one) => fits(wanted, one, { was: before.get(one.id), days, branchNames }))
    if (index >= 0) left.splice(index, 1)
    return index >= 0 ? [] : [`there is no appointment like ${JSON.stringify(wanted)}`]
  })
  return [...missing, ...left.map((one) => `nobody asked for: ${tell(one)}`)]
}

function isChanged(was: Standing | undefined, is: Standing): boolean {
  return was === undefined || was.state !== is.state || !was.start.equals(is.start) || was.service !== is.service
}

function fits(
  wanted: ExpectedAppointment,
  is: Standing,
  known: { was: Standing | undefined; days: Days; branchNames: ReadonlyMap<string, string> },
): boolean {
  const { was, days, branchNames } = known
  const at = (text: string, start: Temporal.PlainDateTime | undefined) =>
    start !== undefined && days.at(text).equals(start)
  const checks = [
    wanted.state === is.state,
    wanted.service === undefined || wanted.service === is.service,
    wanted.at === undefined || at(wanted.at, is.start),
    wanted.not_at === undefined || !at(wanted.not_at, is.start),
    wanted.from === undefined ? was === undefined || was.start.equals(is.start) : at(wanted.from, was?.start),
    wanted.staff === undefined || wanted.staff === `${is.firstName} ${is.lastName}`,
    wanted.branch === undefined || wanted.branch === branchNames.get(is.branchId),
    wanted.attendee === undefined || wanted.attendee === is.attendee,
  ]
  return checks.every(Boolean)
}

const TOLD_STATES: Readonly<Record<string, readonly string[]>> = {
  booked: ['confirmed'],
  already_booked: ['confirmed'],
  moved: ['confirmed'],
  cancelled: ['cancelled'],
  pending_approval: ['pending_approval'],
}

/** What a caller was told is done must be so when the call is over, unless something later in it changed that. */
function gradeToldOf({ call, after }: Graded): readonly string[] {
  const lastById = new Map<string, ToolEvent>()
  for (const event of call.events) {
    if (event.kind !== 'tool' || TOLD_STATES[event.status] === undefined) continue
    const id = event.reply['appointment_id']
    if (typeof id === 'string') lastById.set(id, event)
  }
  return [...lastById].flatMap(([id, { status, reply }]) => {
    const is = after.appointments.get(id)
    if (is === undefined) return [`told "${status}" of an appointment that is not there`]
    const told = `${String(reply['date'])} ${String(reply['time'])}`
    const isTrue = TOLD_STATES[status]?.includes(is.state) === true && told === figuresOf(is.start)
    return isTrue ? [] : [`told "${status}" at ${told}, but it is ${tell(is)}`]
  })
}

function figuresOf(start: Temporal.PlainDateTime): string {
  const [day, month, hour, minute] = [start.day, start.month, start.hour, start.minute].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${day}.${month}.${start.year} ${hour}:${minute}`
}

function gradeList(what: string, wanted: readonly string[] | undefined, found: readonly string[]): readonly string[] {
  if (wanted === undefined) return []
  const [expected, is] = [wanted.toSorted().join(', '), found.toSorted().join(', ')]
  return expected === is ? [] : [`${what}s: ${is || 'none'}, not ${expected || 'none'}`]
}

function tell(one: Standing): string {
  const state = isOpen(one) ? one.state : `(${one.state})`
  return `${one.service} on ${figuresOf(one.start)} with ${one.firstName} ${one.lastName} for ${one.attendee}, ${state}`
}
