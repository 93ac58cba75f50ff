import type { Service } from '../../catalog/service.ts'
import type { Branch } from '../../companies/company.ts'
import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { sayList } from '../../speech/say-list.ts'
import { findStaff } from '../../staff/find-staff.ts'
import { nameInTeam } from '../../staff/name-in-team.ts'

/** Everything a sentence depends on besides the outcome it tells. */
export type Speaking = {
  readonly language: Language
  readonly house: House
  /** Local date of the company. */
  readonly today: Temporal.PlainDate
  /** The branch the caller called; where something is goes without saying when it is here. */
  readonly branchId: string | null
  /** What the caller called the service, where the tool was told: one that is called otherwise is named before it is chosen. */
  readonly saidService?: string
}

/** The text in the call's language. Both have to be given: a sentence in one language only does not compile. */
export function inLanguage<Text>(speaking: { language: Language }, texts: Readonly<Record<Language, Text>>): Text {
  return texts[speaking.language]
}

/** A service as it is called in the call's language. */
export function serviceName(speaking: Speaking, service: Service): string {
  return speakable(speaking, speaking.language === 'en' && service.nameEn !== '' ? service.nameEn : service.name)
}

/** The name of a service of the house; '' for one that is no longer there. */
function nameOfService(speaking: Speaking, serviceId: string): string {
  const service = speaking.house.services.find((one) => one.id === serviceId)
  return service === undefined ? '' : serviceName(speaking, service)
}

/** The names of services of the house, "Haarschnitt und Farbe"; those that are no longer there are left out. */
export function nameOfServices(speaking: Speaking, serviceIds: readonly string[]): string {
  const names = serviceIds.map((id) => nameOfService(speaking, id)).filter((name) => name !== '')
  return sayList(names, speaking.language, 'and')
}

/** How a staff member is called, as nobody else in the house is; '' for one who is no longer there. */
export function nameOfStaff(
  speaking: Speaking,
  staffId: string,
  grammaticalCase: 'nominative' | 'dative' = 'nominative',
): string {
  const { house, language } = speaking
  const member = findStaff(house.staff, staffId)
  return member === undefined ? '' : speakable(speaking, nameInTeam(house.staff, member, language, grammaticalCase))
}

/** "bei Herrn Weber" / "with Mr Weber"; '' for one who is no longer there. */
export function withStaff(speaking: Speaking, staffId: string): string {
  const name = nameOfStaff(speaking, staffId, 'dative')
  return name === '' ? '' : inLanguage(speaking, { de: `bei ${name}`, en: `with ${name}` })
}

export function branchName(speaking: Speaking, branch: Branch): string {
  return speakable(speaking, branch.name)
}

/** Text out of the company's records as a voice can read it: no brackets, braces or signs that are spelled out. */
export function speakable(speaking: { language: Language }, text: string): string {
  const and = inLanguage(speaking, { de: 'und', en: 'and' })
  const spoken = text.replaceAll(/\s*[([{]+\s*/g, ', ').replaceAll(/\s*[)\]}]+/g, '')
  return spoken
    .replaceAll(/\s*[&+]\s*/g, ` ${and} `)
    .replaceAll(/[<>_*#|\\^~`"]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Ends a sentence; "two p.m." has its full stop already. */
export function sentence(text: string): string {
  const whole = text.charAt(0).toLocaleUpperCase('de') + text.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

/** Sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ')
}
