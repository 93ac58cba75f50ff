import { sql } from 'kysely'

import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { foldName } from '../speech/name-folding.ts'
import { cologneCode } from '../speech/phonetics.ts'
import { heardSpelling, nameLikeness } from './name-likeness.ts'

/** Who is meant by a name that was said. */
export type StaffResolution =
  | { readonly kind: 'resolved'; readonly staffId: string }
  /** Several could be meant, likeliest first; at most five. */
  | { readonly kind: 'ambiguous'; readonly staffIds: readonly string[] }
  | { readonly kind: 'unknown' }

/** Names are short; a sentence is not a name. */
const LONGEST_NAME = 120
const MOST_WORDS = 6
/** Below this a name is another name that happens to have the same code (Meier and Mohr have). */
const LEAST_LIKENESS = 0.7
/** Whoever comes this close to the best could have been meant as well: asking is cheaper than the wrong person. */
const CLEAR_MARGIN = 0.25
const MOST_CANDIDATES = 5
/** Ten thousand people share a few thousand codes; the commonest is had by some hundreds. */
const MOST_ROWS = 2_000

/** Words people put before a name that are no part of it. "von" and "van" are. */
const leadingWords: ReadonlySet<string> = new Set('bei mit zu zur zum der die das dem den with by to the at'.split(' '))

// staff_last_name_cologne and staff_first_name_cologne: one bitmap of both, whatever the number of staff. The condition of
// those indexes and the limit are written out: left to a parameter, the first hides the indexes and the second makes the
// planner believe that reading everything until enough is found is cheaper.
const readCandidates = hotRead('staff by sound', (db, said: { companyId: string; codes: readonly string[] }) =>
  db
    .selectFrom('staff')
    .select(['id', 'branch_id', 'title', 'first_name', 'last_name'])
    .where('company_id', '=', said.companyId)
    .where('active', '=', sql.lit(true))
    .where((where) => {
      const sounds = (column: 'last_name_cologne' | 'first_name_cologne') =>
        where(column, '=', where.fn<string>('any', [where.val(said.codes)]))
      return where.or([sounds('last_name_cologne'), sounds('first_name_cologne')])
    })
    .limit(sql.lit(MOST_ROWS)),
)

/**
 * Who of a company's active staff (of one branch, when given) is meant by a spoken name: first name, last name or both in
 * either order, with or without title. One indexed read of those who sound alike, then likeness of the spelling decides; a
 * near tie, a namesake above all, is ambiguous and never guessed.
 */
export async function resolveStaff(
  tx: Executor,
  companyId: string,
  said: string,
  options: { branchId?: string | null } = {},
): Promise<StaffResolution> {
  const words = wordsOf(said)
  if (words.length === 0) return { kind: 'unknown' }
  const rows = await readCandidates(tx, { companyId, codes: codesOf(words) })
  const addressed = saidAddress(said)
  const readings = readingsOf(words)
  const heard = rememberHeard()
  const scored = rows
    .filter((row) => (options.branchId ?? row.branch_id) === row.branch_id)
    .filter((row) => addressed === undefined || (saidAddress(row.title) ?? addressed) === addressed)
    .map((row) => ({ id: row.id, likeness: likenessOf(readings, heard(row.first_name), heard(row.last_name)) }))
    .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
    .sort((left, right) => right.likeness - left.likeness || (left.id < right.id ? -1 : 1))
  const [best] = scored
  if (best === undefined) return { kind: 'unknown' }
  const near = scored.filter(({ likeness }) => likeness > best.likeness - CLEAR_MARGIN)
  if (near.length === 1) return { kind: 'resolved', staffId: best.id }
  return { kind: 'ambiguous', staffIds: near.slice(0, MOST_CANDIDATES).map(({ id }) => id) }
}

/** Whether "Herr" or "Frau" was said (or stored), in either language: nobody says the wrong one of a person they know. */
function saidAddress(text: string): 'man' | 'woman' | undefined {
  if (/\b(herrn?|hr|mr|mister)\b/i.test(text)) return 'man'
  return /\b(frau|fr|mrs|ms|miss)\b/i.test(text) ? 'woman' : undefined
}

function wordsOf(said: string): readonly string[] {
  const words = foldName(said.slice(0, LONGEST_NAME)).split(' ')
  while (words.length > 1 && leadingWords.has(words[0] ?? '')) words.shift()
  return foldName(words.join(' '))
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
}

/** The codes of every run of neighbouring words: a first name, a last name, or either of several words, is one of them. */
function codesOf(words: readonly string[]): readonly string[] {
  const codes = new Set<string>()
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= words.length; end += 1) codes.add(cologneCode(words.slice(start, end).join(' ')))
  }
  return [...codes]
}

/** The words as one name and as two, each as heard. */
type Readings = { readonly whole: string; readonly parts: readonly (readonly [string, string])[] }

function readingsOf(words: readonly string[]): Readings {
  return {
    whole: heardWords(words),
    parts: words.slice(1).map((_, index) => {
      return [heardWords(words.slice(0, index + 1)), heardWords(words.slice(index + 1))]
    }),
  }
}

function heardWords(words: readonly string[]): string {
  return heardSpelling(words.join(' '))
}

/** Among thousands of people there are a few hundred first names: each is worked out once. */
function rememberHeard(): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => known.getOrInsertComputed(name, () => heardSpelling(foldName(name)))
}

function alike(said: string, name: string): number {
  return nameLikeness(said, name, LEAST_LIKENESS)
}

/** The best reading of the words as first name, as last name, or as both in either order; both must fit then. */
function likenessOf(readings: Readings, first: string, last: string): number {
  const both = (saidFirst: string, saidLast: string) => {
    const likeness = alike(saidFirst, first)
    return likeness === 0 ? 0 : Math.min(likeness, alike(saidLast, last))
  }
  return Math.max(
    alike(readings.whole, first),
    alike(readings.whole, last),
    ...readings.parts.map(([before, after]) => Math.max(both(before, after), both(after, before))),
  )
}
