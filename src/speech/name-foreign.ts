/**
 * How Germans write down a foreign name they hear: "Wojciech" becomes "Wojtschech", "Giovanni" "Dschowanni". Each language has
 * its spellings; a name gets the readings of those whose spellings it shows.
 */

type Respelling = readonly [from: RegExp, to: string]

/** `shows` keeps a language's rules away from German names that merely contain the letters. */
type ForeignSpelling = { shows: RegExp; respellings: readonly Respelling[] }

const spellings: readonly ForeignSpelling[] = [
  {
    // Polish, Czech, Croatian
    shows: /[łńśźżčšžćěřů]|cz|sz|rz|dź|wsk|jci|ck[ia]$/,
    respellings: [
      [/szcz/g, 'schtsch'],
      [/cz|č|ć|ci(?=e)/g, 'tsch'],
      [/sz|š|ś/g, 'sch'],
      [/rz|ż|ž|ź|ř/g, 'sch'],
      [/ł/g, 'l'],
      [/ck(?=[ia]$)/g, 'tzk'],
      [/c(?=[iaoeu])/g, 'z'],
      [/w/g, 'w'],
    ],
  },
  {
    // Turkish
    shows: /[çşğı]|^c[ae]|yz/,
    respellings: [
      [/ç/g, 'tsch'],
      [/ş/g, 'sch'],
      [/ğ/g, ''],
      [/ı/g, 'i'],
      [/c/g, 'dsch'],
      [/z/g, 's'],
      [/v/g, 'w'],
    ],
  },
  {
    // Italian
    shows: /^gi[aou]|gli|gn|cci|zz|^ch?[ie]|sci|[aeo]lli$|etti$|ini$/,
    respellings: [
      [/gli/g, 'li'],
      [/gn/g, 'nj'],
      [/gi(?=[aou])|g(?=[ei])/g, 'dsch'],
      [/ch(?=[ei])/g, 'k'],
      [/cc?i(?=[aou])|cc?(?=[ei])/g, 'tsch'],
      [/v/g, 'w'],
    ],
  },
  {
    // Spanish, Portuguese
    shows: /ñ|ll[ao]|^jos|^jua|^jav|rgue|[aeiou]z$|ç[aã]/,
    respellings: [
      [/ñ/g, 'nj'],
      [/^j|j(?=[aeo])/g, 'ch'],
      [/ll/g, 'lj'],
      [/ç/g, 's'],
      [/z/g, 's'],
    ],
  },
  {
    // French
    shows: /eau|oui|ou[aeilrs]|ault|oi[sx]?$|[éèê]|gnon|que$|^jea|chel$|^ja?cq/,
    respellings: [
      [/eaux?|ault?/g, 'o'],
      [/oi[sx]?/g, 'oa'],
      [/que?/g, 'k'],
      [/gn/g, 'nj'],
      [/ch/g, 'sch'],
      [/j/g, 'sch'],
      [/ou/g, 'u'],
      [/cq/g, 'k'],
      [/v/g, 'w'],
    ],
  },
  {
    // English
    shows:
      /^ja(?:ck|so|y|de|me|ke|ne|s)|^je(?:nn|ss|ff|rr)|^jo(?:hn|e|y|rd|sh)|^ju(?:st|dy)|ee|ea|sh|[a-z]th|igh|ohn|^ch|y$|^wh|ck$|oo|ew|^ke|^mi[kc]/,
    respellings: [
      [/^j/g, 'dsch'],
      [/ee|ea/g, 'i'],
      [/oo/g, 'u'],
      [/igh/g, 'ei'],
      [/ew/g, 'ju'],
      [/sh/g, 'sch'],
      [/^ch/g, 'tsch'],
      [/i(?=[kc]e)/g, 'ei'],
      [/a(?=[kmns]e|[smn]on)/g, 'ey'],
      [/w/g, 'w'],
      [/e$/g, ''],
    ],
  },
  {
    // Vietnamese, Arabic and other names in English letters
    shows: /^ng|^nh|kh|^h[sq]|dh|oue|^x/,
    respellings: [
      [/^ng/g, 'n'],
      [/^nh/g, 'nj'],
      [/uyen/g, 'ujen'],
      [/kh/g, 'ch'],
      [/dh/g, 'd'],
      [/oue/g, 'u'],
      [/^x/g, 's'],
    ],
  },
]

/**
 * The German spellings of what a foreign name sounds like, none for a name that shows no foreign spelling. The word comes in
 * lower case with its own letters (ç, ł), which folding would lose; the result may still hold umlauts and marks.
 */
export function germanReadingsOf(word: string): readonly string[] {
  const readings = new Set<string>()
  for (const { shows, respellings } of spellings) {
    if (!shows.test(word)) continue
    // What a rule wrote stands in capitals, out of reach of the rules after it.
    const respelled = respellings.reduce((reading, [from, to]) => reading.replace(from, to.toUpperCase()), word)
    readings.add(respelled.toLowerCase())
  }
  readings.delete(word)
  return [...readings]
}
