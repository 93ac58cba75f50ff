import { houseWords, type SearchEntry, type Shelved, WEIGHT, type WordFits } from './house-words.ts'
import { tellingWords } from './service-words.ts'
import type { Service } from './service.ts'

/** Those nearly as good as the best are all meant; those far behind share a word with it by chance. */
const SHARE_OF_BEST = 0.8
/** A guess that explains less than this is none. */
const LEAST_SCORE = 0.3
/** A wish is a few words. */
const MOST_WORDS = 12
/** Long texts have compounds enough for a part of any word: there it has to be the word, or what a compound is. */
const CLEAR_FIT = 0.9

/**
 * The services a folded wish fits, in the company's order: by the words of it that tell services apart, rarer ones counting
 * more. "Etwas für kaputte Haare" is the one that is about damage, not the ten about hair. `within` limits what is looked at,
 * `by` what of a service counts.
 */
export function searchServices(
  catalog: Shelved,
  wish: string,
  options: { within?: readonly Service[]; by?: 'name' | 'everything' } = {},
): readonly Service[] {
  const { within = catalog.services, by = 'everything' } = options
  const house = houseWords(catalog)
  const looked = new Set(within)
  const entries = house.entries.filter(({ service }) => looked.has(service))
  const bests = tellingWords(wish)
    .slice(0, MOST_WORDS)
    .map((word) => entries.map((entry) => bestFit(entry, house.fitsOf(word), by)))
  const weights = bests.map((fits) => rarity(entries.length, fits.filter((fit) => fit >= LEAST_SCORE).length))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole === 0) return []
  const scores = entries.map(
    (_, at) => bests.reduce((sum, fits, word) => sum + (fits[at] ?? 0) * (weights[word] ?? 0), 0) / whole,
  )
  const least = Math.max(LEAST_SCORE, Math.max(...scores) * SHARE_OF_BEST)
  return entries.filter((_, at) => (scores[at] ?? 0) >= least).map(({ service }) => service)
}

function bestFit({ told }: SearchEntry, { meant }: WordFits, by: 'name' | 'everything'): number {
  let best = 0
  for (const [word, weight] of told) {
    if (by === 'name' && weight < WEIGHT.name) continue
    const fit = meant[word] ?? 0
    if (weight > WEIGHT.description || fit >= CLEAR_FIT) best = Math.max(best, weight * fit)
  }
  return best
}

/** A word few services have says more than one that all have; a word none has says nothing here. */
function rarity(services: number, having: number): number {
  return having === 0 ? 0 : Math.log(1 + services / having)
}
