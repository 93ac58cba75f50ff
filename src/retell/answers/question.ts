import type { Service } from '../../catalog/service.ts'
import type { Branch } from '../../companies/company.ts'
import { sayDate, sayDateTime, sayList, sayTime } from '../../speech/say-when.ts'
import type { WhenQuestion } from '../../speech/when.ts'
import type { Answer } from '../reply.ts'
import { dayFields } from './opening-data.ts'
import { branchName, inLanguage, nameOfStaff, sentences, serviceName, type Speaking } from './speaking.ts'
import { tellStaffApart } from './tell-staff-apart.ts'

/** What has to be asked before a time can be looked for. */
export type Question =
  /**
   * Several services fit, or one of these few has to be chosen; empty when there are too many to name. `besides` are to be done
   * in the same visit, and understood. `one_at_a_time`: all are understood, and cannot be had in one visit here.
   */
  | {
      kind: 'which_service'
      services: readonly Service[]
      besides?: readonly Service[]
      why?: 'one_at_a_time'
    }
  | { kind: 'which_branch'; branches: readonly Branch[] }
  | { kind: 'which_date'; why: WhichDate; candidates: readonly Temporal.PlainDateTime[] }
  | { kind: 'contradiction'; candidates: readonly Temporal.PlainDateTime[] }
  /** Several people fit the name; nobody's when empty. */
  | { kind: 'staff_unknown'; staffIds: readonly string[] }

export type WhichDate = Exclude<WhenQuestion, 'contradiction' | 'past'>

/** A voice cannot offer more choices than these. */
const MOST_CHOICES = 4

/** The question, with the choices as `candidates`. */
export function sayQuestion(
  speaking: Speaking,
  question: Question,
): Answer<'check_availability'> & { status: Question['kind'] } {
  switch (question.kind) {
    case 'which_service': {
      return askWhichService(speaking, question)
    }
    case 'which_branch': {
      const names = question.branches.map((branch) => branchName(speaking, branch))
      return { status: question.kind, say: askBranch(speaking, names), data: { candidates: names } }
    }
    case 'which_date': {
      const say = askDate(speaking, question.why, question.candidates)
      return { status: question.kind, say, data: { candidates: candidateFields(speaking, question.candidates) } }
    }
    case 'contradiction':
      return {
        status: question.kind,
        say: askContradiction(speaking, question.candidates),
        data: { candidates: candidateFields(speaking, question.candidates) },
      }
    case 'staff_unknown': {
      const staffIds = question.staffIds.slice(0, MOST_CHOICES)
      const names = staffIds.map((id) => nameOfStaff(speaking, id)).filter((name) => name !== '')
      return { status: question.kind, say: askStaff(speaking, staffIds), data: { candidates: names } }
    }
  }
}

/** "Meinen Sie Sarah Meier oder Sarah Maier?", or that nobody is called so. */
export function askStaff(speaking: Speaking, staffIds: readonly string[]): string {
  const names = tellStaffApart(speaking, staffIds)
  if (names.length > 0) return askMeaning(speaking, names)
  return inLanguage(speaking, {
    de: 'Diesen Namen finde ich bei uns leider nicht. Möchten Sie zu jemand anderem, oder ist es Ihnen egal?',
    en: 'I am afraid I cannot find that name here. Would you like to see somebody else, or does it not matter?',
  })
}

/** "Meinen Sie A oder B?" */
function askMeaning(speaking: Speaking, names: readonly string[]): string {
  const list = sayList(names, speaking.language, 'or')
  return inLanguage(speaking, { de: `Meinen Sie ${list}?`, en: `Do you mean ${list}?` })
}

/** With what was understood each choice is a whole wish: whoever repeats it loses nothing. */
function askWhichService(
  speaking: Speaking,
  { services, besides = [], why }: Extract<Question, { kind: 'which_service' }>,
): Answer<'check_availability'> & { status: 'which_service' } {
  const names = services.slice(0, MOST_CHOICES).map((service) => serviceName(speaking, service))
  const known = besides.map((service) => serviceName(speaking, service))
  const candidates = names.map((name) => sayList([...known, name], speaking.language, 'and'))
  const say = why === 'one_at_a_time' ? sayOneAtATime(speaking, names) : askService(speaking, names, known)
  return { status: 'which_service', say, data: { candidates } }
}

function sayOneAtATime(speaking: Speaking, names: readonly string[]): string {
  const list = sayList(names, speaking.language, 'and')
  return inLanguage(speaking, {
    de: `${list} kann ich leider nicht zusammen buchen, nur einzeln nacheinander. Womit fangen wir an, oder soll Sie jemand aus unserem Team zurückrufen?`,
    en: `I am afraid I cannot book ${list} together, only one after the other. Which shall we start with, or shall somebody from our team call you back?`,
  })
}

function askService(speaking: Speaking, names: readonly string[], besides: readonly string[]): string {
  const list = sayList(names, speaking.language, 'or')
  const known = sayList(besides, speaking.language, 'and')
  if (known !== '' && list === '') {
    return inLanguage(speaking, {
      de: `${known} habe ich notiert. Was dürfen wir außerdem für Sie tun?`,
      en: `I have noted ${known}. What else would you like to have done?`,
    })
  }
  if (known !== '') {
    return inLanguage(speaking, {
      de: `${known}, gern. Möchten Sie dazu ${list}?`,
      en: `${known}, certainly. Would you like ${list} with it?`,
    })
  }
  if (list !== '') return inLanguage(speaking, { de: `Möchten Sie ${list}?`, en: `Would you like ${list}?` })
  return inLanguage(speaking, { de: 'Was dürfen wir für Sie tun?', en: 'What would you like to have done?' })
}

function askBranch(speaking: Speaking, names: readonly string[]): string {
  const list = sayList(names, speaking.language, 'or')
  return inLanguage(speaking, {
    de: `In welche Filiale möchten Sie kommen: ${list}?`,
    en: `Which branch would you like to come to: ${list}?`,
  })
}

function askDate(speaking: Speaking, why: WhichDate, candidates: readonly Temporal.PlainDateTime[]): string {
  switch (why) {
    case 'missing':
      return inLanguage(speaking, {
        de: 'An welchem Tag und um wie viel Uhr möchten Sie kommen?',
        en: 'On which day and at what time would you like to come?',
      })
    case 'not_understood':
      return inLanguage(speaking, {
        de: 'Die Zeit habe ich nicht verstanden. An welchem Tag und um wie viel Uhr möchten Sie kommen?',
        en: 'I did not understand the time. On which day and at what time would you like to come?',
      })
    case 'impossible':
      return inLanguage(speaking, {
        de: 'Diesen Tag oder diese Uhrzeit gibt es nicht. Wann möchten Sie kommen?',
        en: 'There is no such day or time. When would you like to come?',
      })
    case 'ambiguous':
      return candidates.length === 0 ? askDate(speaking, 'missing', candidates) : askWhichOf(speaking, '', candidates)
  }
}

function askContradiction(speaking: Speaking, candidates: readonly Temporal.PlainDateTime[]): string {
  const why = inLanguage(speaking, {
    de: 'Wochentag und Datum passen nicht zusammen.',
    en: 'The weekday and the date do not go together.',
  })
  if (candidates.length > 0) return askWhichOf(speaking, why, candidates)
  return sentences(why, inLanguage(speaking, { de: 'Welcher Tag soll es sein?', en: 'Which day do you mean?' }))
}

function askWhichOf(speaking: Speaking, why: string, candidates: readonly Temporal.PlainDateTime[]): string {
  const spoken = candidates.slice(0, MOST_CHOICES).map((at, index) => sayCandidate(speaking, at, candidates[index - 1]))
  const list = sayList(spoken, speaking.language, 'or')
  return sentences(why, inLanguage(speaking, { de: `Was ist richtig: ${list}?`, en: `Which is right: ${list}?` }))
}

/** Midnight is how a reading without a time of day is given; the day of the one before is not said again. */
function sayCandidate(
  speaking: Speaking,
  at: Temporal.PlainDateTime,
  before: Temporal.PlainDateTime | undefined,
): string {
  const date = at.toPlainDate()
  if (at.hour === 0 && at.minute === 0) return sayDate(date, speaking.language, speaking.today)
  if (before === undefined || !before.toPlainDate().equals(date))
    return sayDateTime(at, speaking.language, speaking.today)
  const time = sayTime(at.toPlainTime(), speaking.language)
  return inLanguage(speaking, { de: `um ${time}`, en: `at ${time}` })
}

function candidateFields(speaking: Speaking, candidates: readonly Temporal.PlainDateTime[]) {
  return candidates.slice(0, MOST_CHOICES).map((at) => dayFields(speaking, at))
}
