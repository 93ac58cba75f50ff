import { isTitle, writeOutLetters } from './name-folding.ts'

/** One word of a person's name. */
export type NameWord = {
  /** Folded: lower case, umlauts written out. */
  letters: string
  /** In lower case with its own letters (ç, ł), for foreign readings. */
  written: string
  role: NameRole
}

/**
 * `given` is what the person is called by, `further` any other first name, `family` the last name, `half` a further part of a
 * double one, `particle` a "von" or "zu".
 */
export type NameRole = 'given' | 'further' | 'family' | 'half' | 'particle'

const particles: ReadonlySet<string> = new Set(
  'von vom van der den dem de di da do dos del della la le zu zum zur auf am im und y el al bin ben ten ter'.split(' '),
)

/** Is this folded word one that names carry and callers leave out? */
export function isParticle(word: string): boolean {
  return particles.has(word)
}

function piecesOf(part: string): readonly { letters: string; written: string }[] {
  return part
    .split(/[-‐‑–/.]+/u)
    .map((piece) => piece.replace(/[^\p{L}\p{N}\p{M}]+/gu, '').toLowerCase())
    .map((written) => ({ written, letters: writeOutLetters(written).replace(/[^\p{L}\p{N}]+/gu, '') }))
    .filter(({ letters }) => letters !== '')
}

/** More words has no name; the rest would only slow the matching. */
const maximumWords = 8

/**
 * The words of a person's name as written, without titles: "Dr. Anna-Lena von Meier" is anna (given), lena (further), von
 * (particle), meier (family). The last part is the family name, unless a comma puts it first.
 */
export function nameWordsOf(name: string): readonly NameWord[] {
  const [head = '', ...tail] = name.split(',')
  const ordered = tail.length === 0 ? head : `${tail.join(' ')} ${head}`
  const parts = ordered
    .split(/\s+/u)
    .map(piecesOf)
    .filter((pieces) => pieces.length > 0)
  const named = parts.filter((pieces) => !pieces.every(({ letters }) => isTitle(letters)))
  const kept = named.length > 0 ? named : parts.slice(-1)
  let hasGiven = false
  const words = kept.flatMap((pieces, part) => {
    const isFamily = part === kept.length - 1
    return pieces.map((piece, index): NameWord => {
      if (isFamily) return { ...piece, role: index === 0 ? 'family' : 'half' }
      if (part > 0 && isParticle(piece.letters)) return { ...piece, role: 'particle' }
      const role = hasGiven ? 'further' : 'given'
      hasGiven = true
      return { ...piece, role }
    })
  })
  return words.slice(-maximumWords)
}
