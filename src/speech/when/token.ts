import { foldLetters } from '../fold-letters.ts'
import { readNumeral } from '../numerals.ts'
import { splitCompound } from './compound.ts'

/** The smallest piece of what was said: a folded word, a number however it was written, or a mark. */
export type Token = WordToken | NumberToken | MarkToken
/** `spaced` tells whether white space stood before it: "24.10" is a date, "24. 10 Uhr" is not. */
export type WordToken = { kind: 'word'; text: string; spaced: boolean }
export type NumberToken = {
  kind: 'number'
  text: string
  value: number
  /** "dritten", "3rd"; the dot of "3." stays a mark of its own. */
  ordinal: boolean
  /** Figures as typed, kept because "0930" and "09" say more than their value; undefined for number words. */
  figures: string | undefined
  spaced: boolean
}
export type MarkToken = { kind: 'mark'; text: string; spaced: boolean }

/** Nobody says when in more; a longer text is another thing and is asked about instead of read. */
export const LONGEST_SAID_LETTERS = 600

const PIECE = /\d+|\p{L}[\p{L}\p{M}]*(?:['’`]\p{L}+)?|\S/gu
const ORDINAL_ENDING = /^(?:st|nd|rd|th|ste[nrsm]?|te[nrsm]?|ter|ten)$/
/** After "zwischen vier und" a tens word is the other bound, not the end of a torn "vierundzwanzig". */
const BETWEEN = new Set(['zwischen', 'between'])

/** Cuts what was said into tokens: letters folded, glued words split, number words made numbers. */
export function tokensOf(said: string): Token[] {
  return joinNumbers(piecesOf(said))
}

function piecesOf(said: string): Token[] {
  const pieces: Token[] = []
  let end = 0
  // "12.10.'26": the apostrophe stands for a century and would only tear the date.
  for (const match of said
    .normalize('NFC')
    .replaceAll(/['’´`](?=\d\d\b|ne\w?\b)/g, '')
    // "vor- und nachmittags" is two words of which one was cut short.
    .replaceAll(/(?<!\p{L})vor- ?(und|oder|bis|\/) ?(?=nachmittag)/giu, 'vormittags $1 ')
    .replaceAll(/(?<=\d) ?½/g, ',5')
    .replaceAll(/[½¼¾]/g, (sign) => ({ '½': ' halb ', '¼': ' viertel ', '¾': ' dreiviertel ' })[sign] ?? sign)
    // "27 .11." and "über-morgen" are torn by hands and by hyphens.
    .replaceAll(/(?<=\d) +\.(?=\d)/g, '.')
    .replaceAll(/(?<=(?<!\p{L})(?:über|ueber|vor|nach))-(?=morgen|gestern|mittag)/giu, '')
    .matchAll(PIECE)) {
    const spaced = match.index > end || match.index === 0
    end = match.index + match[0].length
    const text = foldLetters(match[0])
    // "⅝" folds to a fraction, which is no figure.
    if (/^\d+$/.test(text)) pieces.push(figuresToken(text, spaced))
    else if (/^\p{L}/u.test(text)) pieces.push(...wordTokens(withoutIsh(text.replaceAll(/['’`]/g, '')), spaced))
    else pieces.push({ kind: 'mark', text: /^[–—−]$/.test(text) ? '-' : text, spaced })
  }
  return pieces
}

/** "tenish", "fourish": about that hour. */
function withoutIsh(word: string): string {
  const stem = word.endsWith('ish') ? word.slice(0, -3) : ''
  return stem !== '' && readNumeral([stem], 'en') !== undefined ? stem : word
}

function figuresToken(text: string, spaced: boolean): NumberToken {
  return { kind: 'number', text, value: Number(text), ordinal: false, figures: text, spaced }
}

function wordTokens(text: string, spaced: boolean): WordToken[] {
  return splitCompound(text).map((word, index) => ({ kind: 'word', text: word, spaced: spaced && index === 0 }))
}

function joinNumbers(pieces: readonly Token[]): Token[] {
  const tokens: Token[] = []
  let index = 0
  while (index < pieces.length) {
    const piece = pieces[index]
    if (piece === undefined) break
    const previous = tokens.at(-1)
    if (piece.kind === 'word' && !piece.spaced && previous?.kind === 'number' && ORDINAL_ENDING.test(piece.text)) {
      tokens[tokens.length - 1] = { ...previous, ordinal: true }
      index += 1
      continue
    }
    const read = piece.kind === 'word' ? numberAt(pieces, index) : undefined
    tokens.push(read?.token ?? piece)
    index += read?.used ?? 1
  }
  return tokens
}

function numberAt(pieces: readonly Token[], index: number): { token: NumberToken; used: number } | undefined {
  const before = pieces[index - 1]
  const most = before?.kind === 'word' && BETWEEN.has(before.text) ? 1 : 8
  const words: string[] = []
  const ends: number[] = []
  for (let next = index; next < pieces.length && words.length < most; next += 1) {
    const piece = pieces[next]
    // The hyphen of "twenty-four" is a seam of the number; any other mark ends it.
    if (piece?.kind === 'mark' && piece.text === '-' && !piece.spaced && isGluedWord(pieces[next + 1])) continue
    if (piece?.kind !== 'word') break
    words.push(piece.text)
    ends.push(next + 1)
  }
  const first = pieces[index]
  const read = readNumeral(words)
  if (read === undefined || first === undefined) return undefined
  const end = ends[read.used - 1] ?? index + 1
  const token: NumberToken = {
    kind: 'number',
    text: words.slice(0, read.used).join(' '),
    value: read.value,
    ordinal: read.ordinal,
    figures: undefined,
    spaced: first.spaced,
  }
  return { token, used: end - index }
}

function isGluedWord(piece: Token | undefined): boolean {
  return piece?.kind === 'word' && !piece.spaced
}
