import type { ListServicesOutcome } from '../../catalog/list-services.ts'
import type { Category, Service } from '../../catalog/service.ts'
import { sayList, sayMoney } from '../../speech/say-when.ts'
import type { Answer } from '../reply.ts'
import { priceText } from './opening-data.ts'
import { askStaff } from './question.ts'
import { inLanguage, nameOfStaff, sentences, serviceName, speakable, type Speaking } from './speaking.ts'

/** A voice names no more than these in one breath. */
const MOST_NAMED = 5
/** Shelves have short names; one that is not named is not chosen. */
const MOST_SHELVES = 8

/** What the answer depends on besides what was found. */
type About = {
  /** Whether the caller can be sent a link to look at all of it. */
  readonly canText: boolean
  /** Whose services were asked for; null for anybody's. */
  readonly staffId: string | null
}

/** The answer to what there is. */
export function answerServices(
  speaking: Speaking,
  outcome: ListServicesOutcome,
  about: About = { canText: false, staffId: null },
): Answer<'list_services'> {
  switch (outcome.kind) {
    case 'ok':
      return {
        status: outcome.kind,
        say: sayServices(speaking, outcome.services),
        data: { services: outcome.services.map((service) => serviceFields(speaking, service)) },
      }
    case 'categories': {
      const categories = outcome.categories.map((shelf) => categoryName(speaking, shelf.category))
      const services = outcome.services.map((service) => serviceFields(speaking, service))
      const names = [...categories, ...outcome.services.map((service) => serviceName(speaking, service))]
      return { status: outcome.kind, say: askCategory(speaking, names, outcome.unsure), data: { categories, services } }
    }
    case 'too_many':
      return {
        status: outcome.kind,
        say: sentences(askNarrower(speaking, outcome.services), about.canText ? offerLink(speaking) : ''),
        data: { services: outcome.services.map((service) => serviceFields(speaking, service)) },
      }
    case 'none':
      return { status: outcome.kind, say: sayNothing(speaking, about.staffId) }
  }
}

/** Whose services were asked for cannot be told: nobody is called so, or several are. */
export function answerWhoseServices(speaking: Speaking, staffIds: readonly string[]): Answer<'list_services'> {
  const candidates = staffIds.map((id) => nameOfStaff(speaking, id)).filter((name) => name !== '')
  return {
    status: candidates.length === 0 ? 'none' : 'too_many',
    say: askStaff(speaking, staffIds),
    data: { candidates },
  }
}

function sayNothing(speaking: Speaking, staffId: string | null): string {
  const person = staffId === null ? '' : nameOfStaff(speaking, staffId)
  if (person !== '') {
    return inLanguage(speaking, {
      de: `Das bietet ${person} leider nicht an. Möchten Sie dafür zu jemand anderem?`,
      en: `I am afraid ${person} does not do that. Would you like to see somebody else for it?`,
    })
  }
  return inLanguage(speaking, {
    de: 'Das finde ich bei uns leider nicht. Können Sie mit anderen Worten sagen, was gemacht werden soll?',
    en: 'I am afraid I cannot find that here. Could you say in other words what you would like done?',
  })
}

function offerLink(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Wenn Sie möchten, schicke ich Ihnen auch einen Link per SMS, da sehen Sie alles in Ruhe.',
    en: 'If you like, I can also send you a link by text message, so you can look at everything.',
  })
}

function sayServices(speaking: Speaking, services: readonly Service[]): string {
  const [only] = services
  const list = sayList(
    services.slice(0, MOST_NAMED).map((service) => sayService(speaking, service)),
    speaking.language,
    'and',
  )
  if (services.length === 1 && only !== undefined) {
    return sentences(
      inLanguage(speaking, { de: `Das ist ${list}.`, en: `That is ${list}.` }),
      inLanguage(speaking, { de: 'Möchten Sie dafür einen Termin?', en: 'Would you like an appointment for it?' }),
    )
  }
  return sentences(
    inLanguage(speaking, { de: `Wir haben ${list}.`, en: `We have ${list}.` }),
    inLanguage(speaking, { de: 'Was darf es sein?', en: 'What would you like?' }),
  )
}

function sayService(speaking: Speaking, service: Service): string {
  const name = serviceName(speaking, service)
  if (service.priceMinor === null) return name
  const price = sayMoney(service.priceMinor, speaking.house.company.currency, speaking.language)
  return inLanguage(speaking, { de: `${name} für ${price}`, en: `${name} for ${price}` })
}

function askCategory(speaking: Speaking, names: readonly string[], unsure: boolean): string {
  const list = sayList(names.slice(0, MOST_SHELVES), speaking.language, 'or')
  const question = inLanguage(speaking, { de: `Worum geht es: ${list}?`, en: `What is it about: ${list}?` })
  return sentences(unsure ? inLanguage(speaking, { de: 'Kein Problem.', en: 'No problem.' }) : '', question)
}

function askNarrower(speaking: Speaking, services: readonly Service[]): string {
  const names = services.slice(0, MOST_NAMED).map((service) => serviceName(speaking, service))
  const list = sayList(names, speaking.language, 'and')
  return inLanguage(speaking, {
    de: `Da gibt es vieles, zum Beispiel ${list}. Was davon trifft es am ehesten?`,
    en: `There are many, for example ${list}. Which comes closest?`,
  })
}

/** A category as it is called in the call's language. */
export function categoryName(speaking: Speaking, category: Category): string {
  return speakable(speaking, speaking.language === 'en' && category.nameEn !== '' ? category.nameEn : category.name)
}

function serviceFields(speaking: Speaking, service: Service) {
  const { currency } = speaking.house.company
  return {
    service: serviceName(speaking, service),
    duration_minutes: String(service.durationMinutes),
    price: service.priceMinor === null ? '' : priceText(service.priceMinor, currency),
    currency,
  }
}
