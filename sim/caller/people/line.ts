/** What a sentence tells, by what it tells: `date`, `service`, `name` … as the language model would take it down. */
export type Told = Readonly<Record<string, string>>

/** Something a caller says. */
export type Line = {
  /** What they say. */
  spoken: string
  /** What speech recognition makes of it. */
  heard: string
  told: Told
}

/**
 * Reads a line with marks in it. `[date:morgen]` tells a date; `[date=24.11.2026:am Dienstag]` tells one the model writes
 * otherwise than it was said; `[staff~Frau Maier:Frau Meyer]` is said one way and heard another.
 */
export function readLine(text: string): Line {
  const told: Record<string, string> = {}
  const plain = (asHeard: boolean) =>
    text.replaceAll(MARK, (_, what: string, sign: string | undefined, other: string | undefined, words: string) => {
      const heard = sign === '~' ? (other ?? words) : words
      told[what] = sign === undefined ? words : (other ?? words)
      return asHeard ? heard : words
    })
  return { spoken: plain(false), heard: plain(true), told }
}

const MARK = /\[([a-z_]+)(?:([=~])([^:\]]*))?:([^\]]*)\]/g
