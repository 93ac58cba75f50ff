import type { Offer } from '../../appointments/offer.ts'
import { serviceIdsOf, staffOf } from '../../appointments/visit-parts.ts'
import { isCalled } from '../../catalog/service-words.ts'
import { sayDateTime, sayDuration, sayList, sayMoney, sayTime } from '../../speech/say-when.ts'
import {
  branchName,
  inLanguage,
  nameOfServices,
  nameOfStaff,
  withStaff,
  sentence,
  sentences,
  type Speaking,
} from './speaking.ts'

/** More than three times are not remembered when heard. */
const MOST_TIMES = 3

type Visit = Pick<Offer, 'branchId' | 'serviceId' | 'staffId' | 'further' | 'startsAt' | 'endsAt' | 'priceMinor'>

/**
 * Everything a caller agrees to, in one breath: "Dienstag, der vierte August, um zehn Uhr, Herrenhaarschnitt bei Sarah
 * Meier für achtunddreißig Euro". With whom only where there is a choice, where only when it is not the branch they called. Of
 * several services how long they take together belongs to what is agreed on, and that nobody knows the price.
 */
export function sayVisit(speaking: Speaking, visit: Visit, options: { price: boolean } = { price: false }): string {
  const what = words(whatWithWhom(speaking, visit), where(speaking, visit))
  const terms = options.price ? sayTerms(speaking, visit) : ''
  return `${sayStart(speaking, visit)}, ${what}${terms}`
}

/** " für achtunddreißig Euro"; of several services ", zusammen zwei Stunden für neunzig Euro". */
function sayTerms(speaking: Speaking, visit: Visit): string {
  const { priceMinor, startsAt, endsAt } = visit
  const { language, house } = speaking
  const price = priceMinor === null ? '' : sayMoney(priceMinor, house.company.currency, language)
  const forPrice = price === '' ? '' : inLanguage(speaking, { de: ` für ${price}`, en: ` for ${price}` })
  if (visit.further.length === 0) return forPrice
  const length = sayDuration(startsAt.until(endsAt).total('minutes'), language)
  return inLanguage(speaking, {
    de: `, zusammen ${length}${forPrice === '' ? ', Preis auf Anfrage' : forPrice}`,
    en: `, ${length} in all${forPrice === '' ? ', price on request' : forPrice}`,
  })
}

/** "Haarschnitt und Farbe bei Eva Sommer"; "Haarschnitt bei Eva Sommer und Farbe bei Herrn Weber". */
function whatWithWhom(speaking: Speaking, visit: Visit): string {
  const people = new Set(staffOf(visit))
  if (people.size === 1) return words(nameOfServices(speaking, serviceIdsOf(visit)), withWhom(speaking, visit))
  const each = [visit, ...visit.further].map((part) =>
    words(nameOfServices(speaking, [part.serviceId]), withWhom(speaking, part)),
  )
  return sayList(each, speaking.language, 'and')
}

/** One after the other; empty ones are left out. */
function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** Day and time: "morgen, Dienstag, der vierte August, um zehn Uhr". */
export function sayStart(speaking: Speaking, visit: Pick<Visit, 'startsAt'>): string {
  return sayDateTime(wallStart(speaking, visit), speaking.language, speaking.today)
}

function withWhom(speaking: Speaking, visit: Pick<Visit, 'staffId'>): string {
  return speaking.house.staff.length > 1 ? withStaff(speaking, visit.staffId) : ''
}

/** "bei Eva Sommer und Herrn Weber": everybody who does any of it. */
function withEverybody(speaking: Speaking, visit: Visit): string {
  const names = [...new Set(staffOf(visit))]
    .map((id) => nameOfStaff(speaking, id, 'dative'))
    .filter((name) => name !== '')
  const list = sayList(names, speaking.language, 'and')
  return list === '' ? '' : inLanguage(speaking, { de: `bei ${list}`, en: `with ${list}` })
}

function where(speaking: Speaking, visit: Visit): string {
  const { branches } = speaking.house.company
  if (branches.length < 2 || visit.branchId === speaking.branchId) return ''
  const branch = branches.find((one) => one.id === visit.branchId)
  if (branch === undefined) return ''
  const name = branchName(speaking, branch)
  return inLanguage(speaking, { de: `in der Filiale ${name}`, en: `at our ${name} branch` })
}

/** "… Soll ich diesen Termin für Sie buchen?", or move the one it is for. */
export function askToBook(speaking: Speaking, offer?: Pick<Offer, 'movesAppointmentId'>): string {
  if (offer !== undefined && offer.movesAppointmentId !== null) {
    return inLanguage(speaking, {
      de: 'Soll ich Ihren Termin dorthin verlegen?',
      en: 'Shall I move your appointment there?',
    })
  }
  return inLanguage(speaking, {
    de: 'Soll ich diesen Termin für Sie buchen?',
    en: 'Shall I book this appointment for you?',
  })
}

/**
 * What else there is, and the question which: "Frei wäre Dienstag, der vierte August, um zehn Uhr oder um elf Uhr. Welche
 * Zeit passt Ihnen?" The day is said once for times of one day. For what goes without saying, unless the caller called it
 * otherwise: then they have to hear what was understood. '' when there is nothing.
 */
export function sayAlternatives(speaking: Speaking, offers: readonly Offer[]): string {
  if (offers.length === 0) return ''
  const named = offers.slice(0, MOST_TIMES)
  const isByName = named.some((offer) => offer.staffAskedFor) && speaking.house.staff.length > 1
  const people = new Set(named.flatMap(staffOf))
  const isOnePerson = people.size === 1
  const isWithNames = isByName && !isOnePerson
  const person = isByName && isOnePerson && named[0] !== undefined ? withWhom(speaking, named[0]) : ''
  const list = sayTimes(speaking, named, isWithNames)
  const first = words(forWhat(speaking, named), person)
  const free = inLanguage(speaking, {
    de: first === '' ? `Frei wäre ${list}` : `${first} wäre frei: ${list}`,
    en: first === '' ? `There is ${list}` : `${first} there is ${list}`,
  })
  return sentences(sentence(free), askWhich(speaking, named.length))
}

/** "für Brautfrisur", where the caller did not call it that; '' where it goes without saying. */
function forWhat({ saidService, ...speaking }: Speaking, [offer]: readonly Offer[]): string {
  if (saidService === undefined || offer === undefined) return ''
  const services = serviceIdsOf(offer).flatMap((id) => speaking.house.services.find((one) => one.id === id) ?? [])
  if (services.length === 1 && services.some((service) => isCalled(service, saidService))) return ''
  const what = nameOfServices(speaking, serviceIdsOf(offer))
  return what === '' ? '' : inLanguage(speaking, { de: `für ${what}`, en: `for ${what}` })
}

/** Times of one day are a list; where the day changes there is a longer pause, as days have commas of their own. */
function sayTimes(speaking: Speaking, offers: readonly Offer[], isWithNames: boolean): string {
  const days = Map.groupBy(offers, (offer) => wallStart(speaking, offer).toPlainDate().toString())
  const spoken = [...days.values()].map((ofDay) => {
    const times = ofDay.map((offer, index) => {
      const time = sayAfter(speaking, offer, ofDay[index - 1])
      return isWithNames ? `${time} ${withEverybody(speaking, offer)}` : time
    })
    return sayList(times, speaking.language, 'or')
  })
  const or = inLanguage(speaking, { de: 'oder', en: 'or' })
  return spoken.length < 2 ? spoken.join('') : `${spoken.slice(0, -1).join('; ')}; ${or} ${spoken.at(-1) ?? ''}`
}

/** A time after another one: the day is left out when it is the same. */
function sayAfter(speaking: Speaking, offer: Offer, before: Offer | undefined): string {
  const start = wallStart(speaking, offer)
  const isSameDay = before !== undefined && wallStart(speaking, before).toPlainDate().equals(start.toPlainDate())
  if (!isSameDay) return sayStart(speaking, offer)
  const time = sayTime(start.toPlainTime(), speaking.language)
  return inLanguage(speaking, { de: `um ${time}`, en: `at ${time}` })
}

function askWhich(speaking: Speaking, count: number): string {
  if (count === 1) return inLanguage(speaking, { de: 'Passt Ihnen das?', en: 'Would that suit you?' })
  return inLanguage(speaking, { de: 'Welche Zeit passt Ihnen?', en: 'Which time suits you?' })
}

function wallStart(speaking: Speaking, visit: Pick<Visit, 'startsAt'>): Temporal.PlainDateTime {
  return visit.startsAt.toZonedDateTimeISO(speaking.house.company.zone).toPlainDateTime()
}
