/** ISO weekday, Monday is 1. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const NAMES: readonly (readonly [Weekday, string])[] = [
  [1, 'montag monday mon'],
  [2, 'dienstag tuesday tue tues'],
  [3, 'mittwoch mittwochs wednesday wed weds mittwosch'],
  [4, 'donnerstag thursday thu thur thurs donnertag'],
  [5, 'freitag friday fri freidag'],
  [6, 'samstag sonnabend saturday sat'],
  [7, 'sonntag sunday sun'],
]
const BY_NAME = new Map(
  NAMES.flatMap(([weekday, names]) =>
    names.split(' ').flatMap((name): [string, Weekday][] =>
      /(?:tag|abend|day)$/.test(name)
        ? [
            [name, weekday],
            [`${name}s`, weekday],
            [`${name}e`, weekday],
            [name.replace(/tag$/, 'tach'), weekday],
          ]
        : [[name, weekday]],
    ),
  ),
)
/** Two letters are words of their own as well ("so", "do", "mi"): the grammar looks at what follows. */
const BY_LETTERS = new Map<string, Weekday>([
  ['mo', 1],
  ['di', 2],
  ['mi', 3],
  ['do', 4],
  ['fr', 5],
  ['sa', 6],
  ['so', 7],
  ['don', 4],
  ['fre', 5],
  ['sam', 6],
  ['son', 7],
])

/** The weekday of this folded word, "Dienstag", "dienstags", "Tuesday", "Tue". */
export function weekdayNamed(folded: string): Weekday | undefined {
  return BY_NAME.get(folded)
}

/** The weekday of the two letters that stand for it in writing: "Di", "Mi". */
export function weekdayLettered(folded: string): Weekday | undefined {
  return BY_LETTERS.get(folded)
}

/** All names, for the search of misspellings. */
export const WEEKDAY_NAMES: readonly string[] = [...BY_NAME.keys()]
