import type { Language } from './language.ts'
import { writeOutLetters } from './name-folding.ts'
import { readNumeral } from './numerals.ts'
import { letterAt } from './spelled.ts'

/** E-mail addresses as people say them: "anna Punkt müller ät web Punkt de", "m wie Martha, unterstrich, dreiundzwanzig at …". */

const signs: Readonly<Record<string, string>> = {
  '@': '@',
  at: '@',
  aet: '@',
  et: '@',
  klammeraffe: '@',
  affenschwanz: '@',
  '.': '.',
  punkt: '.',
  dot: '.',
  point: '.',
  '-': '-',
  minus: '-',
  bindestrich: '-',
  strich: '-',
  mittelstrich: '-',
  dash: '-',
  hyphen: '-',
  _: '_',
  unterstrich: '_',
  tiefstrich: '_',
  underscore: '_',
  '+': '+',
  plus: '+',
}

/** Providers whose dot people swallow: "at web de". Elsewhere a missing dot is asked for. */
const spokenDomains: Readonly<Record<string, string>> = {
  webde: 'web.de',
  gmxde: 'gmx.de',
  gmxnet: 'gmx.net',
  gmxat: 'gmx.at',
  gmxch: 'gmx.ch',
  gmailcom: 'gmail.com',
  gmail: 'gmail.com',
  googlemailcom: 'googlemail.com',
  tonlinede: 't-online.de',
  't-onlinede': 't-online.de',
  'tonline.de': 't-online.de',
  freenetde: 'freenet.de',
  outlookde: 'outlook.de',
  outlookcom: 'outlook.com',
  hotmailcom: 'hotmail.com',
  hotmailde: 'hotmail.de',
  yahoode: 'yahoo.de',
  yahoocom: 'yahoo.com',
  icloudcom: 'icloud.com',
  posteode: 'posteo.de',
  mailboxorg: 'mailbox.org',
}

/** What comes before an address: everything up to the last of these is no part of it. */
const leadIns = /^(ist|lautet|lauten|waere|is|its|an|adresse|address|mailadresse|emailadresse|email|mail|to|unter)$/
/** Remarks on how it is written, and sounds. */
const remarks =
  /^(alles|klein|kleines|kleingeschrieben|geschrieben|zusammen|zusammengeschrieben|und|dann|aeh|aehm|hm|also|ja|bitte|all|lowercase|one|word|then|uh|um|ziffer|zahl)$/

const address = /^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$/

type Piece = { text: string; used: number; isWord: boolean }

function pieceAt(words: readonly string[], at: number): Piece {
  const word = words[at] ?? ''
  const sign = signs[word]
  if (sign !== undefined) return { text: sign, used: 1, isWord: false }
  if (/^\d+$/.test(word)) return { text: word, used: 1, isWord: false }
  const numeral = readNumeral(words.slice(at, at + 7))
  if (numeral !== undefined && !numeral.ordinal && word !== 'ein') {
    return { text: String(numeral.value), used: numeral.used, isWord: false }
  }
  const letter = letterAt(words, at)
  // A word of a spelling table counts as its letter only behind "wie": Anna and Peter have addresses of their own.
  if (letter !== undefined && letter.isSure) return { text: letter.letters, used: letter.used, isWord: false }
  return { text: word, used: 1, isWord: word.length > 1 }
}

/** Three words may be a name said without its dots; more are a sentence. */
const mostPlainWords = 3

function join(words: readonly string[]): string | undefined {
  let text = ''
  let plainWords = 0
  for (let at = 0; at < words.length;) {
    if (remarks.test(words[at] ?? '')) {
      at += 1
      continue
    }
    const piece = pieceAt(words, at)
    text += piece.text
    plainWords += piece.isWord ? 1 : 0
    at += piece.used
  }
  return plainWords > mostPlainWords ? undefined : text
}

/**
 * The e-mail address in a spoken or typed text, in lower case, umlauts written out; undefined when there is none, or when it
 * lacks something ("anna at gmx" may be of any country). Words said apart before the "at" are taken together: the address is to be
 * read back before it is used.
 */
export function readEmail(said: string): string | undefined {
  const written = writeOutLetters(said.slice(0, 500)).replace(/\be-?\s?mail/g, 'email')
  const typed = /[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]+[a-z]/.exec(written)?.[0]
  if (typed !== undefined && address.test(typed)) return typed
  const words = written.match(/[\p{L}]+|\d+|[@_+-]|\.(?=\p{L}|\d)/gu) ?? []
  const at = words.findLastIndex((word) => signs[word] === '@')
  if (at <= 0) return undefined
  const before = words.slice(0, at)
  const local = join(before.slice(before.findLastIndex((word) => leadIns.test(word)) + 1))
  const domain = join(words.slice(at + 1))
  if (local === undefined || domain === undefined) return undefined
  const whole = `${local}@${spokenDomains[domain] ?? domain}`
  return address.test(whole) ? whole : undefined
}

const spokenSigns: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  de: { '@': 'ät', '.': 'Punkt', '-': 'Minus', _: 'Unterstrich', '+': 'Plus' },
  en: { '@': 'at', '.': 'dot', '-': 'dash', _: 'underscore', '+': 'plus' },
}

const spokenDigits: Readonly<Record<Language, readonly string[]>> = {
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
}

/** An address to read back: its words as they are, signs and digits by name. "anna Punkt mueller zwei drei ät web Punkt de". */
export function sayEmail(email: string, language: Language): string {
  const pieces = email.toLowerCase().match(/[a-z]+|[^a-z]/g) ?? []
  return pieces.map((piece) => spokenSigns[language][piece] ?? spokenDigits[language][Number(piece)] ?? piece).join(' ')
}
