import { describe, expect, test } from 'vitest'

import { readTranscript, scoreOf } from './score-transcripts.ts'
import { writtenTranscripts } from './transcripts.notation.ts'

describe.each([
  ['de', 200],
  ['en', 100],
] as const)('written transcripts, %s', (language, least) => {
  const readings = writtenTranscripts(language).map(readTranscript)

  test('are enough, and of every kind', () => {
    expect(readings.length).toBeGreaterThanOrEqual(least)
    const kinds = new Set(readings.map(({ transcript }) => transcript.kind))
    expect([...kinds].sort()).toEqual(['agreed', 'changed', 'dropped', 'people', 'refused', 'vague'])
  })

  test.each([
    ['the reader was written with', false],
    ['kept aside while it was written', true],
  ])('of those %s, what is booked was agreed, and most of what was agreed is booked', (_, isHeldOut) => {
    const score = scoreOf(readings.filter(({ transcript }) => transcript.isHeldOut === isHeldOut))
    expect(score.precision).toBeGreaterThanOrEqual(0.99)
    expect(score.recall).toBeGreaterThanOrEqual(0.9)
    expect(score.wrongTimes).toBe(0)
  })

  test('people and names that were given are found', () => {
    const given = readings.flatMap(({ transcript, found }) => {
      const { label, staff, attendeeName, call } = transcript
      if (found.kind !== 'agreed') return []
      const person = call.staff.find(({ id }) => id === found.staff)
      const fullName = person && `${person.title} ${person.firstName} ${person.lastName}`.trim()
      return [
        { label, given: staff, heard: fullName },
        { label, given: attendeeName, heard: found.attendeeName },
      ]
    })
    const told = given.filter((one) => one.given !== undefined)
    expect(told.length).toBeGreaterThan(2)
    expect(told.filter((one) => one.given !== one.heard)).toEqual([])
  })

  test('what is for a person to look at is never booked', () => {
    const tasks = readings.filter(({ transcript }) => transcript.gold === 'task')
    expect(tasks.length).toBeGreaterThan(0)
    expect(tasks.filter(({ isBooked }) => isBooked)).toEqual([])
  })
})

test.each(['de.harder', 'en.harder'] as const)(
  '%s: written to be misread, none is booked that was not agreed',
  (file) => {
    const readings = writtenTranscripts(file).map(readTranscript)
    expect(
      readings.filter(({ isBooked, isRight }) => isBooked && !isRight).map(({ transcript }) => transcript.label),
    ).toEqual([])
    expect(scoreOf(readings).recall).toBeGreaterThanOrEqual(0.85)
  },
)
