import type { Branch, Company } from '../../companies/company.ts'
import { closedReason, openIntervals } from '../../companies/opening-hours.ts'
import type { CustomerCheck } from '../../customers/check-customer.ts'
import type { Language } from '../../speech/language.ts'
import { sayTime, weekdayName } from '../../speech/say-when.ts'
import { dayFields } from '../answers/opening-data.ts'
import { branchName, inLanguage, sentence, sentences, speakable, type Speaking } from '../answers/speaking.ts'

/**
 * What the agent knows before it says its first word: variables of the flow. All of them are texts and always there, as one
 * that is missing is read aloud as its name.
 */
export type GreetingVariables = Readonly<Record<(typeof GREETING_VARIABLES)[number], string>>

export const GREETING_VARIABLES = [
  /** The whole first sentence, with the notice that a machine speaks. */
  'greeting',
  'customer_known',
  /** '' until the number has proven itself. */
  'first_name',
  'company',
  /** The branch that was called; '' when it stands for all. */
  'branch',
  'language',
  'today',
  'now',
  'weekday',
  'zone',
  'is_open',
  /** A sentence for somebody who calls while nobody is there; '' when somebody is. */
  'closed_notice',
] as const

/** The variables for somebody who calls a house now. */
export function greetCaller(speaking: Speaking, check: CustomerCheck, now: Temporal.ZonedDateTime): GreetingVariables {
  const { company } = speaking.house
  const firstName = check.kind === 'known' ? speakable(speaking, check.firstName) : ''
  const { date, time, weekday } = dayFields(speaking, now.toPlainDateTime())
  const called = company.branches.filter((branch) => branch.id === speaking.branchId)
  const branches = called.length > 0 ? called : company.branches
  const notice = closedNotice(speaking, branches, now)
  const [branch] = called
  return {
    greeting: greet(speaking, { company: speakable(speaking, company.name), firstName, notice }),
    customer_known: String(check.kind === 'known'),
    first_name: firstName,
    company: speakable(speaking, company.name),
    branch: branch === undefined ? '' : branchName(speaking, branch),
    language: speaking.language,
    today: date,
    now: time,
    weekday,
    zone: company.zone,
    is_open: String(notice === ''),
    closed_notice: notice,
  }
}

/** The variables when nothing is known: the call is answered all the same. */
export function greetAnybody(language: Speaking['language']): GreetingVariables {
  const nothing = Object.fromEntries(GREETING_VARIABLES.map((name) => [name, '']))
  return {
    ...(nothing as GreetingVariables),
    greeting: greet({ language }, { company: '', firstName: '', notice: '' }),
    customer_known: 'false',
    language,
    is_open: 'true',
  }
}

/** Says that a machine is speaking: callers have to be told. */
function greet(
  speaking: Pick<Speaking, 'language'>,
  { company, firstName, notice }: { company: string; firstName: string; notice: string },
): string {
  const hello = inLanguage(speaking, {
    de: `Guten Tag${firstName && `, ${firstName}`}! Hier ist der KI-Assistent${company && ` von ${company}`}.`,
    en: `Hello${firstName && ` ${firstName}`}! This is the AI assistant${company && ` of ${company}`}.`,
  })
  const all = inLanguage(speaking, {
    de: 'Einen Termin können Sie trotzdem gleich mit mir vereinbaren.',
    en: 'You can still make an appointment with me right now.',
  })
  const ask = inLanguage(speaking, { de: 'Was kann ich für Sie tun?', en: 'What can I do for you?' })
  return sentences(hello, notice, notice === '' ? '' : all, ask)
}

/** Why nobody is there, and when somebody is again; '' while any of the branches is open. */
function closedNotice(speaking: Speaking, branches: readonly Branch[], now: Temporal.ZonedDateTime): string {
  const { company } = speaking.house
  const [first] = branches
  if (first === undefined) return ''
  const nowMs = now.epochMilliseconds
  const next = nextOpening(company, branches, now)
  if (next !== null && next.epochMilliseconds <= nowMs) return ''
  const again = next === null ? '' : sayAgain(speaking, next.toZonedDateTimeISO(company.zone), now)
  const reasons = branches.map((branch) => closedReason(company, branch, now.toPlainDate()))
  const [reason] = reasons
  const say = (texts: Readonly<Record<Language, string>>) => sentence(inLanguage(speaking, texts))
  const isAllDay = reasons.every((one) => one !== null)
  if (isAllDay && reason?.kind === 'holiday') {
    const name = reason.name[speaking.language]
    return say({
      de: `Heute ist ${name}, da haben wir geschlossen${again && `; ${again} sind wir wieder da`}`,
      en: `We are closed today for ${name}${again && ` and back ${again}`}`,
    })
  }
  if (isAllDay) {
    return say({
      de: `Wir haben heute geschlossen${again && ` und sind ${again} wieder da`}`,
      en: `We are closed today${again && ` and back ${again}`}`,
    })
  }
  return say({
    de: `Wir haben gerade geschlossen${again && ` und sind ${again} wieder da`}`,
    en: `We are closed right now${again && ` and back ${again}`}`,
  })
}

/** A week ahead the day of the week says when; a house that is closed for longer says no more than that. */
const SEARCH_DAYS = 7

/** When any of the branches is open next: now, if one is. Null when none is within a week. */
function nextOpening(
  company: Company,
  branches: readonly Branch[],
  now: Temporal.ZonedDateTime,
): Temporal.Instant | null {
  const nowMs = now.epochMilliseconds
  for (let day = 0; day < SEARCH_DAYS; day += 1) {
    const date = now.toPlainDate().add({ days: day })
    const starts = branches
      .flatMap((branch) => openIntervals(company, branch, date))
      .filter(({ endMs }) => endMs > nowMs)
      .map(({ startMs }) => startMs)
    if (starts.length > 0) return Temporal.Instant.fromEpochMilliseconds(Math.min(...starts))
  }
  return null
}

/** "ab neun Uhr", "morgen ab neun Uhr", "am Montag ab neun Uhr". */
function sayAgain(speaking: Speaking, next: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): string {
  const { language } = speaking
  const days = now.toPlainDate().until(next.toPlainDate()).days
  const time = sayTime(next.toPlainTime(), language)
  const weekday = weekdayName(next.toPlainDate(), language)
  if (days === 0) return inLanguage(speaking, { de: `ab ${time}`, en: `from ${time}` })
  if (days === 1) return inLanguage(speaking, { de: `morgen ab ${time}`, en: `tomorrow from ${time}` })
  return inLanguage(speaking, { de: `am ${weekday} ab ${time}`, en: `on ${weekday} from ${time}` })
}
