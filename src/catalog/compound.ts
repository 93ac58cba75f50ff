/** Where a part stands in a German compound: what it is ("Haar·schnitt"), what kind of ("Schnitt·technik"), or within. */
export type PartPlace = 'head' | 'modifier' | 'inside'

/** Shorter parts sit in too many other words by chance ("rot" in "Brot"): they count where the rest is a word as well. */
const SHORTEST_PART = 4
/** A part beside it that is shorter is none. */
const SHORTEST_REST = 3
/** Behind these a word goes on that is another one: there is no hand in "Behandlung". */
const prefixes = /(?:be|ver|ent|emp|zer)$/
/** "Ansatz·färb·ung" is a kind of "färben". */
const inflection = /^(?:e|en|er|ern|es|em|n|s|ung|ungen)?$/
/** Not a part but an ending: there is no "lung" in "Handlung". */
const derivation =
  /^[lnrtsd]?(?:ung|er|erin|ig|lich|isch|bar|sam|heit|keit|schaft|nis|ling|el|eln)(?:e|en|er|es|em|n|s)?$/
/** What joins parts: "Gesicht·s·pflege". */
const joint = /^(?:es|en|er|s|n|e)(?=.{3})/
const jointBefore = /(?<=.{3})(?:es|en|er|s|n|e)$/

/**
 * Where `part` stands in `whole`, if it is a part of it: at the end but for an inflection, at the beginning, or between parts.
 * Plain forms both; `letters` is how long the part was before it was made plain. A part of three letters counts only where
 * the rest is in `known` (plain forms): "Kur" in "Haarkur".
 */
export function placeInCompound(
  part: string,
  letters: number,
  whole: string,
  known: ReadonlySet<string>,
): PartPlace | undefined {
  if (letters < SHORTEST_PART - 1 || part.length >= whole.length) return undefined
  const last = whole.lastIndexOf(part)
  if (last < 0) return undefined
  const isLong = letters >= SHORTEST_PART
  const before = whole.slice(0, last)
  const after = whole.slice(last + part.length)
  const isFree = before.length >= SHORTEST_REST && !prefixes.test(before)
  const isHead = isFree && inflection.test(after) && (isLong || isKnown(before, jointBefore, known))
  if (isHead) return 'head'
  const rest = whole.startsWith(part) ? whole.slice(part.length) : ''
  const isModifier = rest.length >= SHORTEST_REST && !derivation.test(rest) && (isLong || isKnown(rest, joint, known))
  if (isModifier) return 'modifier'
  const isBetween = before.length > SHORTEST_REST && after.length > SHORTEST_REST && !derivation.test(after)
  return isLong && isFree && isBetween ? 'inside' : undefined
}

function isKnown(rest: string, joined: RegExp, known: ReadonlySet<string>): boolean {
  return known.has(rest) || known.has(rest.replace(joined, ''))
}
