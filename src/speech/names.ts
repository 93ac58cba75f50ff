import { type Fit, fitOfPerson } from './name-fit.ts'
import { type SaidUnit, saidUnitsOf } from './name-hearing.ts'
import type { NameIndex } from './name-index.ts'
import { readSaidName, type SaidWord } from './name-said.ts'

export { buildNameIndex, type NameIndex } from './name-index.ts'

/** A person who may be meant. `score` is 1 for the name as written and falls with every sound that differs. */
export type NameMatch = { id: string; name: string; score: number }

/**
 * Who was meant. `resolved`: one person, `margin` ahead of the next in wrong sounds (Infinity without a next). `ambiguous`:
 * one of `candidates`, likeliest first, at most three; ask. `unknown`: nobody; `candidates` is empty.
 */
export type NameDecision =
  | { decision: 'resolved'; match: NameMatch; candidates: readonly NameMatch[]; margin: number }
  | { decision: 'ambiguous'; candidates: readonly NameMatch[]; margin: number }
  | { decision: 'unknown'; candidates: readonly [] }

/** The worse mistake is the wrong person: docs/speech-names.md has the measurement these come from. */
const limits = {
  /** Wrong sounds for each sound said, up to which a person is resolved and up to which one is asked about. */
  resolve: 0.2,
  ask: 0.34,
  /** The worst word of a person who is resolved, by its own measure. */
  strain: 1,
  /** The same where the first or the last name was left out: one word alone must be clearer. */
  strainOfOneWord: 0.6,
  /** Omissions that cost as much mean that the first or the last name is missing. */
  leftOut: 0.3,
  /** How far the next person must be behind, in wrong sounds, and how much farther for each one that is wrong in the best. */
  margin: 0.5,
  marginPerCost: 0.25,
}

/** So many people are weighed closely; they share most with what was said. */
const mostPeople = 24
const mostCandidates = 3

type Weighed = Fit & { person: number }

/** The `most` numbers of largest gain, largest first. */
function largest(numbers: readonly number[], gains: Float64Array, most: number): readonly number[] {
  const kept: number[] = []
  const gainAt = (place: number): number => gains[kept[place] ?? 0] ?? 0
  for (const number of numbers) {
    const gain = gains[number] ?? 0
    if (kept.length === most && gain <= gainAt(most - 1)) continue
    let place = kept.length === most ? most - 1 : kept.length
    for (; place > 0 && gainAt(place - 1) < gain; place -= 1) kept[place] = kept[place - 1] ?? 0
    kept[place] = number
  }
  return kept
}

/** People by how many of the sounds said they account for: a quick look before the close one. */
function likelyPeople(index: NameIndex, units: readonly SaidUnit[]): readonly number[] {
  const { gains, countedFor } = index.tally
  const touched: number[] = []
  for (const [turn, said] of units.entries()) {
    // The costs come cheapest first, so the first unit that names a person is the best for this stretch.
    for (const [unit, cost] of said.costs) {
      const gain = said.sounds.length + 1 - cost
      for (const { person } of index.units[unit]?.places ?? []) {
        if (countedFor[person] === turn + 1) continue
        if (countedFor[person] === 0) touched.push(person)
        countedFor[person] = turn + 1
        gains[person] = (gains[person] ?? 0) + gain
      }
    }
  }
  const likely = largest(touched, gains, mostPeople)
  for (const person of touched) {
    gains[person] = 0
    countedFor[person] = 0
  }
  return likely
}

function weigh(index: NameIndex, words: readonly SaidWord[]): readonly Weighed[] {
  const units = saidUnitsOf(index, words)
  const weighed = likelyPeople(index, units).flatMap((person): readonly Weighed[] => {
    const known = index.people[person]
    return known === undefined ? [] : [{ person, ...fitOfPerson(known, words, units) }]
  })
  return weighed.toSorted((one, other) => one.cost - other.cost)
}

function soundsSaid(words: readonly SaidWord[]): number {
  const sounds = words.reduce((sum, word) => sum + (word.isFiller ? 0 : word.sounds.length), 0)
  return Math.max(sounds, 3)
}

function decide(index: NameIndex, words: readonly SaidWord[]): NameDecision {
  const weighed = weigh(index, words)
  const length = soundsSaid(words)
  const [best, next] = weighed
  const misheard = best === undefined ? Infinity : best.cost - best.omitted
  if (best === undefined || misheard > limits.ask * length) return { decision: 'unknown', candidates: [] }
  const matchOf = ({ person, cost }: Weighed): NameMatch => ({
    id: index.people[person]?.id ?? '',
    name: index.people[person]?.name ?? '',
    score: Math.max(0, 1 - cost / length),
  })
  const margin = next === undefined ? Infinity : next.cost - best.cost
  const needed = limits.margin + limits.marginPerCost * misheard
  const strain = best.omitted >= limits.leftOut ? limits.strainOfOneWord : limits.strain
  if (misheard <= limits.resolve * length && best.strain <= strain && margin >= needed) {
    return { decision: 'resolved', match: matchOf(best), candidates: [matchOf(best)], margin }
  }
  const near = weighed.filter(({ cost }) => cost - best.cost < needed).slice(0, mostCandidates)
  return { decision: 'ambiguous', candidates: near.map(matchOf), margin }
}

/**
 * Which of the people in `index` a caller named. Mangled, torn, spelled or short names, any order, titles, nicknames and
 * foreign names heard German are understood; the page docs/speech-names.md explains the score.
 *
 * The wrong person is the worse mistake: people who sound alike are asked about, and so is a name that fits nobody well.
 */
export function resolveName(said: string, index: NameIndex): NameDecision {
  const [likelier = [], ...others] = readSaidName(said)
  const decision = decide(index, likelier)
  const [plain] = others
  return decision.decision === 'unknown' && plain !== undefined ? decide(index, plain) : decision
}
