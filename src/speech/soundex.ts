/** American Soundex (Russell and Odell, 1918, in the form of the U.S. National Archives). */

const digitOfLetter: Readonly<Record<string, string>> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
}

/**
 * The Soundex code of plain lower-case letters a–z taken as one word: its first letter and three digits, filled with 0.
 * Two letters of one digit with only h or w between them count once; a vowel between them separates. '' for ''.
 */
export function soundexCodeOfLetters(letters: string): string {
  if (letters === '') return ''
  let code = letters.charAt(0).toUpperCase()
  let last = digitOfLetter[letters.charAt(0)] ?? ''
  for (const letter of letters.slice(1)) {
    if (letter === 'h' || letter === 'w') continue
    const digit = digitOfLetter[letter] ?? ''
    if (digit !== '' && digit !== last) code += digit
    if (code.length === 4) return code
    last = digit
  }
  return code.padEnd(4, '0')
}
