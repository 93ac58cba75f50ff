import { isEverydayWord } from './everyday-word.ts'
import { isGermanSmallWord, isPlaceName } from './german-nouns.ts'
import type { Part } from './part.ts'

/** An unknown word beside a day or a time, or behind a preposition of time, may say something about it. */
export function markTelling(parts: readonly Part[]): Part[] {
  return parts.map((part, index) => {
    // "two Fridays from now": a counted weekday is neither that weekday nor an hour.
    if (part.kind === 'number' && part.figures === undefined && isCounting(parts, index))
      return { kind: 'unknown', text: 'count', telling: true }
    if (part.kind === 'plain' && isEvent(parts, index, part.text))
      return { kind: 'unknown', text: part.text, telling: true }
    if (part.kind !== 'unknown' || part.telling) return part
    if (isPlace(parts, index)) return { kind: 'plain', text: part.text }
    if (isVerb(parts, index, part.text)) return part
    const isBeside = speaksOfTime(parts[index - 1]) || speaksOfTime(parts[index + 1])
    return isBeside || isBound(parts, index) ? { ...part, telling: true } : part
  })
}

const OWNERS = /^(?:mein|dein|sein|ihr|unser|eur)e?[nmrs]?$/

/** "nach der Arbeit", "before school": an event one would have to know the time of. */
function isEvent(parts: readonly Part[], index: number, text: string): boolean {
  if (text === '' || isPlaceName(text) || /^(?:hause|allem|wie|wann|wo|all)$/.test(text)) return false
  let before = index - 1
  while (parts[before]?.kind === 'filler') before -= 1
  const link = parts[before]
  if (link?.kind !== 'link') return false
  // "um hab drei", "bis zahn": straight behind these stands an hour, or a word misheard.
  if (/^(?:um|gegen|bis|punkt|schlag)$/.test(link.text))
    return before === index - 1 && isEverydayWord(text) && !isGermanSmallWord(text) && !OWNERS.test(text)
  return /^(?:nach|vor|ab|after|before)$/.test(link.text)
}

/** "fliege nach Rom": behind a verb of moving "nach" says where; an event would have an article. */
function isPlace(parts: readonly Part[], index: number): boolean {
  const link = parts[index - 1]
  if (link?.kind !== 'link' || link.text !== 'nach') return false
  return parts.some(
    (part) =>
      part.kind === 'plain' &&
      /^(?:ab|hin|ge|zuruck)?(?:fahr|fahrt|fuhr|flieg|flog|reis|zieh|zog|wander)/.test(part.text),
  )
}

const PRONOUNS = new Set(['ich', 'wir', 'er', 'sie', 'es', 'man', 'du', 'ihr'])

/** A German verb stands at the end of its sentence or before its pronoun, and says nothing about when. */
function isVerb(parts: readonly Part[], index: number, text: string): boolean {
  if (/(?:en|e|t)$/.test(text) && isPronoun(parts[index + 1])) return true
  // "Am 3. März umrundete die Crew …": behind the date that opens the sentence stands the verb.
  const opens = parts.slice(0, index).every((part) => part.kind === 'filler' || part.kind === 'day')
  if (opens && /(?:te|ten)$/.test(text) && parts[index + 1]?.kind === 'filler') return true
  const next = parts[index + 1]
  const isLast = next === undefined || (next.kind === 'plain' && next.text === '')
  return isLast && /(?:en|ern|eln|^ge.+t)$/.test(text) && parts.slice(0, index).some(isPronoun)
}

function isPronoun(part: Part | undefined): boolean {
  return part?.kind === 'plain' && PRONOUNS.has(part.text)
}

function isCounting(parts: readonly Part[], index: number): boolean {
  const next = parts[index + 1]
  return next?.kind === 'day' && next.day.day === 'weekday' && parts[index - 1]?.kind !== 'link'
}

function speaksOfTime(part: Part | undefined): boolean {
  return part !== undefined && /^(?:day|clock|near|daypart|number)$/.test(part.kind)
}

function isBound(parts: readonly Part[], index: number): boolean {
  let before = index - 1
  while (parts[before]?.kind === 'filler') before -= 1
  const link = parts[before]
  if (link?.kind !== 'link') return false
  return /^(?:since|ever_since|after|before|until|between|not)$/.test(link.link) || link.link === 'at'
}
