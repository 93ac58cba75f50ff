import { parseArgs } from 'node:util'

import { customerKinds } from '../messages/message.ts'
import { changeSettings, type MessageSettings } from '../messages/settings.ts'
import { type Io, UsageError } from './command.ts'
import { forCompany } from './messages-company.ts'
import { table } from './table.ts'

type Writable = { -readonly [Key in keyof MessageSettings]?: MessageSettings[Key] }

/** Shows a company's settings, changed by what is said. */
export async function settings(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      company: { type: 'string' },
      'texts-per-day': { type: 'string' },
      countries: { type: 'string' },
      quiet: { type: 'string' },
      'reminder-hours': { type: 'string' },
      'desk-email': { type: 'string' },
      'no-texts': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const changed: Writable = {}
  const given = (option: Exclude<keyof typeof values, 'json'>, read: (text: string) => void) => {
    const text = values[option]
    if (text !== undefined) read(text)
  }
  given('texts-per-day', (text) => (changed.textsPerDay = numberOf('--texts-per-day', text, 0, 100_000)))
  given('countries', (text) => (changed.countryCodes = codesOf(text)))
  given('quiet', (text) => Object.assign(changed, quietOf(text)))
  given('reminder-hours', (text) => {
    changed.reminderHours = text === 'off' ? null : numberOf('--reminder-hours', text, 3, 168)
  })
  given('desk-email', (text) => (changed.deskEmail = text === 'off' ? null : mailboxOf(text)))
  given('no-texts', (text) => (changed.noTextKinds = kindsOf(text)))
  const now = await forCompany(io, values.company, (tx, _context, companyId) => changeSettings(tx, companyId, changed))
  if (values.json) io.out(JSON.stringify(now))
  else for (const line of tell(now)) io.out(line)
  return 0
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${option} is a number from ${least} to ${most}, not "${text}"`)
  }
  return value
}

function codesOf(text: string): string[] {
  const codes = text.split(',').map((code) => code.trim())
  const wrong = codes.find((code) => !/^\+[1-9]\d{0,3}$/.test(code))
  if (wrong !== undefined) throw new UsageError(`--countries are codes like +49,+43, not "${wrong}"`)
  return codes
}

function quietOf(text: string): Pick<MessageSettings, 'quietFromMinute' | 'quietUntilMinute'> {
  const [, fromHour, fromMinute, untilHour, untilMinute] = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) ?? []
  const from = Number(fromHour) * 60 + Number(fromMinute)
  const until = Number(untilHour) * 60 + Number(untilMinute)
  if (!isTime(from) || !isTime(until)) throw new UsageError(`--quiet is a time of day like 21:00-08:00, not "${text}"`)
  return { quietFromMinute: from, quietUntilMinute: until }
}

function isTime(minute: number): boolean {
  return minute >= 0 && minute < 1_440
}

function mailboxOf(text: string): string {
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) throw new UsageError('--desk-email is an e-mail address, or off')
  return text
}

function kindsOf(text: string): string[] {
  const kinds = text
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '')
  const wrong = kinds.find((kind) => !customerKinds.some((known) => known === kind))
  if (wrong !== undefined) throw new UsageError(`--no-texts are kinds of messages, not "${wrong}"`)
  return kinds
}

function at(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function tell(settings: MessageSettings): string[] {
  return table([
    ['Texts a day, at most', String(settings.textsPerDay)],
    ['Countries texts go to', settings.countryCodes.join(', ')],
    ['Nobody is written to unasked', `${at(settings.quietFromMinute)} to ${at(settings.quietUntilMinute)}`],
    ['Reminder', settings.reminderHours === null ? 'none' : `${settings.reminderHours} hours before`],
    ['Front desk', settings.deskEmail ?? 'no address'],
    ['Not sent as texts', settings.noTextKinds.join(', ') || 'everything is'],
  ])
}
