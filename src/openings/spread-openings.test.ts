import { describe, expect, test } from 'vitest'

import { spreadOpenings, type WallOpening } from './spread-openings.ts'

const date = Temporal.PlainDate.from('2030-06-04')
const midnightMs = date.toZonedDateTime('Europe/Berlin').epochMilliseconds

function openingAt(minute: number): WallOpening {
  const startMs = midnightMs + minute * 60_000
  return { opening: { startMs, endMs: startMs + 1_800_000, staffIds: ['anna'] }, date, minute }
}

/** The minutes that are read out of those that are free. */
function spread(minutes: readonly number[], limit = 3): readonly number[] {
  return spreadOpenings(minutes.map(openingAt), limit).map((opening) => opening.minute)
}

describe('of the free times of a window are read', () => {
  test.each([
    ['none of none', [], 3, []],
    ['none where none is wanted', [600], 0, []],
    ['all where they are few enough', [600, 615], 3, [600, 615]],
    ['all where they are as many as wanted', [605, 615, 625], 3, [605, 615, 625]],
    ['only the first where one is wanted', [600, 660, 720], 1, [600]],
    [
      'the first, and of each later third the roundest',
      [605, 610, 700, 720, 725, 800, 810, 840, 850],
      3,
      [605, 720, 840],
    ],
    ['the half hour where a part has no full one', [600, 615, 695, 705, 750, 755, 815, 870, 895], 3, [600, 750, 870]],
    ['the first of equally round ones', [600, 665, 670, 725, 735, 740], 3, [600, 665, 725]],
    ['one at the edge of a part as that part’s', [600, 660, 665, 720, 725, 780], 3, [600, 660, 720]],
    ['the next ones from the start where a part has none', [600, 605, 610, 780], 3, [600, 605, 780]],
  ] as const)('%s', (_what, minutes, limit, expected) => {
    expect(spread(minutes, limit)).toEqual(expected)
  })
})
