/**
 * An index of short texts by their trigrams: which of thousands share enough of them with a text heard to be worth a closer
 * look. Trigrams are taken with the edges of the text, so that a common beginning or end counts.
 */
export type TrigramIndex = {
  /** Texts by number, in the order given. */
  readonly lengths: Uint8Array
  readonly postings: ReadonlyMap<number, readonly number[]>
  /** Scratch space of a look-up, kept to spare its allocation; all zero between look-ups. */
  readonly shared: Uint8Array
}

const edgeBefore = 1
const edgeBehind = 2

/** The trigrams of a text with two marks before and one behind, each once, packed into a number: ten bits a sign. */
export function trigramsOf(text: string): readonly number[] {
  const trigrams: number[] = []
  let packed = (edgeBefore << 10) | edgeBefore
  for (let at = 0; at <= text.length; at += 1) {
    const sign = at < text.length ? text.charCodeAt(at) & 1023 : edgeBehind
    packed = ((packed << 10) | sign) & 0x3fffffff
    if (!trigrams.includes(packed)) trigrams.push(packed)
  }
  return trigrams
}

/** Indexes the texts; their numbers are their places in the list. */
export function buildTrigramIndex(texts: readonly string[]): TrigramIndex {
  const postings = new Map<number, number[]>()
  const lengths = new Uint8Array(texts.length)
  for (const [number, text] of texts.entries()) {
    const trigrams = trigramsOf(text)
    lengths[number] = Math.min(trigrams.length, 255)
    for (const trigram of trigrams) {
      const known = postings.get(trigram)
      if (known === undefined) postings.set(trigram, [number])
      else known.push(number)
    }
  }
  return { lengths, postings, shared: new Uint8Array(texts.length) }
}

/**
 * The numbers of the texts whose trigrams agree with those of `text` at least to `leastShare` (0 to 1): twice the shared ones
 * over both counts, the Dice coefficient. In no particular order.
 */
export function similarTexts(index: TrigramIndex, text: string, leastShare: number): readonly number[] {
  const trigrams = trigramsOf(text)
  const touched: number[] = []
  for (const trigram of trigrams) {
    for (const number of index.postings.get(trigram) ?? []) {
      const shared = index.shared[number] ?? 0
      if (shared === 0) touched.push(number)
      index.shared[number] = shared + 1
    }
  }
  const similar: number[] = []
  for (const number of touched) {
    const most = trigrams.length + (index.lengths[number] ?? 0)
    if (2 * (index.shared[number] ?? 0) >= leastShare * most) similar.push(number)
    index.shared[number] = 0
  }
  return similar
}
