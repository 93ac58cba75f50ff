import type { Branch } from '../../companies/company.ts'
import type { CustomerCheck } from '../../customers/check-customer.ts'
import type { WeeklyHours } from '../../infra/weekly-hours.ts'
import type { Answer } from '../reply.ts'
import { categoryName } from './list-services.ts'
import { dayFields } from './opening-data.ts'
import { branchName, inLanguage, serviceName, speakable, type Speaking } from './speaking.ts'

/** What the agent is told of policies; the rest of the reply needs its room. */
const LONGEST_POLICIES = 350
/** More services than these are asked for by category. */
const MOST_SERVICES = 15

/** Everything an agent needs to begin: who calls, what time it is, where and when the house is open, what there is. */
export function answerInitialization(
  speaking: Speaking,
  check: CustomerCheck,
  now: Temporal.ZonedDateTime,
): Answer<'initialize_call'> {
  const { company, services, categories } = speaking.house
  const firstName = check.kind === 'known' ? speakable(speaking, check.firstName) : ''
  const { date, time, weekday } = dayFields(speaking, now.toPlainDateTime())
  const few = services.length <= MOST_SERVICES
  const shelves = categories.filter((category) => category.parentId === null)
  return {
    status: 'ok',
    say: greet(speaking, firstName),
    data: {
      customer_known: String(check.kind === 'known'),
      first_name: firstName,
      today: date,
      now: time,
      weekday,
      zone: company.zone,
      company: company.name,
      policies: wholeSentences(company.policies[speaking.language] ?? '', LONGEST_POLICIES),
      branches: company.branches.map((branch) => branchFields(speaking, branch)),
      services: few ? services.map((service) => serviceName(speaking, service)) : [],
      categories: few ? [] : shelves.map((category) => categoryName(speaking, category)),
    },
  }
}

/** Says that a machine is speaking: callers have to be told. */
function greet(speaking: Speaking, firstName: string): string {
  const company = speakable(speaking, speaking.house.company.name)
  return inLanguage(speaking, {
    de: `Guten Tag${firstName && `, ${firstName}`}! Hier ist der KI-Assistent von ${company}. Was kann ich für Sie tun?`,
    en: `Hello${firstName && ` ${firstName}`}! This is the AI assistant of ${company}. What can I do for you?`,
  })
}

function branchFields(speaking: Speaking, branch: Branch): Readonly<Record<string, string>> {
  const town = `${branch.postalCode} ${branch.city}`.trim()
  return {
    branch: branchName(speaking, branch),
    address: [branch.street, town].filter((part) => part !== '').join(', '),
    opening_hours: writeHours(speaking, branch.hours),
  }
}

const DAYS = {
  de: ['', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  en: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const

/** "Mo–Fr 09:00–18:00, Sa 09:00–14:00": days with the same hours together. */
function writeHours(speaking: { language: Speaking['language'] }, hours: WeeklyHours): string {
  const days = inLanguage<readonly string[]>(speaking, DAYS)
  const runs: { from: number; to: number; text: string }[] = []
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const ranges = hours[weekday] ?? []
    const text = ranges.map((range) => `${clock(range.fromMinute)}–${clock(range.toMinute)}`).join(' + ')
    const last = runs.at(-1)
    if (last !== undefined && last.text === text && last.to === weekday - 1) last.to = weekday
    else runs.push({ from: weekday, to: weekday, text })
  }
  return runs
    .filter((run) => run.text !== '')
    .map((run) => `${days[run.from]}${run.to > run.from ? `–${days[run.to]}` : ''} ${run.text}`)
    .join(', ')
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** As many sentences as fit. */
function wholeSentences(text: string, longest: number): string {
  if (text.length <= longest) return text
  const end = text.slice(0, longest).search(/[.!?][^.!?]*$/)
  return end < 0 ? '' : text.slice(0, end + 1)
}
