import type { Offer } from '../../appointments/offer.ts'
import { sayDateTime, sayList, sayMoney, sayTime } from '../../speech/say-when.ts'
import { branchName, inLanguage, nameOfService, withStaff, sentence, sentences, type Speaking } from './speaking.ts'

/** More than three times are not remembered when heard. */
const MOST_TIMES = 3

type Visit = Pick<Offer, 'branchId' | 'serviceId' | 'staffId' | 'startsAt' | 'priceMinor'>

/**
 * Everything a caller agrees to, in one breath: "Dienstag, der vierte August, um zehn Uhr, Herrenhaarschnitt bei Sarah
 * Meier für achtunddreißig Euro". With whom only where there is a choice, where only when it is not the branch they called.
 */
export function sayVisit(speaking: Speaking, visit: Visit, options: { price: boolean } = { price: false }): string {
  const { company } = speaking.house
  const price =
    options.price && visit.priceMinor !== null ? sayMoney(visit.priceMinor, company.currency, speaking.language) : ''
  const what = [
    nameOfService(speaking, visit.serviceId),
    withWhom(speaking, visit),
    where(speaking, visit),
    price === '' ? '' : inLanguage(speaking, { de: `für ${price}`, en: `for ${price}` }),
  ]
  return `${sayStart(speaking, visit)}, ${what.filter((part) => part !== '').join(' ')}`
}

/** Day and time: "morgen, Dienstag, der vierte August, um zehn Uhr". */
function sayStart(speaking: Speaking, visit: Pick<Visit, 'startsAt'>): string {
  return sayDateTime(wallStart(speaking, visit), speaking.language, speaking.today)
}

function withWhom(speaking: Speaking, visit: Visit): string {
  return speaking.house.staff.length > 1 ? withStaff(speaking, visit.staffId) : ''
}

function where(speaking: Speaking, visit: Visit): string {
  const { branches } = speaking.house.company
  if (branches.length < 2 || visit.branchId === speaking.branchId) return ''
  const branch = branches.find((one) => one.id === visit.branchId)
  if (branch === undefined) return ''
  const name = branchName(speaking, branch)
  return inLanguage(speaking, { de: `in der Filiale ${name}`, en: `at our ${name} branch` })
}

/** "… Soll ich diesen Termin für Sie buchen?" */
export function askToBook(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Soll ich diesen Termin für Sie buchen?',
    en: 'Shall I book this appointment for you?',
  })
}

/**
 * What else there is, and the question which: "Frei wäre Dienstag, der vierte August, um zehn Uhr oder um elf Uhr. Welche
 * Zeit passt Ihnen?" The day is said once for times of one day. '' when there is nothing.
 */
export function sayAlternatives(speaking: Speaking, offers: readonly Offer[]): string {
  if (offers.length === 0) return ''
  const named = offers.slice(0, MOST_TIMES)
  const isByName = named.some((offer) => offer.staffAskedFor) && speaking.house.staff.length > 1
  const isOnePerson = named.every((offer) => offer.staffId === named[0]?.staffId)
  const isWithNames = isByName && !isOnePerson
  const person = isByName && isOnePerson && named[0] !== undefined ? withWhom(speaking, named[0]) : ''
  const list = sayTimes(speaking, named, isWithNames)
  const free = inLanguage(speaking, {
    de: person === '' ? `Frei wäre ${list}` : `${person} wäre frei: ${list}`,
    en: person === '' ? `There is ${list}` : `${person} there is ${list}`,
  })
  return sentences(sentence(free), askWhich(speaking, named.length))
}

/** Times of one day are a list; where the day changes there is a longer pause, as days have commas of their own. */
function sayTimes(speaking: Speaking, offers: readonly Offer[], isWithNames: boolean): string {
  const days = Map.groupBy(offers, (offer) => wallStart(speaking, offer).toPlainDate().toString())
  const spoken = [...days.values()].map((ofDay) => {
    const times = ofDay.map((offer, index) => {
      const time = sayAfter(speaking, offer, ofDay[index - 1])
      return isWithNames ? `${time} ${withWhom(speaking, offer)}` : time
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
