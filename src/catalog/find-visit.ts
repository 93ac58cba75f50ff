import type { Language } from '../speech/language.ts'
import { findService, hasAllOfIt, type ServiceFinding } from './find-service.ts'
import { foldWords, isTelling, tellingWords } from './service-words.ts'
import type { Service } from './service.ts'

/** Which services are meant, in the order they were named. */
export type VisitFinding =
  | { readonly kind: 'found'; readonly services: readonly [Service, ...Service[]] }
  /**
   * One of `services` is meant, or (empty) nobody knows what; `besides` are those that were understood with it, in order. At
   * most five to choose from.
   */
  | { readonly kind: 'ambiguous'; readonly services: readonly Service[]; readonly besides: readonly Service[] }
  /** Nothing fits, or nothing was said and there is no default. */
  | { readonly kind: 'none' }

/** As many as a caller names in one breath; more is a day out, and for people to plan. */
const MOST_SERVICES = 4
/** As in `findService`. */
const MOST_CANDIDATES = 5
const LONGEST_WISH = 200

/** Between two services. */
const LINK =
  /\s*[,;]\s*|\s*(?:[&+/]|(?<![\p{L}\p{N}])(?:und|and|sowie|plus|dann|danach|anschließend|then|afterwards)(?![\p{L}\p{N}]))\s*/iu
/** What follows may be another service, or belong to the one before. */
const WITH = /\s*(?<![\p{L}\p{N}])(?:mit|with|inklusive|including)(?![\p{L}\p{N}])\s*/iu
/** Who comes along is not what is to be done. Folded. */
const companionWords: ReadonlySet<string> = new Set(
  (
    'sohn tochter kind kinder mann frau freund freundin partner partnerin mutter vater mama papa bruder schwester oma opa ' +
    'beide beiden zwei son daughter child kid kids husband wife friend mother father mum mom dad brother sister both two'
  ).split(' '),
)

/**
 * The services a caller means: one, as `findService` has it, when a name has everything that was said ("Waschen und Föhnen") or
 * nothing links two wishes; else what is linked, each for itself. See docs/booking.md.
 */
export function findVisit(services: readonly Service[], said: string | null, language: Language): VisitFinding {
  const wish = (said ?? '').slice(0, LONGEST_WISH)
  const links = wishesIn(wish)
  const isOne = services.length === 1 || links.length < 2 || hasAllOfIt(services, wish, language)
  if (isOne) return withLink(services, wish, language) ?? alone(findService(services, said, language))
  const findings = links.flatMap((link): readonly ServiceFinding[] => {
    const both = withLink(services, link, language)
    if (both?.kind === 'found') return both.services.map((service) => ({ kind: 'found', service }))
    return [findService(services, link, language)]
  })
  return together(findings, isListed(wish)) ?? alone(findService(services, said, language))
}

/** What is linked, without words that say nothing about what is to be done. */
function wishesIn(wish: string): readonly string[] {
  return wish.split(LINK).filter((link) => {
    const folded = foldWords(link)
    return isTelling(folded) && !tellingWords(folded).every((word) => companionWords.has(word))
  })
}

/** Whether a word says that all of it is wanted; commas alone may set off remarks. */
function isListed(wish: string): boolean {
  return wish.replaceAll(/[,;]/g, ' ').split(LINK).length > 1
}

/** "Haarschnitt mit Strähnchen": several when each half is a service of its own, undefined when not. */
function withLink(services: readonly Service[], wish: string, language: Language): VisitFinding | undefined {
  const halves = wish.split(WITH)
  if (halves.length < 2 || services.length === 1 || hasAllOfIt(services, wish, language)) return undefined
  const found = halves.map((half) => (isTelling(foldWords(half)) ? findService(services, half, language) : undefined))
  const named = found.flatMap((finding) => (finding?.kind === 'found' ? [finding.service] : []))
  const [first, ...further] = new Set(named)
  if (first === undefined || further.length === 0 || named.length < halves.length) return undefined
  return { kind: 'found', services: [first, ...further] }
}

/** One visit of what was found; undefined when none of it was. */
function together(findings: readonly ServiceFinding[], isListed: boolean): VisitFinding | undefined {
  const [first, ...further] = new Set(findings.flatMap((one) => (one.kind === 'found' ? [one.service] : [])))
  const open = findings.find((one) => one.kind === 'ambiguous')
  const besides = first === undefined ? [] : [first, ...further]
  if (open?.kind === 'ambiguous') {
    // One of these has been named already: "Damenhaarschnitt und Schneiden".
    const isNamed = open.services.some((service) => besides.includes(service))
    if (!isNamed) return { kind: 'ambiguous', services: open.services, besides }
  }
  if (first === undefined) return undefined
  if (besides.length > MOST_SERVICES) {
    return { kind: 'ambiguous', services: besides.slice(0, MOST_CANDIDATES), besides: [] }
  }
  const isAllUnderstood = !findings.some((one) => one.kind === 'none')
  return isAllUnderstood || !isListed
    ? { kind: 'found', services: [first, ...further] }
    : { kind: 'ambiguous', services: [], besides }
}

function alone(finding: ServiceFinding): VisitFinding {
  switch (finding.kind) {
    case 'found':
      return { kind: 'found', services: [finding.service] }
    case 'ambiguous':
      return { ...finding, besides: [] }
    case 'none':
      return finding
  }
}
