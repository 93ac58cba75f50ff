/**
 * How a name sounds to a German ear, one sign for each sound. Unlike a code this keeps the vowels and the nearness of sounds:
 * codes find who may be meant, sounds tell how well it fits.
 *
 * Signs beside the plain letters: A ei, O eu, U au, E ä, Q ö, Y ü, 6 the -er of "Müller", S sch, X ch, C tsch, J dsch, N ng,
 * P pf, V a v that may be an f, z ts.
 */

type Place = 'start' | 'end' | 'beforeFront' | 'beforeBack' | 'beforeVowel'

/** A group of letters and its sound, at any place or at one alone. Of the rules that fit the first counts. */
type SoundRule = readonly [letters: string, sound: string, place?: Place]

const rules: readonly SoundRule[] = [
  ...([
    ['aeu', 'O'],
    ['ai', 'A'],
    ['ay', 'A'],
    ['ae', 'E'],
    ['au', 'U'],
    ['ah', 'a'],
    ['aa', 'a'],
    ['a', 'a'],
  ] as const),
  ...([
    ['bb', 'b'],
    ['b', 'p', 'end'],
    ['b', 'b'],
  ] as const),
  ...([
    ['chs', 'ks'],
    ['ch', 'k', 'beforeBack'],
    ['ch', 'X'],
    ['ck', 'k'],
    ['cz', 'C'],
    ['cs', 'C'],
    ['cc', 'k'],
  ] as const),
  ...([
    ['c', 'z', 'beforeFront'],
    ['c', 'k'],
  ] as const),
  ...([
    ['dsch', 'J'],
    ['dt', 't'],
    ['dd', 'd'],
    ['dz', 'z'],
    ['d', 't', 'end'],
    ['d', 'd'],
  ] as const),
  ...([
    ['eau', 'o'],
    ['ei', 'A'],
    ['ey', 'A'],
    ['eu', 'O'],
    ['eh', 'e'],
    ['ee', 'e'],
    ['er', '6', 'end'],
    ['e', 'e'],
  ] as const),
  ...([
    ['ff', 'f'],
    ['f', 'f'],
    ['gg', 'g'],
    ['gh', 'g'],
    ['g', 'k', 'end'],
    ['g', 'g'],
    ['h', 'h'],
  ] as const),
  ...([
    ['ieh', 'i'],
    ['ie', 'i'],
    ['ih', 'i'],
    ['ig', 'iX', 'end'],
    ['ii', 'i'],
    ['i', 'i'],
    ['j', 'j'],
  ] as const),
  ...([
    ['kk', 'k'],
    ['kh', 'k'],
    ['k', 'k'],
    ['ll', 'l'],
    ['l', 'l'],
    ['mm', 'm'],
    ['m', 'm'],
  ] as const),
  ...([
    ['nn', 'n'],
    ['ng', 'N'],
    ['nk', 'Nk'],
    ['n', 'n'],
  ] as const),
  ...([
    ['oeh', 'Q'],
    ['oe', 'Q'],
    ['oi', 'O'],
    ['oy', 'O'],
    ['ou', 'u'],
    ['ow', 'o', 'end'],
    ['oh', 'o'],
    ['oo', 'o'],
    ['o', 'o'],
  ] as const),
  ...([
    ['pf', 'P'],
    ['ph', 'f'],
    ['pp', 'p'],
    ['p', 'p'],
    ['qu', 'kv'],
    ['q', 'k'],
    ['rh', 'r'],
    ['rr', 'r'],
    ['r', 'r'],
  ] as const),
  ...([
    ['sch', 'S'],
    ['sh', 'S'],
    ['ss', 's'],
    ['sz', 's'],
    ['st', 'St', 'start'],
    ['sp', 'Sp', 'start'],
    ['s', 's'],
  ] as const),
  ...([
    ['tsch', 'C'],
    ['tch', 'C'],
    ['th', 't'],
    ['tt', 't'],
    ['tz', 'z'],
    ['ts', 'z'],
    ['t', 't'],
  ] as const),
  ...([
    ['ueh', 'Y'],
    ['ue', 'Y'],
    ['uh', 'u'],
    ['uu', 'u'],
    ['u', 'u'],
    ['v', 'V'],
    ['wh', 'v'],
    ['w', 'v'],
    ['x', 'ks'],
  ] as const),
  ...([
    ['y', 'j', 'beforeVowel'],
    ['y', 'i', 'end'],
    ['y', 'Y'],
    ['zsch', 'C'],
    ['zz', 'z'],
    ['z', 'z'],
  ] as const),
]

function rulesByLetter(): ReadonlyMap<string, readonly SoundRule[]> {
  const byLetter = new Map<string, SoundRule[]>()
  for (const rule of rules) {
    const letter = rule[0].charAt(0)
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), rule])
  }
  return byLetter
}

const ruleTable = rulesByLetter()

function isAt(place: Place | undefined, word: string, from: number, to: number): boolean {
  if (place === undefined) return true
  if (place === 'start') return from === 0
  if (place === 'end') return to === word.length
  const next = word.charAt(to)
  if (next === '') return false
  if (place === 'beforeFront') return 'eiy'.includes(next)
  // "Chor", "Christ", "Chlodwig": a k at the start alone; behind a vowel the same letters are "Bucher", "Bachl".
  if (place === 'beforeBack') return from === 0 && 'aolru'.includes(next)
  return from === 0 && 'aeiou'.includes(next)
}

/**
 * The sounds of one word in plain lower-case letters (umlauts written out), one sign each; signs that are no letter a–z have
 * no sound. Two equal sounds in a row are one.
 */
export function soundsOf(word: string): string {
  let sounds = ''
  for (let at = 0; at < word.length;) {
    const rule = ruleTable
      .get(word.charAt(at))
      ?.find(([letters, , place]) => word.startsWith(letters, at) && isAt(place, word, at, at + letters.length))
    if (rule !== undefined) sounds += sounds.endsWith(rule[1].charAt(0)) ? rule[1].slice(1) : rule[1]
    at += rule?.[0].length ?? 1
  }
  return sounds
}
