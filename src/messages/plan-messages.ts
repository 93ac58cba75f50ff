import type { House } from '../openings/house.ts'
import type { Language } from '../speech/language.ts'
import type { Service } from './accounts.ts'
import type { Channel, CustomerKind, DeskKind } from './message.ts'
import type { NewMessage } from './new-message.ts'
import type { Addressee, NoticedTask, Occasion } from './occasions.ts'
import { afterQuietHours } from './quiet-hours.ts'
import type { MessageSettings } from './settings.ts'
import { whyNoText } from './text-number.ts'
import { type AppointmentChange, isAwaited, kindToTell } from './what-follows.ts'

/** What messages are planned with. */
export type Planning = {
  readonly house: House
  readonly settings: MessageSettings
  readonly services: ReadonlySet<Service>
  readonly now: Temporal.Instant
}

type AppointmentOccasion = Extract<Occasion, { what: 'appointment' }>
type TaskOccasion = Extract<Occasion, { what: 'task' }>

/** A notice older than this is no news. */
const NOTICE_HOURS = 24

/** The messages that follow a change of an appointment: a text and a mail, as far as there are a number and an address. */
export function planForAppointment(
  planning: Planning,
  occasion: AppointmentOccasion,
  addressee: Addressee,
): readonly NewMessage[] {
  const kind = kindToTell(occasion, addressee)
  const { now, house, settings } = planning
  // What has begun needs no message any more: whoever it concerns is there, or not.
  if (kind === null || Temporal.Instant.compare(addressee.startsAt, now) <= 0) return []
  const isWaitedFor = wasAskedFor(occasion, addressee.changedBy.get(occasion.version) ?? '')
  return toCustomer(planning, {
    kind,
    subject: { appointmentId: addressee.appointmentId, taskId: null },
    whose: addressee,
    changeKey: `appointment ${addressee.appointmentId} ${occasion.version}`,
    aboutTime: null,
    notBefore: isWaitedFor ? now : afterQuietHours(now, settings, house.company.zone),
    sendBefore: addressee.startsAt,
    isAwaited: isAwaited(kind, occasion),
  })
}

/** Did the customer ask for this just now, on the phone or by text? Then it may go out at any hour. */
function wasAskedFor({ fromState, wasUnknown }: AppointmentChange, who: string): boolean {
  if (who.startsWith('call ') || who === 'text reply') return true
  const wasUnderWay = fromState === 'booking' || fromState === 'moving' || fromState === 'cancelling'
  return who === 'calendar' && wasUnderWay && !wasUnknown
}

/** A reminder of an appointment, for when its time has come. */
export function planReminder(planning: Planning, addressee: Addressee): readonly NewMessage[] {
  const { now, house, settings } = planning
  const { appointmentId, startsAt } = addressee
  return toCustomer(planning, {
    kind: 'reminder',
    subject: { appointmentId, taskId: null },
    whose: addressee,
    changeKey: `reminder ${appointmentId} ${startsAt.epochMilliseconds}`,
    aboutTime: startsAt,
    notBefore: afterQuietHours(now, settings, house.company.zone),
    sendBefore: startsAt,
    isAwaited: false,
  })
}

type ToCustomer = {
  kind: CustomerKind
  subject: Pick<NewMessage, 'appointmentId' | 'taskId'>
  whose: {
    readonly phone: string | null
    readonly email: string | null
    readonly language: Language | null
    readonly customerId: string | null
    readonly callId: string | null
  }
  changeKey: string
  aboutTime: Temporal.Instant | null
  notBefore: Temporal.Instant
  sendBefore: Temporal.Instant
  isAwaited: boolean
}

function toCustomer({ house, settings }: Planning, to: ToCustomer): readonly NewMessage[] {
  const { kind, whose } = to
  const by = (channel: Channel, recipient: string, suppressed: string | null): NewMessage => ({
    kind,
    channel,
    recipient,
    language: whose.language ?? house.company.languages[0] ?? 'de',
    ...to.subject,
    customerId: whose.customerId,
    callId: whose.callId,
    changeKey: `${to.changeKey} ${channel}`,
    aboutTime: to.aboutTime,
    notBefore: to.notBefore,
    sendBefore: to.sendBefore,
    suppressed,
    isAwaited: to.isAwaited,
    isDeskTold: false,
  })
  const texts = whose.phone === null || settings.noTextKinds.includes(kind) ? [] : [whose.phone]
  return [
    ...texts.map((phone) => by('sms', phone, whyNoText(phone, settings))),
    ...(whose.email === null ? [] : [by('email', whose.email, null)]),
  ]
}

/** The notices that follow a task of the front desk, and what its customer is promised. */
export function planForTask(planning: Planning, occasion: TaskOccasion, task: NoticedTask): readonly NewMessage[] {
  const { settings, house, now } = planning
  const kind = deskKind(occasion)
  const desk = kind === null ? [] : deskRecipients(planning, kind)
  const changeKey = `task ${task.id} ${occasion.toState}`
  const notices = desk.map(([channel, recipient]): NewMessage => ({
    kind: kind ?? 'desk_task',
    channel,
    recipient,
    language: house.company.languages[0] ?? 'de',
    appointmentId: null,
    taskId: task.id,
    customerId: null,
    callId: null,
    changeKey: `${changeKey} ${channel}`,
    aboutTime: null,
    notBefore: now,
    sendBefore: now.add({ hours: NOTICE_HOURS }),
    suppressed: null,
    isAwaited: false,
    isDeskTold: false,
  }))
  if (occasion.fromState !== null || task.kind !== 'callback') return notices
  const promise: ToCustomer = {
    kind: 'callback_promised',
    subject: { appointmentId: null, taskId: task.id },
    whose: task,
    changeKey: `${changeKey} promise`,
    aboutTime: null,
    notBefore: afterQuietHours(now, settings, house.company.zone),
    sendBefore: task.dueAt,
    isAwaited: false,
  }
  return [...notices, ...(Temporal.Instant.compare(task.dueAt, now) > 0 ? toCustomer(planning, promise) : [])]
}

function deskKind({ fromState, toState }: TaskOccasion): DeskKind | null {
  if (fromState === null) return 'desk_task'
  if (toState === 'escalated') return 'desk_overdue'
  return fromState === 'escalated' && toState !== 'open' ? 'desk_resolved' : null
}

/** New tasks by mail and Slack; what is overdue pages somebody too; that it is done only ends the page. */
function deskRecipients({ settings, services }: Planning, kind: DeskKind): readonly (readonly [Channel, string])[] {
  const page = services.has('pagerduty') ? ([['pagerduty', 'pagerduty']] as const) : []
  if (kind === 'desk_resolved') return page
  return [
    ...(settings.deskEmail === null ? [] : ([['email', settings.deskEmail]] as const)),
    ...(services.has('slack') ? ([['slack', 'slack']] as const) : []),
    ...(kind === 'desk_overdue' ? page : []),
  ]
}
