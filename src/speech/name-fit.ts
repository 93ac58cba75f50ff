import type { SaidUnit } from './name-hearing.ts'
import type { IndexedPerson } from './name-index.ts'
import type { SaidWord } from './name-said.ts'
import type { NameRole } from './name-words.ts'

/** What a word of the name costs when the caller left it out. */
const omissionCosts: Readonly<Record<NameRole, number>> = {
  given: 0.3,
  further: 0.1,
  family: 0.45,
  half: 0.2,
  particle: 0.05,
}

/** A word said that the name does not have costs its sounds, as if each were lost. */
const strangeWordCost = 0.6
const strangeSoundCost = 0.6
const strangeFillerCost = 0.05
/** Last name first. */
const orderCost = 0.15
/** The blank moved: several words said run together fit several words of the name run together. */
const shiftCost = 0.8

/**
 * How a person fits what was said. `cost`: 0 is the name as written, 1 about one plain wrong sound. `strain`: the worst word
 * by its own measure, so that a first name said clearly does not carry another family's name along; beyond 1 nobody would
 * swear to it. `omitted`: the part of the cost that is for words of the name the caller left out, which tells people apart
 * but is no sign of mishearing.
 */
export type Fit = { cost: number; strain: number; omitted: number }

type Assignment = { person: IndexedPerson; words: readonly SaidWord[]; units: readonly SaidUnit[] }

const noFit: Fit = { cost: Infinity, strain: Infinity, omitted: 0 }

function fitOfOmissions(person: IndexedPerson, taken: number): Fit {
  let cost = 0
  let hasName = false
  for (const [word, role] of person.roles.entries()) {
    const isTaken = (taken & (1 << word)) !== 0
    if (!isTaken) cost += omissionCosts[role]
    else if (role !== 'particle') hasName = true
  }
  return hasName ? { cost, strain: 0, omitted: cost } : noFit
}

function strangeCost(word: SaidWord | undefined): number {
  if (word === undefined || word.isFiller) return strangeFillerCost
  return strangeWordCost + strangeSoundCost * word.sounds.length
}

/** What one word of so many sounds may cost and still be sworn to. */
function allowance(sounds: number): number {
  return 0.4 + 0.16 * sounds
}

/** The cheapest way to lay the words said from `at` on over the words of the name not yet `taken` (a bit for each). */
function cheapest(assignment: Assignment, at: number, taken: number, lastFrom: number): Fit {
  const { person, words, units } = assignment
  if (at >= words.length) return fitOfOmissions(person, taken)
  const skipped = cheapest(assignment, at + 1, taken, lastFrom)
  let best: Fit = { ...skipped, cost: skipped.cost + strangeCost(words[at]) }
  for (const said of units) {
    if (said.from !== at) continue
    for (const { unit, from, span, cost } of person.units) {
      const unitCost = said.costs.get(unit)
      const bits = ((1 << span) - 1) << from
      if (unitCost === undefined || (taken & bits) !== 0) continue
      const rest = cheapest(assignment, at + said.span, taken | bits, from)
      const shift = span > 1 && said.span > 1 ? shiftCost : 0
      const total = unitCost + cost + shift + (from < lastFrom ? orderCost : 0) + rest.cost
      if (total >= best.cost) continue
      const strain = Math.max(rest.strain, unitCost / allowance(said.sounds.length / span))
      best = { cost: total, strain, omitted: rest.omitted }
    }
  }
  return best
}

/** How well the words said fit this person, laid over the words of the name in the cheapest way. */
export function fitOfPerson(person: IndexedPerson, words: readonly SaidWord[], units: readonly SaidUnit[]): Fit {
  return cheapest({ person, words, units }, 0, 0, 0)
}
