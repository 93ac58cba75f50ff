/**
 * Kölner Phonetik (Hans Joachim Postel, 1969): a digit for each sound of German, so that names which sound alike get one code.
 * The letters are plain a–z; what a letter sounds like may depend on its two neighbours.
 */

const fixedCodes: Readonly<Record<string, string>> = {
  a: '0',
  e: '0',
  i: '0',
  j: '0',
  o: '0',
  u: '0',
  y: '0',
  b: '1',
  f: '3',
  v: '3',
  w: '3',
  g: '4',
  k: '4',
  q: '4',
  l: '5',
  m: '6',
  n: '6',
  r: '7',
  s: '8',
  z: '8',
}

function among(letters: string, letter: string): boolean {
  return letter !== '' && letters.includes(letter)
}

/** A c is hard (4) before a, h, k, o, q, u, x — at the start also before l and r — unless an s or z goes before it. */
function codeOfC(before: string, after: string): string {
  if (before === '') return among('ahkloqrux', after) ? '4' : '8'
  return among('ahkoqux', after) && !among('sz', before) ? '4' : '8'
}

function codeOf(letter: string, before: string, after: string): string {
  switch (letter) {
    case 'p':
      return after === 'h' ? '3' : '1'
    case 'd':
    case 't':
      return among('csz', after) ? '8' : '2'
    case 'c':
      return codeOfC(before, after)
    case 'x':
      return among('ckq', before) ? '8' : '48'
    default:
      return fixedCodes[letter] ?? ''
  }
}

/**
 * The Cologne code of plain lower-case letters a–z taken as one word; every other sign must have been removed before.
 * Equal neighbours are one, and a vowel counts only at the start. '' when no letter has a code ("h").
 */
export function cologneCodeOfLetters(letters: string): string {
  let code = ''
  let last = ''
  for (let at = 0; at < letters.length; at += 1) {
    for (const digit of codeOf(letters.charAt(at), letters.charAt(at - 1), letters.charAt(at + 1))) {
      if (digit === last) continue
      last = digit
      if (digit !== '0' || code === '') code += digit
    }
  }
  return code
}
