/** Numbers that look random and come again for the same seed. */
export type Random = {
  /** The seed, and the names of the forks on the way here. No two parts of a run have the same. */
  readonly path: string
  /** In [0, 1). */
  share(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  /** True in this share of draws. */
  chance(share: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
  /** A generator of its own, so that what one part draws does not shift what another does. */
  fork(name: string): Random
}

/** mulberry32: small, fast, and good enough to choose who does what. */
export function createRandom(seed: number, path = String(seed)): Random {
  let state = seed | 0
  const share = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    path,
    share,
    whole: (least, most) => least + Math.floor(share() * (most - least + 1)),
    chance: (wanted) => share() < wanted,
    pick: (choices) => choices[Math.floor(share() * choices.length)] ?? choices[0],
    fork: (name) => createRandom(hashText(`${seed} ${name}`), `${path} ${name}`),
  }
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash
}
