const NAMES: readonly string[] = [
  'januar january jan januari janner',
  'februar february feb febr feber',
  'marz march mar mrz maerz',
  'april apr',
  'mai may',
  'juni june jun juno',
  'juli july jul julei',
  'august aug',
  'september sept sep',
  'oktober october okt oct',
  'november nov',
  'dezember december dez dec',
]
const BY_NAME = new Map(
  NAMES.flatMap((names, index) =>
    names.split(' ').flatMap((name): [string, number][] => [
      [name, index + 1],
      [`${name}s`, index + 1],
    ]),
  ),
)

/** The month, 1 to 12, of this folded word in either language or short. */
export function monthNamed(folded: string): number | undefined {
  return BY_NAME.get(folded)
}

/** "may" and "march" and "mar" are other words as well; they are months only beside a number or after "im", "in". */
export function isDoubtfulMonth(folded: string): boolean {
  return folded === 'may' || folded === 'march' || folded === 'mar' || folded === 'mars' || folded === 'jans'
}

/** All names, for the search of misspellings. */
export const MONTH_NAMES: readonly string[] = [...BY_NAME.keys()].filter((name) => name.length > 4)

/** Is this folded word a month written out? */
export function isMonthName(folded: string): boolean {
  return MONTH_NAMES.includes(folded)
}
